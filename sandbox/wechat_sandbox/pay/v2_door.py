"""The door of WeChat Pay v2: XML both ways, signed with a key that both sides hold.

The real one also asks for the merchant's certificate on the connection (mTLS), which a plain local port cannot.
"""

import hmac

from wechat_sandbox import xml
from wechat_sandbox.accounts import MERCHANT, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.errors.pay import V2_WORDS, v2_code
from wechat_sandbox.pay import keys
from wechat_sandbox.pay.ciphers import v2_sign
from wechat_sandbox.registry import Call, Endpoint, Incoming, Json, Reply
from wechat_sandbox.world import World

_DONE = {"return_code": "SUCCESS", "return_msg": "", "result_code": "SUCCESS", "err_code": "SUCCESS"}


class V2Door:
    """Lets a merchant in by `mch_id` and `sign`."""

    def admit(self, world: World, endpoint: Endpoint, incoming: Incoming) -> Call:
        """Tell which merchant calls.

        Raises:
            ApiError: a wrong method, XML that cannot be read, or another signature.
        """
        if incoming.method not in endpoint.methods:
            raise ApiError("PARAM_ERROR", f"this API is called with {endpoint.methods[0]}", 405)
        if len(incoming.raw) > world.settings.largest_body_bytes:
            raise ApiError("XML_ERROR", f"a body of at most {world.settings.largest_body_bytes} bytes")
        try:
            body = xml.read(incoming.raw.decode())
        except ValueError as error:
            raise ApiError("XML_ERROR", "the body is XML") from error
        account = world.accounts.by_app_id(body.get("mch_id", ""))
        if account is None or account.kind != MERCHANT:
            raise ApiError("NO_AUTH", "no merchant has this mch_id")
        if not _signed(world, account, body):
            raise ApiError("SIGN_ERROR", "sign is MD5 or HMAC-SHA256 of the sorted fields and the API v2 key")
        return Call(world, account, incoming.query, dict(body), incoming)

    def success(self, call: Call, answer: Json | Reply) -> Reply:
        """Write an answer."""
        assert isinstance(answer, dict)
        return _xml({**_DONE, **answer})

    def refusal(self, world: World, incoming: Incoming, error: ApiError, rid: str) -> Reply:
        """Write a refusal: the call was understood, but not done."""
        code = v2_code(error)
        words = V2_WORDS.get(code, "系统错误")
        failed = {"return_code": "SUCCESS", "return_msg": words, "result_code": "FAIL", "err_code": code, "err_code_des": words}
        if code in ("SIGN_ERROR", "XML_ERROR"):
            failed["return_code"] = "FAIL"
        return _xml(failed)


V2_DOOR = V2Door()


def _signed(world: World, account: Account, body: dict[str, str]) -> bool:
    key, given = keys.api_v2_key(world, account), body.get("sign", "")
    made = (v2_sign(body, key, method) for method in ("MD5", "HMAC-SHA256"))
    return any(hmac.compare_digest(one.encode(), given.encode()) for one in made)


def _xml(message: Json) -> Reply:
    return Reply(xml.write(message).encode(), "text/xml; charset=utf-8")
