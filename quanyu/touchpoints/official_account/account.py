"""What we ask of an Official Account besides sending: a check, its templates, its codes, who its followers are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from quanyu.touchpoints.calls import CallFailed, Calls
from quanyu.touchpoints.checking import step_finding, token_finding
from quanyu.touchpoints.dialects import OPEN
from quanyu.touchpoints.parsing import list_of, text_of
from quanyu.touchpoints.reactions import Reaction
from quanyu.touchpoints.templates import read_templates
from quanyu.touchpoints.types import Account, CodeRequest, Finding, MadeCode, Template

QR_CREATE = "/cgi-bin/qrcode/create"
BATCHGET = "/cgi-bin/user/info/batchget"
LONGEST_CODE = timedelta(days=30)


async def check(calls: Calls, account: Account) -> list[Finding]:
    """Whether the secret is right and the account may send template messages."""
    found = [await token_finding(calls, OPEN, account)]
    if found[0].level == "ok":
        step = lambda: calls.get(OPEN, account, "/cgi-bin/template/get_all_private_template")  # noqa: E731
        found.append(await step_finding("templates", step, "可以使用模板消息。", "Template messages can be used."))
    return found


async def templates(calls: Calls, account: Account) -> list[Template]:
    """The account's message templates."""
    answer = await calls.get(OPEN, account, "/cgi-bin/template/get_all_private_template")
    return read_templates(answer.get("template_list"), "template_id")


async def make_code(calls: Calls, account: Account, wanted: CodeRequest) -> MadeCode:
    """Make a QR code: for good, or for at most 30 days."""
    scene = {"action_info": {"scene": {"scene_str": wanted.scene}}}
    body: dict[str, Any] = {"action_name": "QR_LIMIT_STR_SCENE", **scene}
    if wanted.lasts is not None:
        seconds = int(min(wanted.lasts, LONGEST_CODE).total_seconds())
        body = {"action_name": "QR_STR_SCENE", "expire_seconds": seconds, **scene}
    answer = await calls.post(OPEN, account, QR_CREATE, body)
    ticket = text_of(answer, "ticket")
    image = (
        account.base_url.replace("api.weixin.qq.com", "mp.weixin.qq.com")
        + "/cgi-bin/showqrcode?"
        + urlencode({"ticket": ticket})
    )
    return MadeCode(ticket, text_of(answer, "url"), image)


async def union_ids(calls: Calls, account: Account, openids: Sequence[str]) -> Mapping[str, str]:
    """The unionids of up to 100 followers. One openid that is not the account's spoils a whole call, so it is halved."""
    try:
        answer = await calls.post(OPEN, account, BATCHGET, {"user_list": [{"openid": openid} for openid in openids]})
    except CallFailed as failure:
        if failure.meaning is None or failure.meaning.reaction is not Reaction.DROP:
            raise
        if len(openids) == 1:
            return {}
        half = len(openids) // 2
        return {**await union_ids(calls, account, openids[:half]), **await union_ids(calls, account, openids[half:])}
    people = list_of(answer.get("user_info_list"))
    return {text_of(one, "openid"): unionid for one in people if (unionid := text_of(one, "unionid"))}
