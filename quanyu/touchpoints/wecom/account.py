"""What we ask of a corp besides sending: a check, live codes, and who its contacts are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from quanyu.touchpoints.calls import CallFailed, Calls
from quanyu.touchpoints.checking import explained, token_finding
from quanyu.touchpoints.dialects import WECOM
from quanyu.touchpoints.parsing import text_of
from quanyu.touchpoints.reactions import Reaction
from quanyu.touchpoints.sending import part
from quanyu.touchpoints.types import Account, CodeRequest, Finding, MadeCode

FOLLOW_USERS = "/cgi-bin/externalcontact/get_follow_user_list"
ADD_WAY = "/cgi-bin/externalcontact/add_contact_way"
GET_CONTACT = "/cgi-bin/externalcontact/get"
ONE_MEMBER, MORE_MEMBERS = 1, 2
BY_CODE = 2


async def check(calls: Calls, account: Account) -> list[Finding]:
    """Whether the secret is right, and whether any member may have customers."""
    found = [await token_finding(calls, WECOM, account)]
    if found[0].level == "ok":
        found.append(await _staff(calls, account))
    return found


async def _staff(calls: Calls, account: Account) -> Finding:
    try:
        answer = await calls.get(WECOM, account, FOLLOW_USERS)
    except CallFailed as failure:
        return explained("staff", failure)
    members = answer.get("follow_user") or []
    if not members:
        return Finding(
            "staff", "warning", "没有成员开通客户联系功能。", "No member may have customers: grant it in the console."
        )
    return Finding("staff", "ok", f"{len(members)} 名成员可以联系客户。", f"{len(members)} members may have customers.")


async def make_code(calls: Calls, account: Account, wanted: CodeRequest) -> MadeCode:
    """Make a live code that leads to one of the given members."""
    body: dict[str, Any] = {
        "type": ONE_MEMBER if len(wanted.staff) == 1 else MORE_MEMBERS,
        "scene": BY_CODE,
        "remark": wanted.remark or wanted.name[:30],
        "skip_verify": True,
        "state": wanted.scene,
        "user": list(wanted.staff),
    }
    answer = await calls.post(WECOM, account, ADD_WAY, body)
    image = text_of(answer, "qr_code", 600)
    return MadeCode(text_of(answer, "config_id"), image, image)


async def union_ids(calls: Calls, account: Account, external_userids: Sequence[str]) -> Mapping[str, str]:
    """The unionids of contacts. WeCom is asked for one at a time."""
    found = {}
    for external in external_userids:
        try:
            answer = await calls.get(WECOM, account, GET_CONTACT, external_userid=external)
        except CallFailed as failure:
            if failure.meaning is None or failure.meaning.reaction is not Reaction.DROP:
                raise
            continue
        if unionid := text_of(part(answer, "external_contact"), "unionid", 64):
            found[external] = unionid
    return found
