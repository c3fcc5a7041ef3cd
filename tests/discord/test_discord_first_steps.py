"""The bot comes into a server: the first message, the commands, help."""

from api_stub.stub import Stub
from running import Running


async def test_a_server_is_greeted_once_in_its_language(stub: Stub, bot: Running) -> None:
    guild = stub.guild("Le Phare", locale="fr")
    general = guild.text("général")
    ann = guild.member("Ann", locale="fr", manage_guild=True)

    guild.invite_bot()
    await stub.gateway.until(lambda: guild.messages(general))

    assert "Bonjour" in ann.reads(general)
    await bot.stop()
    await bot.start()
    assert len(guild.messages(general)) == 1


async def test_commands_are_registered_once(stub: Stub, bot: Running) -> None:
    assert stub.commands.syncs == 1
    await bot.stop()
    await bot.start()
    assert stub.commands.syncs == 1


async def test_help_is_private_and_in_ones_own_language(stub: Stub, bot: Running) -> None:
    guild = stub.guild("The Lighthouse")
    general = guild.text("general")
    guild.invite_bot()
    zoe = guild.member("Zoé", locale="fr")

    answer = await zoe.run("aide", channel=general)

    assert answer.is_private
    assert "/fait" in answer.text
    assert "/discussion" not in answer.text
