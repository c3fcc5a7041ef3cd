"""The conversation on one connection: what the gateway answers to each operation of a client."""

import json
from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any

from aiohttp import WSMessage, WSMsgType, web

from api_stub.gateway_codes import CLIENT_ENDS_SESSION, SERVER_ENDS_SESSION, Close, Op
from api_stub.gateway_connection import Connection, close_code_of
from api_stub.gateway_identify import is_token, refusal, shard_of
from api_stub.gateway_intents import INTENTS
from api_stub.gateway_members import member_chunks
from api_stub.gateway_session import Resume, Session
from api_stub.gateway_state import GatewayState

API_VERSION = 10
LONGEST_PAYLOAD = 4096
# Discord does not say how late a heartbeat may be; a client that misses two is surely gone.
MISSED_HEARTBEATS = 2
_ENDED = {WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR}


class Conversation:
    """Greets a client, then answers it until one side ends the connection."""

    def __init__(self, state: GatewayState, connection: Connection) -> None:
        self._state = state
        self._connection = connection
        self._answers: dict[int, Callable[[Any], None]] = {
            Op.HEARTBEAT: self._heartbeat,
            Op.IDENTIFY: self._identify,
            Op.PRESENCE: self._presence,
            Op.VOICE_STATE: self._ignore,
            Op.RESUME: self._resume,
            Op.REQUEST_MEMBERS: self._request_members,
            Op.REQUEST_SOUNDS: self._ignore,
        }

    async def hold(self, websocket: web.WebSocketResponse) -> None:
        """Hold the conversation on *websocket*, to its end."""
        hello = {"heartbeat_interval": int(self._state.heartbeat_interval * 1000), "_trace": []}
        self._connection.send({"t": None, "s": None, "op": Op.HELLO, "d": hello})
        heard_at = monotonic()
        patience = self._state.heartbeat_interval * MISSED_HEARTBEATS
        while True:
            try:
                message = await websocket.receive(timeout=max(0.01, heard_at + patience - monotonic()))
            except TimeoutError:
                self._connection.close(Close.TIMED_OUT)
                break
            if message.type in _ENDED:
                if message.type is WSMsgType.CLOSE:
                    self._connection.client_close = close_code_of(message.data)
                break
            heard_at = monotonic()
            self._answer(message)
            if self._connection.server_close is not None:
                # Nothing more is read, or the client would be cut off before it has taken in the code.
                break
        await self._connection.closed()
        self._leave()

    def _leave(self) -> None:
        connection = self._connection
        connection.end()
        if connection.client_close is not None:
            self._state.closes.append(connection.client_close)
        session = self._state.sessions.get(connection.session_id or "")
        if session is None or session.connection is not connection:
            return
        session.leave()
        is_over = connection.server_close in SERVER_ENDS_SESSION
        if is_over or (connection.server_close is None and connection.client_close in CLIENT_ENDS_SESSION):
            self._state.forget_session(session.id)

    def _answer(self, message: WSMessage) -> None:
        if self._connection.server_close is not None:
            return
        if self._connection.exceeds_rate():
            self._refuse(Close.TOO_MANY_SENDS)
            return
        payload = _decoded(message)
        if payload is None:
            self._refuse(Close.NOT_DECODED)
            return
        answer = self._answers.get(payload["op"])
        if answer is None:
            self._refuse(Close.UNKNOWN_OPERATION)
        elif self._session is None and payload["op"] not in {Op.HEARTBEAT, Op.IDENTIFY, Op.RESUME}:
            self._refuse(Close.NOT_AUTHENTICATED)
        else:
            answer(payload.get("d"))

    @property
    def _session(self) -> Session | None:
        return self._state.sessions.get(self._connection.session_id or "")

    def _refuse(self, code: Close) -> None:
        self._state.refused.append(code)
        self._connection.close(code)

    def _heartbeat(self, _sequence: object) -> None:
        self._state.heartbeats += 1
        if self._state.acks:
            self._connection.send({"t": None, "s": None, "op": Op.HEARTBEAT_ACK, "d": None})

    def _ignore(self, _data: object) -> None:
        """Accept what the stub has no use for: voice and sounds."""

    def _presence(self, data: object) -> None:
        session = self._session
        if session is not None and isinstance(data, dict):
            self._state.presences[session.shard[0]] = data

    def _identify(self, data: object) -> None:
        if not isinstance(data, Mapping):
            self._refuse(Close.NOT_DECODED)
            return
        state = self._state
        state.identifies.append({key: value for key, value in data.items() if key != "token"})
        code = Close.ALREADY_AUTHENTICATED if self._session is not None else refusal(state, data)
        shard = shard_of(data)
        if code is not None or shard is None:
            self._refuse(code or Close.INVALID_SHARD)
        elif not state.may_identify(shard[0]):
            self._invalid_session()
        else:
            session = state.open_session(self._connection, intents=data["intents"], shard=shard)
            if isinstance(data.get("presence"), dict):
                state.presences[shard[0]] = data["presence"]
            self._welcome(session)

    def _welcome(self, session: Session) -> None:
        state = self._state
        guilds = [guild for guild in state.world.ready_guilds() if session.covers(int(guild["id"]))]
        application = state.world.application_payload()
        ready = {
            "v": API_VERSION,
            "user": state.world.bot_user_payload(),
            "guilds": [{"id": str(guild["id"]), "unavailable": True} for guild in guilds],
            "private_channels": [],
            "session_id": session.id,
            "resume_gateway_url": self._connection.url,
            "shard": list(session.shard),
            "application": {"id": application["id"], "flags": application.get("flags", 0)},
            "_trace": [],
        }
        session.emit("READY", json.dumps(ready))
        if not session.intents & INTENTS["guilds"]:
            return
        for guild in guilds:
            if int(guild["id"]) not in state.unavailable_guilds:
                payload = state.fitted("GUILD_CREATE", {**guild, "unavailable": False}, session=session)
                session.emit("GUILD_CREATE", json.dumps(payload))

    def _resume(self, data: object) -> None:
        if self._session is not None:
            self._refuse(Close.ALREADY_AUTHENTICATED)
        elif not isinstance(data, Mapping) or not isinstance(data.get("seq"), int):
            # discord.py asks so after a connection that ended before READY.
            self._invalid_session()
        elif not is_token(self._state, data.get("token")):
            self._refuse(Close.WRONG_TOKEN)
        else:
            self._take_up(str(data.get("session_id")), data["seq"])

    def _take_up(self, session_id: str, sequence: int) -> None:
        state = self._state
        session = state.sessions.get(session_id)
        if session is not None and sequence > session.sequence:
            state.forget_session(session_id)
            self._refuse(Close.INVALID_SEQUENCE)
            return
        missed = None if session is None or session.is_expired else session.missed(sequence)
        is_accepted = session is not None and missed is not None
        state.resumes.append(
            Resume(session=session_id, sequence=sequence, is_accepted=is_accepted, replayed=len(missed or ()))
        )
        if session is None or missed is None:
            state.forget_session(session_id)
            self._invalid_session()
            return
        session.join(self._connection)
        for text in missed:
            self._connection.send_text(text)
        session.emit("RESUMED", '{"_trace":[]}')

    def _invalid_session(self) -> None:
        self._connection.send({"t": None, "s": None, "op": Op.INVALID_SESSION, "d": False})

    def _request_members(self, data: object) -> None:
        session = self._session
        if session is None or not isinstance(data, Mapping):
            return
        guilds = {str(guild["id"]): guild for guild in self._state.world.ready_guilds()}
        guild = guilds.get(str(data.get("guild_id")))
        if guild is None or not session.covers(int(guild["id"])):
            return
        sees_members = bool(session.intents & INTENTS["members"])
        for chunk in member_chunks(guild, data, sees_members=sees_members):
            session.emit("GUILD_MEMBERS_CHUNK", json.dumps(chunk))


def _decoded(message: WSMessage) -> Mapping[str, Any] | None:
    if message.type is not WSMsgType.TEXT or len(message.data) > LONGEST_PAYLOAD:
        return None
    try:
        payload = json.loads(message.data)
    except ValueError:
        return None
    return payload if isinstance(payload, dict) and isinstance(payload.get("op"), int) else None


async def hold_conversation(
    state: GatewayState, connection: Connection, websocket: web.WebSocketResponse
) -> None:
    """Serve *websocket* until it ends, and keep the list of open connections."""
    state.connections.append(connection)
    try:
        await Conversation(state, connection).hold(websocket)
    finally:
        connection.end()
        state.connections.remove(connection)
