"""Tests for the stub's rate limits and faults, with discord.py as the client."""

import asyncio
from collections.abc import Awaitable
from time import monotonic

import aiohttp
import discord
import pytest
from api_stub.actors import GuildActor
from api_stub.faults import Fault
from api_stub.stub import Stub
from bare_client import Bare

MESSAGES = r"/channels/\d+/messages$"


async def seconds(work: Awaitable[object]) -> float:
    began = monotonic()
    await work
    return monotonic() - began


class TestRateLimits:
    async def test_a_channel_takes_five_messages_in_five_seconds(
        self, stub: Stub, client: Bare, guild: GuildActor, general: int
    ) -> None:
        stub.server.limits.is_on = True
        channel = client.text(general)
        took = await seconds(asyncio.gather(*(channel.send(str(number)) for number in range(6))))
        assert 4.5 < took < 6.5
        assert len(guild.messages(general)) == 6
        # discord.py waited by the headers, and was never refused.
        assert stub.server.refusals() == []

    async def test_reactions_are_slower(
        self, stub: Stub, client: Bare, guild: GuildActor, general: int
    ) -> None:
        stub.server.limits.is_on = True
        ann = guild.member("Ann")
        sent = [await ann.send(general, str(number)) for number in range(4)]
        partial = [client.text(general).get_partial_message(one.id) for one in sent]
        took = await seconds(asyncio.gather(*(one.add_reaction("✅") for one in partial)))
        assert 0.7 < took < 2.0
        assert stub.server.refusals() == []

    async def test_whoever_ignores_the_headers_is_refused(
        self, stub: Stub, client: Bare, general: int
    ) -> None:
        stub.server.limits.is_on = True
        stub.server.expect(429)
        headers = {"Authorization": f"Bot {stub.token}"}
        url = f"{stub.url}/channels/{general}/messages"
        async with aiohttp.ClientSession(headers=headers) as session:
            for _ in range(5):
                async with session.post(url, json={"content": "x"}) as response:
                    assert response.status == 200
            async with session.post(url, json={"content": "x"}) as response:
                assert response.status == 429
                assert response.headers["Via"]
                assert response.headers["X-RateLimit-Scope"] == "user"
                body = await response.json()
        assert 0 < body["retry_after"] <= 5
        assert body["global"] is False
        assert stub.server.invalid() == 1

    async def test_all_together_are_limited_too(self, stub: Stub, client: Bare, general: int) -> None:
        stub.server.limits.is_on = True
        stub.server.expect(429)
        headers = {"Authorization": f"Bot {stub.token}"}
        scopes = set()
        async with aiohttp.ClientSession(headers=headers) as session:
            for number in range(60):
                path = ("/users/@me", "/gateway/bot", f"/channels/{general}")[number % 3]
                async with session.get(stub.url + path) as response:
                    scopes.add(response.headers.get("X-RateLimit-Scope"))
        assert scopes == {None, "global"}

    async def test_names_are_changed_seldom(self, stub: Stub, client: Bare, general: int) -> None:
        stub.server.limits.is_on = True
        stub.server.expect(429)
        headers = {"Authorization": f"Bot {stub.token}"}
        statuses = []
        wait = 0.0
        async with aiohttp.ClientSession(headers=headers) as session:
            for number in range(3):
                body = {"name": f"general-{number}"}
                async with session.patch(f"{stub.url}/channels/{general}", json=body) as response:
                    statuses.append(response.status)
                    wait = float(response.headers.get("Retry-After", 0))
        assert statuses == [200, 200, 429]
        assert wait > 500


class TestFaults:
    async def test_a_server_error_is_tried_again(
        self, stub: Stub, client: Bare, guild: GuildActor, general: int
    ) -> None:
        stub.server.faults.next("POST", MESSAGES, Fault.STATUS, status=502)
        await client.text(general).send("Through", nonce="n")
        assert [one.status for one in stub.server.sent("POST", MESSAGES)] == [502, 200]
        assert len(guild.messages(general)) == 1

    async def test_unavailable_is_not(
        self, stub: Stub, client: Bare, guild: GuildActor, general: int
    ) -> None:
        stub.server.faults.next("POST", MESSAGES, Fault.STATUS, status=503)
        with pytest.raises(discord.DiscordServerError):
            await client.text(general).send("x")
        assert guild.messages(general) == []

    async def test_a_rate_limit_that_nobody_foresaw(self, stub: Stub, client: Bare, general: int) -> None:
        stub.server.faults.next("POST", MESSAGES, Fault.STATUS, status=429, retry_after=0.3)
        assert await seconds(client.text(general).send("x")) > 0.3

    async def test_a_code_of_ones_choice(self, stub: Stub, client: Bare, general: int) -> None:
        stub.server.faults.next("POST", MESSAGES, Fault.STATUS, status=403, code=50013)
        with pytest.raises(discord.Forbidden) as caught:
            await client.text(general).send("x")
        assert caught.value.code == 50013
        await client.text(general).send("x")

    @pytest.mark.parametrize(
        ("fault", "arrived"), [(Fault.RESET, 0), (Fault.RESET_AFTER, 1)], ids=["before", "after"]
    )
    async def test_the_connection_is_cut(
        self, *, stub: Stub, client: Bare, guild: GuildActor, general: int, fault: Fault, arrived: int
    ) -> None:
        stub.server.faults.next("POST", MESSAGES, fault)
        with pytest.raises((OSError, aiohttp.ClientError)):
            await client.text(general).send("x", nonce="n")
        assert len(guild.messages(general)) == arrived
        await client.text(general).send("x", nonce="n")
        assert len(guild.messages(general)) == 1

    @pytest.mark.parametrize(
        ("fault", "arrived"), [(Fault.HANG, 0), (Fault.HANG_AFTER, 1)], ids=["before", "after"]
    )
    async def test_no_answer_comes(
        self, *, stub: Stub, client: Bare, guild: GuildActor, general: int, fault: Fault, arrived: int
    ) -> None:
        stub.server.faults.next("POST", MESSAGES, fault)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await client.text(general).send("x")
        assert len(guild.messages(general)) == arrived

    async def test_it_took_effect_but_says_otherwise(
        self, stub: Stub, client: Bare, guild: GuildActor, general: int
    ) -> None:
        stub.server.faults.next("POST", MESSAGES, Fault.LOST_AFTER, status=502)
        await client.text(general).send("Once")
        # discord.py sends it again, under the nonce that it gives each message.
        assert [one.status for one in stub.server.sent("POST", MESSAGES)] == [200, 200]
        assert len(guild.messages(general)) == 1
        # A post in a forum has none.
        articles = guild.forum("articles")
        await stub.gateway.until(lambda: client.get_channel(articles))
        stub.server.faults.next("POST", r"/threads$", Fault.LOST_AFTER, status=502)
        await client.forum(articles).create_thread(name="Twice", content="x")
        assert len(guild.threads(articles)) == 2

    async def test_faults_last_as_long_as_they_are_told_to(
        self, stub: Stub, client: Bare, general: int
    ) -> None:
        stub.server.faults.next("*", r".", Fault.STATUS, status=503, times=2)
        for _ in range(2):
            with pytest.raises(discord.DiscordServerError):
                await client.fetch_channel(general)
        await client.fetch_channel(general)
        assert stub.server.faults.struck == 2
