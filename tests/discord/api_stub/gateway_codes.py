"""The numbers of Discord's gateway: operations and close codes, and what those mean for a session."""

from enum import IntEnum, unique


@unique
class Op(IntEnum):
    """What a gateway payload is about."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    VOICE_STATE = 4
    RESUME = 6
    RECONNECT = 7
    REQUEST_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11
    REQUEST_SOUNDS = 31


@unique
class Close(IntEnum):
    """Why the gateway ends a connection."""

    NORMAL = 1000
    GOING_AWAY = 1001
    UNKNOWN_ERROR = 4000
    UNKNOWN_OPERATION = 4001
    NOT_DECODED = 4002
    NOT_AUTHENTICATED = 4003
    WRONG_TOKEN = 4004
    ALREADY_AUTHENTICATED = 4005
    INVALID_SEQUENCE = 4007
    TOO_MANY_SENDS = 4008
    TIMED_OUT = 4009
    INVALID_SHARD = 4010
    SHARDING_REQUIRED = 4011
    INVALID_VERSION = 4012
    INVALID_INTENTS = 4013
    DISALLOWED_INTENTS = 4014


# A client that closes with one of these says that it does not want to come back.
CLIENT_ENDS_SESSION = frozenset({Close.NORMAL, Close.GOING_AWAY})
# After one of these from the server there is nothing to resume.
SERVER_ENDS_SESSION = frozenset(
    {
        Close.NOT_AUTHENTICATED,
        Close.WRONG_TOKEN,
        Close.INVALID_SEQUENCE,
        Close.TIMED_OUT,
        Close.INVALID_SHARD,
        Close.SHARDING_REQUIRED,
        Close.INVALID_VERSION,
        Close.INVALID_INTENTS,
        Close.DISALLOWED_INTENTS,
    }
)
