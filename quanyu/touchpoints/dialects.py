"""The two dialects of WeChat's APIs."""

from collections.abc import Mapping
from typing import Any

from quanyu.touchpoints import errors_open, errors_wecom
from quanyu.touchpoints.calls import Dialect
from quanyu.touchpoints.types import Account


def _stable_token(account: Account) -> tuple[str, str, Mapping[str, Any]]:
    values = {"grant_type": "client_credential", "appid": account.app_id, "secret": account.secret}
    return "POST", "/cgi-bin/stable_token", values


def _gettoken(account: Account) -> tuple[str, str, Mapping[str, Any]]:
    return "GET", "/cgi-bin/gettoken", {"corpid": account.app_id, "corpsecret": account.secret}


OPEN = Dialect(errors_open.ERRORS, _stable_token)
"""api.weixin.qq.com: Official Accounts and Mini Programs."""

WECOM = Dialect(errors_wecom.ERRORS, _gettoken)
"""qyapi.weixin.qq.com."""
