"""The door of Official Accounts, Mini Programs, stores and WeCom: a token in the query, JSON or a form in the body.

Every answer has status 200; a refusal is an errcode.
"""

import json
import re
from collections.abc import Mapping

from wechat_sandbox import errors, quick_json
from wechat_sandbox.accounts import Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.gateway.forms import read_form
from wechat_sandbox.registry import GUARDS, WORK, Call, Endpoint, Incoming, Json, Reply, Upload
from wechat_sandbox.world import World

# JSON with \uxxxx escapes is refused by menus and messages; an escaped backslash before "u" is not one.
_ESCAPES = re.compile(rb"(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}")


class WeixinDoor:
    """Lets a call in by its access token, or by app id and secret."""

    def admit(self, world: World, endpoint: Endpoint, incoming: Incoming) -> Call:
        """Tell who calls and with what.

        Raises:
            ApiError: a wrong method, token, secret, address or body.
        """
        if incoming.method not in endpoint.methods:
            wanted = endpoint.methods[0]
            raise ApiError(43001 if wanted == "GET" else 43002, f"this API is called with {wanted}")
        account = self.bearer(world, endpoint, incoming.query) if endpoint.bearer else None
        body, files = _parse(world, incoming) if incoming.method == "POST" else ({}, {})
        if account is None:
            account = self.identify(world, endpoint, {**body, **incoming.query})
        _check_address(world, incoming)
        return Call(world, account, incoming.query, body, incoming, files)

    def bearer(self, world: World, endpoint: Endpoint, query: Mapping[str, str]) -> Account:
        """Tell who calls by the token in the query.

        Raises:
            ApiError: no token that is good for this API.
        """
        token = query.get(endpoint.bearer, "")
        account = world.tokens.owner(token, endpoint.host == WORK, world.accounts)
        if account.kind not in endpoint.kinds:
            raise ApiError(48001, f"this API is for {', '.join(endpoint.kinds)}")
        for check in GUARDS:
            check(world, endpoint, account, token)
        return account

    def identify(self, world: World, endpoint: Endpoint, given: Json) -> Account:
        """Tell who calls without a token: by app id and secret.

        Raises:
            ApiError: one is missing, or they do not belong together.
        """
        wecom = endpoint.host == WORK
        app_id = given.get("corpid" if wecom else "appid")
        secret = given.get("corpsecret") if wecom else given.get("secret", given.get("appsecret"))
        if not app_id or not isinstance(app_id, str):
            raise ApiError(41002, "who calls is not named")
        if not secret or not isinstance(secret, str):
            raise ApiError(41004, "the secret is missing")
        account = world.accounts.by_app_id(app_id)
        if account is None or account.kind not in endpoint.kinds:
            raise ApiError(40013, "no such account here")
        if not world.tokens.kind_for(account, secret):
            raise ApiError(40001 if wecom else 40125, "the secret is another")
        return account

    def success(self, call: Call, answer: Json | Reply) -> Reply:
        """Write JSON; WeCom says errcode 0 with everything."""
        if isinstance(answer, Reply):
            return answer
        if call.incoming.host == WORK:
            answer = {"errcode": 0, "errmsg": "ok", **answer}
        return _json(answer)

    def refusal(self, world: World, incoming: Incoming, error: ApiError, rid: str) -> Reply:
        """Write errcode and errmsg with the platform's words."""
        wording = errors.wecom_message if incoming.host == WORK else errors.official_message
        return _json({"errcode": error.code, "errmsg": wording(error.code, rid), **error.more})


def _json(answer: Json) -> Reply:
    return Reply(quick_json.write(answer), "application/json")


def _check_address(world: World, incoming: Incoming) -> None:
    allowed = world.settings.ip_allow_list.split()
    if allowed and incoming.address not in allowed:
        raise ApiError(60020 if incoming.host == WORK else 40164, "the caller's address is not on the allow list")


def _parse(world: World, incoming: Incoming) -> tuple[Json, dict[str, Upload]]:
    raw = incoming.raw
    if not raw.strip():
        raise ApiError(44002, "a POST needs a body")
    if incoming.headers.get("content-type", "").startswith("multipart/form-data"):
        fields, files = read_form(raw, incoming.headers["content-type"])
        return dict(fields), files
    if len(raw) > world.settings.largest_body_bytes:
        raise ApiError(45002, f"a body of at most {world.settings.largest_body_bytes} bytes")
    if _ESCAPES.search(raw):
        raise ApiError(40033, "the body holds \\uxxxx escapes; write UTF-8")
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ApiError(47001, "the body is not JSON") from error
    if not isinstance(body, dict):
        raise ApiError(47001, "the body is a JSON object")
    return body, {}
