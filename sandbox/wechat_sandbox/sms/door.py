"""The SMS gateway's protocol.

A call carries four headers, `X-Sms-Key` (the sender's app_id), `X-Sms-Timestamp` (seconds, at most five minutes off),
`X-Sms-Nonce` (1 to 64 characters, never used twice) and `X-Sms-Signature`: the hexadecimal HMAC-SHA256 of

    METHOD \\n PATH?QUERY \\n TIMESTAMP \\n NONCE \\n BODY

(without the blanks) under the sender's secret. An answer is 200 with a JSON object; a refusal is 4xx with
`{"code": "A_WORD", "message": "…", "request_id": "…"}`. Receipts and replies are posted to the sender's callback_url with
the same headers, signed as `POST\\nPATH?QUERY\\n…` of that address, until an answer with status 2xx comes.
"""

import hmac
import json
import time
from hashlib import sha256

from wechat_sandbox.accounts import SMS_SENDER, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import Call, Endpoint, Incoming, Json, Reply
from wechat_sandbox.world import World

BAD_CALL, BAD_SIGNATURE, NOT_FOUND = "BAD_REQUEST", "BAD_SIGNATURE", "NOT_FOUND"
_NONCE = "sms nonce"
_QUOTA = {45009: "DAILY_QUOTA", 45011: "TOO_MANY_REQUESTS"}


def signature(secret: str, method: str, target: str, timestamp: str, nonce: str, body: bytes) -> str:
    """Sign a call or a notification."""
    signed = "\n".join((method, target, timestamp, nonce)).encode() + b"\n" + body
    return hmac.new(secret.encode(), signed, sha256).hexdigest()


class SmsDoor:
    """Lets a sender in by its signature."""

    def admit(self, world: World, endpoint: Endpoint, incoming: Incoming) -> Call:
        """Tell which sender calls and with what.

        Raises:
            ApiError: a wrong method, sender, time, nonce, signature or body.
        """
        if incoming.method not in endpoint.methods:
            raise ApiError("METHOD_NOT_ALLOWED", f"called with {' or '.join(endpoint.methods)}", 405)
        account = _sender(world, incoming)
        body = _body(world, incoming) if incoming.method == "POST" else {}
        return Call(world, account, incoming.query, body, incoming)

    def success(self, call: Call, answer: Json | Reply) -> Reply:
        """Write JSON."""
        return answer if isinstance(answer, Reply) else _json(answer, 200)

    def refusal(self, world: World, incoming: Incoming, error: ApiError, rid: str) -> Reply:
        """Write the word of the refusal; what is spent answers 429."""
        spent = isinstance(error.code, int) and error.code in _QUOTA
        code = _QUOTA[int(error.code)] if spent else str(error.code)
        status = 429 if spent else error.status if error.status >= 400 else 400
        return _json({"code": code, "message": error.rule, "request_id": rid}, status)


SMS_DOOR = SmsDoor()


def _json(answer: Json, status: int) -> Reply:
    return Reply(json.dumps(answer, ensure_ascii=False).encode(), "application/json", status)


def _sender(world: World, incoming: Incoming) -> Account:
    given = {name: incoming.headers.get(f"x-sms-{name}", "") for name in ("key", "timestamp", "nonce", "signature")}
    account = world.accounts.by_app_id(given["key"])
    if account is None or account.kind != SMS_SENDER:
        raise ApiError(BAD_SIGNATURE, "X-Sms-Key is no sender", 401)
    stamp, allowed = given["timestamp"], world.settings.sms_signature_wall_seconds
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12) or abs(time.time() - int(stamp)) > allowed:
        raise ApiError(BAD_SIGNATURE, f"X-Sms-Timestamp is in seconds and at most {allowed} s off", 401)
    expected = signature(account.secret, incoming.method, incoming.target, stamp, given["nonce"], incoming.raw)
    if not hmac.compare_digest(expected.encode(), given["signature"].encode()):
        raise ApiError(BAD_SIGNATURE, "X-Sms-Signature is another", 401)
    if not 1 <= len(given["nonce"]) <= 64 or world.codes.get(_NONCE, account.id, f"{account.id} {given['nonce']}"):
        raise ApiError(BAD_SIGNATURE, "X-Sms-Nonce is 1 to 64 characters and serves once", 401)
    world.codes.add(_NONCE, account.id, f"{account.id} {given['nonce']}", 2.0 * allowed)
    return account


def _body(world: World, incoming: Incoming) -> Json:
    if len(incoming.raw) > world.settings.largest_body_bytes:
        raise ApiError(BAD_CALL, f"a body of at most {world.settings.largest_body_bytes} bytes", 413)
    try:
        body = json.loads(incoming.raw)
        # Halves of surrogate pairs can be written as JSON escapes, but never as UTF-8.
        json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise ApiError(BAD_CALL, "the body is not JSON") from error
    if not isinstance(body, dict):
        raise ApiError(BAD_CALL, "the body is a JSON object")
    return body
