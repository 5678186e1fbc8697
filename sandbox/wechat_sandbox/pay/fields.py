"""Reading the fields of WeChat Pay's requests, and writing its times."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from wechat_sandbox.clock import CHINA, china_date
from wechat_sandbox.errors.pay import PayError
from wechat_sandbox.registry import Call, Json

MOST_FEN = 10_000_000_000
_SECONDS_FROM, _SECONDS_TO = 0, 32_503_680_000


def text(given: Mapping[str, Any], name: str, longest: int, shortest: int = 1, pattern: str = "") -> str:
    """Read a text that must be there."""
    value = given.get(name)
    if not isinstance(value, str) or not shortest <= len(value) <= longest:
        raise PayError("PARAM_ERROR", f"{name} is a text of {shortest} to {longest} characters", name)
    if pattern and not re.fullmatch(pattern, value):
        raise PayError("PARAM_ERROR", f"{name} holds a character that it must not", name)
    return value


def some_text(given: Mapping[str, Any], name: str, longest: int) -> str:
    """Read a text that may be missing."""
    return text(given, name, longest, shortest=0) if given.get(name) is not None else ""


def whole(given: Mapping[str, Any], name: str, least: int = 0, most: int = MOST_FEN, default: int | None = None) -> int:
    """Read a whole number, written as one."""
    value = given.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise PayError("PARAM_ERROR", f"{name} is a whole number of {least} to {most}", name)
    return value


def flag(given: Mapping[str, Any], name: str, default: bool = False) -> bool:
    """Read true or false."""
    value = given.get(name, default)
    if not isinstance(value, bool):
        raise PayError("PARAM_ERROR", f"{name} is true or false", name)
    return value


def part(given: Mapping[str, Any], name: str) -> Json:
    """Read an object that must be there."""
    value = given.get(name)
    if not isinstance(value, dict):
        raise PayError("PARAM_ERROR", f"{name} is an object", name)
    return value


def some_part(given: Mapping[str, Any], name: str) -> Json:
    """Read an object that may be missing."""
    return part(given, name) if given.get(name) is not None else {}


def parts(given: Mapping[str, Any], name: str, most: int, least: int = 0) -> list[Json]:
    """Read a list of objects."""
    value = given.get(name, [])
    if not isinstance(value, list) or not least <= len(value) <= most or not all(isinstance(one, dict) for one in value):
        raise PayError("PARAM_ERROR", f"{name} is a list of {least} to {most} objects", name)
    return value


def texts(given: Mapping[str, Any], name: str, most: int) -> list[str]:
    """Read a list of texts that may be missing."""
    value = given.get(name, [])
    if not isinstance(value, list) or len(value) > most or not all(isinstance(one, str) for one in value):
        raise PayError("PARAM_ERROR", f"{name} is a list of at most {most} texts", name)
    return value


def one_of(given: Mapping[str, Any], name: str, allowed: tuple[str, ...], default: str | None = None) -> str:
    """Read a word that must be one of several."""
    value = given.get(name, default)
    if value not in allowed:
        raise PayError("PARAM_ERROR", f"{name} is one of {', '.join(allowed)}", name)
    return str(value)


def moment(given: Mapping[str, Any], name: str) -> float:
    """Read a time in RFC 3339 with its zone."""
    value = given.get(name)
    try:
        read = datetime.fromisoformat(str(value))
        seconds = read.timestamp() if read.tzinfo is not None else -1.0
    except (ValueError, OverflowError):
        seconds = -1.0
    if not isinstance(value, str) or not _SECONDS_FROM <= seconds <= _SECONDS_TO:
        raise PayError("PARAM_ERROR", f"{name} is a time as 2026-01-01T10:00:00+08:00", name)
    return seconds


def day(given: Mapping[str, Any], name: str) -> datetime:
    """Read a date and return its first moment in China."""
    value = given.get(name)
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return datetime.fromisoformat(value).replace(tzinfo=CHINA)
        except ValueError:
            pass
    raise PayError("PARAM_ERROR", f"{name} is a date as 2026-01-01", name)


def counted(given: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    """Read a whole number from the query."""
    value = given.get(name, str(default))
    if not value.isascii() or not value.isdigit() or len(value) > 12 or not least <= int(value) <= most:
        raise PayError("PARAM_ERROR", f"{name} is a number of {least} to {most}", name)
    return int(value)


def notify_url(call: Call, given: Mapping[str, Any], name: str = "notify_url") -> str:
    """Read where a notification goes."""
    url = text(given, name, 255)
    allowed = ("https", "http") if call.world.settings.pay_notify_http else ("https",)
    try:
        pieces = urlsplit(url)
        good = pieces.scheme in allowed and bool(pieces.hostname) and not pieces.query and pieces.port != 0
    except ValueError:
        good = False
    if not good:
        raise PayError("PARAM_ERROR", f"{name} is an https address without a query", name)
    return url


def fingerprint(given: Json) -> str:
    """Write a request so that two with the same content are the same text."""
    return json.dumps(given, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def written(seconds: float) -> str:
    """Write a time as Pay does: in China, to the second."""
    return china_date(int(seconds)).isoformat()


def written_finely(seconds: float) -> str:
    """Write a time as the marketing and transfer APIs do: in China, with milliseconds."""
    return china_date(seconds).isoformat(timespec="milliseconds")


def here(call: Call) -> str:
    """Return the address of the Pay host as this caller reaches it."""
    host = call.incoming.headers.get("host", "")
    return f"https://{call.incoming.host}" if host == call.incoming.host else f"http://{host}/{call.incoming.host}"
