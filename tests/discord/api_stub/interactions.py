"""Interactions: what a person does, and the one answer that Discord takes for it."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from secrets import token_hex
from time import monotonic
from typing import Any

from api_stub.errors import ApiError, invalid_form, unknown
from api_stub.places import Places
from api_stub.rest_messages import EPHEMERAL, MessageRoutes
from api_stub.server import Request, Server
from api_stub.validate import check_message, many, required
from api_stub.validate_forms import check_modal
from api_stub.world import COMMAND_ANSWER, DEFAULT, MENU_ANSWER, REPLY, Message, Payload, World, snowflake

COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
SAY, THINK, LATER, UPDATE, SUGGEST, FORM = 4, 5, 6, 7, 8, 9
DEADLINE = 3.0
LIFE = 900.0
LOADING = 1 << 7
INTEGER, NUMBER = 4, 10


@dataclass(slots=True, kw_only=True, eq=False)
class Interaction:
    """One thing that a person did, and what came of it."""

    id: int
    token: str
    kind: int
    user: int
    channel: int
    guild: int
    source: Message | None  # the message that was clicked
    asked_at: float
    deadline: float
    life: float
    data: Payload = field(default_factory=dict)
    acknowledged_at: float | None = None
    answer: int | None = None  # Discord's callback type
    original: Message | None = None
    modal: Payload | None = None
    suggestions: list[Payload] | None = None
    is_thinking: bool = False
    is_private: bool = False
    follow_ups: list[Message] = field(default_factory=list)
    acknowledged: asyncio.Event = field(default_factory=asyncio.Event)
    done: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_late(self) -> bool:
        """Whether Discord has given it up."""
        age = monotonic() - self.asked_at
        return age > (self.deadline if self.answer is None else self.life)

    @property
    def summary(self) -> str:
        """What it is, for the message of a test that fails."""
        what = self.data.get("name") or self.data.get("custom_id")
        return f"interaction {self.id} of kind {self.kind}, {what!r}, answered with {self.answer}"

    @property
    def suggests(self) -> int | None:
        """The type of the option that is being typed."""
        return next((one["type"] for one in _leaves(self.data) if one.get("focused")), None)

    def metadata(self, user: Payload) -> Payload:
        """Return what the message that answers says of this, done by *user*."""
        more: Payload = {}
        if self.kind == COMMAND:
            more = {"name": self.data.get("name", ""), "command_type": self.data.get("type", 1)}
            if "target_id" in self.data:
                more["target_message_id"] = self.data["target_id"]
        elif self.source is not None:
            more = {"interacted_message_id": str(self.source.id)}
        owners = {"0": str(self.guild)}
        base = {"id": str(self.id), "type": self.kind, "authorizing_integration_owners": owners}
        return {**base, "user": user, **more}


class InteractionRoutes:
    """The routes by which the bot answers."""

    def __init__(self, places: Places, server: Server, messages: MessageRoutes) -> None:
        self._places = places
        self._messages = messages
        self.world: World = places.world
        self.all: dict[int, Interaction] = {}
        # In seconds; shorter ones for tests that let them pass.
        self.deadline = DEADLINE
        self.life = LIFE
        self._by_token: dict[str, Interaction] = {}
        server.route("POST", "/interactions/{}/{}/callback", self.callback, needs_token=False)
        server.route("POST", "/webhooks/{}/{}", self.follow_up, needs_token=False)
        for template in ("/webhooks/{}/{}/messages/@original", "/webhooks/{}/{}/messages/{}"):
            server.route("GET", template, self.get, needs_token=False)
            server.route("PATCH", template, self.edit, needs_token=False)
            server.route("DELETE", template, self.delete, needs_token=False)

    def begin(
        self,
        *,
        kind: int,
        user: int,
        channel: int,
        guild: int,
        source: Message | None,
        data: Payload | None = None,
    ) -> Interaction:
        """Note that *user* did something."""
        interaction = Interaction(
            id=snowflake(),
            token=token_hex(40),
            kind=kind,
            user=user,
            channel=channel,
            guild=guild,
            source=source,
            asked_at=monotonic(),
            deadline=self.deadline,
            life=self.life,
            data=data or {},
        )
        self.all[interaction.id] = interaction
        self._by_token[interaction.token] = interaction
        return interaction

    async def callback(self, request: Request) -> tuple[int, Any]:
        """``POST /interactions/{}/{}/callback``."""
        interaction = self.all.get(int(request.ids[0]))
        if interaction is None or interaction.token != request.ids[1] or interaction.is_late:
            raise unknown("Interaction")
        if interaction.answer is not None:
            raise ApiError(400, 40060, "Interaction has already been acknowledged.")
        kind, data = request.body["type"], request.body.get("data") or {}
        self._check(interaction, kind)
        if kind == FORM:
            check_modal(data)
            interaction.modal = data
        elif kind == SUGGEST:
            interaction.suggestions = _suggestions(data, kind=interaction.suggests)
        elif kind in {SAY, THINK}:
            self._say(interaction, data, request, is_thinking=kind == THINK)
        elif kind == UPDATE and interaction.source is not None:
            self._change(interaction.source, data, request)
            interaction.original = interaction.source
        elif kind == LATER:
            interaction.original = interaction.source
            interaction.is_thinking = True
        interaction.answer = kind
        interaction.acknowledged_at = monotonic()
        interaction.acknowledged.set()
        if kind not in {THINK, LATER}:
            interaction.done.set()
        wants_body = request.query.get("with_response", "").lower() in {"1", "true"}
        return (200, self._body(interaction)) if wants_body else (204, None)

    def _check(self, interaction: Interaction, kind: int) -> None:
        allowed = {
            COMMAND: {SAY, THINK, FORM},
            COMPONENT: {SAY, THINK, LATER, UPDATE, FORM},
            AUTOCOMPLETE: {SUGGEST},
            SUBMIT: {SAY, THINK, LATER, UPDATE} if interaction.source is not None else {SAY, THINK},
        }
        if kind not in allowed[interaction.kind]:
            raise invalid_form("type", "BASE_TYPE_CHOICES", f"Does not fit interaction {interaction.kind}.")

    def _say(self, interaction: Interaction, data: Payload, request: Request, *, is_thinking: bool) -> None:
        if not is_thinking:
            check_message(data, has_files=bool(request.files))
        message = self._post(interaction, data, request)
        interaction.is_private = message.seen_by is not None
        interaction.original = message
        interaction.is_thinking = is_thinking
        message.flags |= LOADING if is_thinking else 0

    def _post(self, interaction: Interaction, data: Payload, request: Request) -> Message:
        kinds = {COMMAND: MENU_ANSWER if "target_id" in interaction.data else COMMAND_ANSWER}
        is_private = bool(int(data.get("flags") or 0) & EPHEMERAL)
        message = self._messages.make(
            interaction.channel,
            {name: value for name, value in data.items() if name != "message_reference"},
            files=request.files,
            author=self.world.bot,
            kind=kinds.get(interaction.kind, REPLY if interaction.source is not None else DEFAULT),
            seen_by=interaction.user if is_private else None,
        )
        if interaction.kind != COMMAND and interaction.source is not None:
            message.reference = interaction.source.id
        message.interaction = interaction.metadata(self.world.users[interaction.user])
        if not is_private:
            self._places.told("MESSAGE_CREATE", message)
        return message

    def _change(self, message: Message, data: Payload, request: Request) -> None:
        if message.id not in self.world.messages.get(message.channel, {}):
            raise unknown("Message")
        self._messages.change(message, data, files=request.files)
        message.flags &= ~LOADING
        if message.seen_by is None:
            self._places.told("MESSAGE_UPDATE", message)

    def _body(self, interaction: Interaction) -> Payload:
        body: Payload = {
            "interaction": {
                "id": str(interaction.id),
                "type": interaction.kind,
                "response_message_loading": interaction.is_thinking,
                "response_message_ephemeral": interaction.is_private,
            }
        }
        if interaction.original is not None:
            body["interaction"]["response_message_id"] = str(interaction.original.id)
            message = self.world.message_payload(interaction.original)
            body["resource"] = {"type": interaction.answer, "message": message}
        return body

    def _live(self, request: Request) -> Interaction:
        interaction = self._by_token.get(request.ids[1])
        if interaction is None or interaction.answer is None:
            raise unknown("Webhook")
        if interaction.is_late:
            raise ApiError(401, 50027, "Invalid Webhook Token")
        return interaction

    async def follow_up(self, request: Request) -> tuple[int, Any]:
        """``POST /webhooks/{}/{}``."""
        interaction = self._live(request)
        data = request.body or {}
        check_message(data, has_files=bool(request.files))
        if interaction.original is not None and interaction.original.flags & LOADING:
            # The first follow-up takes the place of the message that says it is being waited for.
            message = interaction.original
            self._change(message, data, request)
            self._is_done(interaction)
        else:
            message = self._post(interaction, data, request)
            interaction.follow_ups.append(message)
        return 200, self.world.message_payload(message)

    async def get(self, request: Request) -> tuple[int, Any]:
        """``GET /webhooks/{}/{}/messages/{}``."""
        return 200, self.world.message_payload(self._answer(request))

    async def edit(self, request: Request) -> tuple[int, Any]:
        """``PATCH /webhooks/{}/{}/messages/{}``."""
        message = self._answer(request)
        self._change(message, request.body or {}, request)
        interaction = self._live(request)
        if message is interaction.original:
            self._is_done(interaction)
        return 200, self.world.message_payload(message)

    async def delete(self, request: Request) -> tuple[int, Any]:
        """``DELETE /webhooks/{}/{}/messages/{}``."""
        message = self._answer(request)
        if message.seen_by is None:
            self._places.remove(message)
        else:
            del self.world.messages[message.channel][message.id]
        self._is_done(self._live(request))
        return 204, None

    def _answer(self, request: Request) -> Message:
        """Return the message of ours that the path names. Raises ApiError."""
        interaction = self._live(request)
        ours = [one for one in (interaction.original, *interaction.follow_ups) if one is not None]
        wanted = request.ids[2] if len(request.ids) > 2 else None
        for message in ours if wanted is not None else ours[:1] if interaction.original else []:
            is_there = message.id in self.world.messages.get(message.channel, {})
            if is_there and wanted in {None, str(message.id)}:
                return message
        raise unknown("Message")

    def _is_done(self, interaction: Interaction) -> None:
        interaction.is_thinking = False
        interaction.done.set()


def _suggestions(data: Payload, *, kind: int | None) -> list[Payload]:
    choices: list[Payload] = data.get("choices") or []
    many("data.choices", choices, 25)
    types: dict[int | None, type | tuple[type, ...]] = {INTEGER: int, NUMBER: (int, float)}
    for number, choice in enumerate(choices):
        path = f"data.choices.{number}"
        required(f"{path}.name", choice["name"], 100)
        required(f"{path}.value", str(choice["value"]), 100)
        if not isinstance(choice["value"], types.get(kind, str)):
            raise invalid_form(f"{path}.value", "BASE_TYPE_BAD_TYPE", "Not a value for this option.")
    return choices


def _leaves(data: Payload) -> Iterator[Payload]:
    """Yield the options that have values."""
    for option in data.get("options") or []:
        if "options" in option:
            yield from _leaves(option)
        else:
            yield option
