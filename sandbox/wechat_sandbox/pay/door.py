"""The door of WeChat Pay v3: RSA signatures both ways, HTTP statuses, and refusals with a word."""

import json
import re
import time

from wechat_sandbox.accounts import MERCHANT, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.errors.pay import PayError, pay_refusal
from wechat_sandbox.pay import ciphers, keys
from wechat_sandbox.registry import Call, Endpoint, Incoming, Json, Reply
from wechat_sandbox.world import World

SCHEME = "WECHATPAY2-SHA256-RSA2048"
NO_CONTENT = Reply(status=204, media_type="application/json")
_PART = re.compile(r'(\w+)="([^"]*)"')
_NEEDED = {"mchid", "nonce_str", "signature", "timestamp", "serial_no"}


class PayDoor:
    """Lets a merchant in by the signature of its request."""

    def admit(self, world: World, endpoint: Endpoint, incoming: Incoming) -> Call:
        """Tell which merchant calls.

        Raises:
            ApiError: a wrong method, a signature that cannot be verified, or a body that is not JSON.
        """
        if incoming.method not in endpoint.methods:
            raise ApiError("INVALID_REQUEST", f"this API is called with {endpoint.methods[0]}", 405)
        given = _authorization(incoming)
        account = _merchant(world, given.get("mchid", ""))
        if account is None or account.kind not in endpoint.kinds:
            raise PayError("SIGN_ERROR", "no merchant has this mchid")
        _check(world, account, given, incoming)
        return Call(world, account, incoming.query, _body(world, incoming), incoming)

    def success(self, call: Call, answer: Json | Reply) -> Reply:
        """Write and sign an answer; a file is given as it is."""
        if isinstance(answer, Reply) and answer.status == 200:
            return answer
        reply = answer if isinstance(answer, Reply) else _json(answer, 200)
        return _signed(call.world, call.account, call.incoming, reply)

    def refusal(self, world: World, incoming: Incoming, error: ApiError, rid: str) -> Reply:
        """Write the word of a refusal, signed when it is known whom it is for."""
        status, body = pay_refusal(error)
        reply = _json(body, status)
        account = _merchant(world, _authorization(incoming, strict=False).get("mchid", ""))
        reply = reply if account is None else _signed(world, account, incoming, reply)
        return Reply(reply.body, reply.media_type, reply.status, {**reply.headers, "Request-ID": rid})


PAY_DOOR = PayDoor()


def signature_headers(world: World, key: keys.PlatformKey, body: bytes, stamp: int | None = None) -> dict[str, str]:
    """Sign what the platform sends: the headers that let a merchant verify these bytes."""
    stamp = int(time.time()) if stamp is None else stamp
    nonce = world.dice.word(32, "pay nonce", world.store.next_number("pay nonces")).replace("-", "a").replace("_", "b")
    signed = ciphers.message(str(stamp), nonce, body.decode())
    return {
        "Wechatpay-Timestamp": str(stamp),
        "Wechatpay-Nonce": nonce,
        "Wechatpay-Serial": key.serial,
        "Wechatpay-Signature": ciphers.sign(key.private_key, signed),
        "Wechatpay-Signature-Type": SCHEME,
    }


def _json(body: Json, status: int) -> Reply:
    return Reply(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(), "application/json", status)


def _signed(world: World, account: Account, incoming: Incoming, reply: Reply) -> Reply:
    key = keys.signing(world, account, incoming.headers.get("wechatpay-serial", ""))
    headers = {**reply.headers, **signature_headers(world, key, reply.body)}
    return Reply(reply.body, reply.media_type, reply.status, headers)


def _merchant(world: World, mchid: str) -> Account | None:
    found = world.accounts.by_app_id(mchid)
    return found if found is not None and found.kind == MERCHANT else None


def _authorization(incoming: Incoming, strict: bool = True) -> dict[str, str]:
    scheme, _, rest = incoming.headers.get("authorization", "").partition(" ")
    given = dict(_PART.findall(rest)) if scheme == SCHEME else {}
    if strict and not set(given) >= _NEEDED:
        raise PayError("SIGN_ERROR", f"Authorization is {SCHEME} with {', '.join(sorted(_NEEDED))}")
    return given


def _check(world: World, account: Account, given: dict[str, str], incoming: Incoming) -> None:
    merchant = keys.merchant(world, account)
    if given["serial_no"].upper() != merchant["serial_no"]:
        raise PayError("SIGN_ERROR", "serial_no is not the merchant certificate's")
    stamp, most = given["timestamp"], world.settings.pay_timestamp_wall_seconds
    if not re.fullmatch(r"[0-9]{1,12}", stamp) or abs(time.time() - int(stamp)) > most:
        raise PayError("SIGN_ERROR", f"timestamp is at most {most:g} s from now")
    try:
        body = incoming.raw.decode()
    except UnicodeDecodeError as error:
        raise PayError("PARAM_ERROR", "the body is UTF-8") from error
    signed = ciphers.message(incoming.method, incoming.target, stamp, given["nonce_str"], body)
    if not ciphers.verify(merchant["certificate"], signed, given["signature"]):
        raise PayError("SIGN_ERROR", "the signature is not over METHOD, path with query, timestamp, nonce and body")


def _body(world: World, incoming: Incoming) -> Json:
    if incoming.method == "GET" or not incoming.raw:
        return {}
    if len(incoming.raw) > world.settings.largest_body_bytes:
        raise PayError("PARAM_ERROR", f"a body of at most {world.settings.largest_body_bytes} bytes")
    try:
        body = json.loads(incoming.raw)
        # Halves of surrogate pairs can be written as JSON escapes, but never as UTF-8.
        json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise PayError("PARAM_ERROR", "the body is not JSON") from error
    if not isinstance(body, dict):
        raise PayError("PARAM_ERROR", "the body is a JSON object")
    return body
