"""The door of Tencent Ads: access_token, timestamp and nonce in the query, an envelope around every answer.

What a GET carries in its query and a form in its fields reaches handlers as the JSON body of a POST does.
"""

import json
import time
from typing import Any

from wechat_sandbox.accounts import Account
from wechat_sandbox.ads import tokens
from wechat_sandbox.errors import ApiError, ads
from wechat_sandbox.gateway.forms import read_form
from wechat_sandbox.registry import Call, Endpoint, Incoming, Json, Reply, Upload
from wechat_sandbox.world import World

_NONCE = "ads nonce"
_LONGEST_NONCE = 32
_GLOBAL = ("access_token", "timestamp", "nonce")
_QUOTA = {45009: ads.DAY_SPENT, 45011: ads.TOO_OFTEN}


class AdsDoor:
    """Lets an application in by the token that an advertiser gave it."""

    def admit(self, world: World, endpoint: Endpoint, incoming: Incoming) -> Call:
        """Tell for which advertiser the call is and with what.

        Raises:
            ApiError: a wrong method, token, timestamp, nonce, body or account_id.
        """
        if incoming.method not in endpoint.methods:
            raise ApiError(ads.BAD_ARGUMENT, f"called with {endpoint.methods[0]}", 405)
        account = tokens.owner(world, incoming.query.get("access_token", ""))
        _check_freshness(world, account, incoming.query)
        body, files = _arguments(world, incoming)
        if str(body.get("account_id", "")) != account.app_id:
            raise ApiError(ads.NOT_FOUND, "account_id is the advertiser that gave the token")
        return Call(world, account, incoming.query, body, incoming, files)

    def success(self, call: Call, answer: Json | Reply) -> Reply:
        """Put the answer into the envelope."""
        return answer if isinstance(answer, Reply) else enveloped(0, "", "", answer)

    def refusal(self, world: World, incoming: Incoming, error: ApiError, rid: str) -> Reply:
        """Say what is wrong in both languages."""
        code = int(error.code) if isinstance(error.code, int) else ads.BUSY
        code = _QUOTA.get(code, code)
        english, chinese = ads.ADS_WORDS.get(code, ads.ADS_WORDS[ads.BAD_ARGUMENT])
        trace = f" trace_id: {rid}"
        return enveloped(code, english + trace, chinese + trace, None, error.status)


ADS_DOOR = AdsDoor()


def enveloped(code: int, message: str, message_cn: str, data: Json | None, status: int = 200) -> Reply:
    """Write the envelope; `data` is there only when the call succeeded."""
    envelope: Json = {"code": code, "message": message, "message_cn": message_cn}
    if data is not None:
        envelope["data"] = data
    return Reply(json.dumps(envelope, ensure_ascii=False).encode(), "application/json", status)


def _check_freshness(world: World, account: Account, query: dict[str, str]) -> None:
    stamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
    if not stamp or not nonce:
        raise ApiError(ads.MISSING_GLOBAL, "access_token, timestamp and nonce stand in the query")
    allowed = world.settings.ads_timestamp_wall_seconds
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12) or abs(time.time() - int(stamp)) > allowed:
        raise ApiError(ads.BAD_TIMESTAMP, f"timestamp is in seconds and at most {allowed} s off")
    if len(nonce) > _LONGEST_NONCE or world.codes.get(_NONCE, account.id, f"{account.id} {nonce}") is not None:
        raise ApiError(ads.NONCE_USED, f"nonce has at most {_LONGEST_NONCE} characters and serves once")
    world.codes.add(_NONCE, account.id, f"{account.id} {nonce}", 2.0 * allowed)


def _arguments(world: World, incoming: Incoming) -> tuple[Json, dict[str, Upload]]:
    if incoming.method == "GET":
        return {name: _value(text) for name, text in incoming.query.items() if name not in _GLOBAL}, {}
    if incoming.headers.get("content-type", "").startswith("multipart/form-data"):
        try:
            fields, files = read_form(incoming.raw, incoming.headers["content-type"])
        except ApiError as error:
            raise ApiError(ads.BAD_ARGUMENT, error.rule) from error
        return {name: _value(text) for name, text in fields.items()}, files
    if len(incoming.raw) > world.settings.largest_body_bytes:
        raise ApiError(ads.BAD_ARGUMENT, f"a body of at most {world.settings.largest_body_bytes} bytes", 413)
    try:
        body = json.loads(incoming.raw)
        # Halves of surrogate pairs can be written as JSON escapes, but never as UTF-8.
        json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise ApiError(ads.BAD_ARGUMENT, "the body is not JSON") from error
    if not isinstance(body, dict):
        raise ApiError(ads.BAD_ARGUMENT, "the body is a JSON object")
    return body, {}


def _value(text: str) -> Any:
    """Read an argument of a query or a form: a number, a JSON list or object, else the text itself."""
    if text.isascii() and text.isdigit() and len(text) <= 18:
        return int(text)
    if text.startswith(("[", "{")):
        try:
            value = json.loads(text)
            json.dumps(value, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            return text
        return value
    return text
