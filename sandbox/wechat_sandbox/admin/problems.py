"""How the admin API says no."""

import ipaddress
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wechat_sandbox.accounts import AccountError
from wechat_sandbox.faults import FaultError
from wechat_sandbox.registry import ActError
from wechat_sandbox.settings import SettingError

LARGEST_BODY = 1_000_000
Endpoint = Callable[[Request], Awaitable[Response]]

_CODES = {
    AccountError: "bad_account",
    FaultError: "bad_fault",
    SettingError: "bad_setting",
    ActError: "cannot_act",
}


class AdminError(Exception):
    """Something the caller can mend."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail


def guarded(endpoint: Endpoint) -> Endpoint:
    """Answer only to this machine, and turn refusals into problem documents."""

    async def answer(request: Request) -> Response:
        try:
            _only_from_here(request)
            return await endpoint(request)
        except AdminError as problem:
            return _problem(problem.status, problem.code, problem.detail)
        except tuple(_CODES) as refusal:
            return _problem(422, _CODES[type(refusal)], str(refusal))

    return answer


async def body_of(request: Request) -> dict[str, Any]:
    """Read a JSON object from the request."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        # Another site's page in a browser cannot send this type without asking first.
        raise AdminError(415, "json_needed", "send application/json")
    raw = await request.body()
    if len(raw) > LARGEST_BODY:
        raise AdminError(413, "too_large", f"at most {LARGEST_BODY} bytes")
    try:
        body = json.loads(raw or b"{}")
        # Half a character, written as an escape, is JSON but no text that could be kept.
        json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise AdminError(400, "not_json", "the body is not JSON") from error
    if not isinstance(body, dict):
        raise AdminError(400, "not_json", "the body is a JSON object")
    return body


def whole(query: Mapping[str, str], name: str, default: int, least: int = 0, most: int = 2**62) -> int:
    """Read a whole number from the query."""
    text = query.get(name, str(default))
    if not text.isascii() or not text.isdigit() or len(text) > 19 or not least <= int(text) <= most:
        raise AdminError(422, "bad_query", f"{name} is a whole number of {least} to {most}")
    return int(text)


def _only_from_here(request: Request) -> None:
    """Refuse other machines, and other sites' pages in a browser of this one."""
    client = request.client.host if request.client else ""
    asked = "//" + request.headers.get("host", "")
    if not (_local(client) and _local(_host(asked)) and _local(_host(request.headers.get("origin", asked)))):
        raise AdminError(403, "local_only", "the admin API is for this machine only")


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _local(name: str) -> bool:
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _problem(status: int, code: str, detail: str) -> Response:
    body = {"type": "about:blank", "status": status, "code": code, "detail": detail}
    return JSONResponse(body, status, media_type="application/problem+json")
