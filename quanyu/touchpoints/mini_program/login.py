"""Login: what ``wx.login`` gave a Mini Program, changed into who the person is."""

from __future__ import annotations

from dataclasses import dataclass

from quanyu.kit.errors import Invalid
from quanyu.touchpoints.calls import Calls
from quanyu.touchpoints.dialects import OPEN
from quanyu.touchpoints.parsing import text_of
from quanyu.touchpoints.types import Account


class LoginRefused(Invalid):
    """The login code is wrong, used, or too old: the Mini Program has to call ``wx.login`` again."""

    code = "login_refused"
    message = "WeChat does not take this login code. Call wx.login again."


@dataclass(frozen=True)
class Session:
    """Who logged in. WeChat's session key is not kept: nothing of ours uses it."""

    openid: str
    unionid: str


async def session_of(calls: Calls, account: Account, code: str) -> Session:
    """Ask WeChat whose login code this is. Raises ``CallFailed``."""
    answer = await calls.get_bare(
        OPEN,
        account,
        "/sns/jscode2session",
        appid=account.app_id,
        secret=account.secret,
        js_code=code,
        grant_type="authorization_code",
    )
    return Session(text_of(answer, "openid", 64), text_of(answer, "unionid", 64))
