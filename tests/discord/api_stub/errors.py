"""Discord's refusals: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json"""

from typing import Any


class ApiError(Exception):
    """A refusal with Discord's code."""

    def __init__(self, status: int, code: int, message: str, *, errors: dict[str, Any] | None = None) -> None:
        super().__init__(f"{status} {code} {message} {errors or ''}")
        self.status = status
        self.body: dict[str, Any] = {"code": code, "message": message}
        if errors:
            self.body["errors"] = errors


def unknown(what: str) -> ApiError:
    """Return the refusal for a thing that is not there."""
    codes = {
        "Application": 10002,
        "Channel": 10003,
        "Guild": 10004,
        "Member": 10007,
        "Message": 10008,
        "Role": 10011,
        "User": 10013,
        "Emoji": 10014,
        "Webhook": 10015,
        "Interaction": 10062,
        "Guild Scheduled Event": 10070,
    }
    return ApiError(404, codes[what], f"Unknown {what}")


def missing_access() -> ApiError:
    """Return the refusal for a place that is out of sight."""
    return ApiError(403, 50001, "Missing Access")


def missing_permissions() -> ApiError:
    """Return the refusal for something that is not allowed."""
    return ApiError(403, 50013, "Missing Permissions")


def invalid_form(path: str, code: str, message: str) -> ApiError:
    """Return the refusal for a body whose field *path* is wrong."""
    errors: dict[str, Any] = {"_errors": [{"code": code, "message": message}]}
    for part in reversed(path.split(".")):
        errors = {part: errors}
    return ApiError(400, 50035, "Invalid Form Body", errors=errors)
