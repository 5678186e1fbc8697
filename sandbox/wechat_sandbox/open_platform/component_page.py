"""The page on which an administrator chooses the account that lets a third-party platform in."""

from html import escape
from urllib.parse import urlencode, urlsplit

from wechat_sandbox.accounts import COMPONENT, MINI_PROGRAM, OFFICIAL_ACCOUNT, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.gateway.pages import PageDoor
from wechat_sandbox.open_platform import authorizations, scopes
from wechat_sandbox.registry import PAGES, Call, Endpoint, Incoming, Reply, endpoint, page, redirect
from wechat_sandbox.world import World

PATH = "/cgi-bin/componentloginpage"
# The same for an administrator who opens the link on a phone.
PHONE_PATH = "/safe/bindcomponent"
# auth_type: which kinds of account are shown.
_SHOWN = {"1": (OFFICIAL_ACCOUNT,), "2": (MINI_PROGRAM,), "3": (OFFICIAL_ACCOUNT, MINI_PROGRAM)}
_BAD_ADDRESS = 10003


class ComponentPageDoor(PageDoor):
    """Opens the page of the platform that `component_appid` names."""

    def admit(self, world: World, endpoint: Endpoint, incoming: Incoming) -> Call:
        """Tell whose page is opened.

        Raises:
            ApiError: no such platform.
        """
        component = world.accounts.by_app_id(incoming.query.get("component_appid", ""))
        if component is None or component.kind != COMPONENT:
            raise ApiError(61011, "component_appid names no third-party platform", 404)
        return Call(world, component, incoming.query, {}, incoming)


_DOOR = ComponentPageDoor()


@endpoint(PAGES, "GET", PHONE_PATH, COMPONENT, bearer="", daily=0, door=_DOOR)
@endpoint(PAGES, "GET", PATH, COMPONENT, bearer="", daily=0, door=_DOOR)
def authorisation_page(call: Call) -> Reply:
    """Show the accounts; `authorize` names the one that was chosen, which sends the browser back with its code."""
    world, component, query = call.world, call.account, call.query
    pre_auth = query.get("pre_auth_code", "")
    if world.codes.get(authorizations.PRE_AUTH, component.id, pre_auth) is None:
        raise ApiError(61009, "pre_auth_code is unknown or too old")
    back = query.get("redirect_uri", "")
    if urlsplit(back).scheme not in ("http", "https"):
        raise ApiError(_BAD_ADDRESS, "redirect_uri is a web address")
    kinds = _SHOWN.get(query.get("auth_type", "3"), _SHOWN["3"])
    wanted = query.get("biz_appid", "")
    accounts = [one for one in authorizations.choices(world) if one.kind in kinds and wanted in ("", one.app_id)]
    if chosen := query.get("authorize"):
        account = next((one for one in accounts if one.app_id == chosen), None)
        if account is None:
            raise ApiError(40013, "no such account may be chosen here", 404)
        given = authorizations.authorize(world, component, account, list(scopes.SETS[account.kind]), pre_auth)
        answer = urlencode({"auth_code": given["auth_code"], "expires_in": given["expires_in"]})
        return redirect(f"{back}{'&' if '?' in back else '?'}{answer}")
    return page(_html(call, accounts))


def _html(call: Call, accounts: list[Account]) -> str:
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in call.query.items()
    )
    buttons = "".join(
        f'<li><button name="authorize" value="{account.app_id}">{escape(account.name)}</button>'
        f"<small>{escape('、'.join(scopes.SETS[account.kind].values()))}</small></li>"
        for account in accounts
    )
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>授权第三方平台</title>'
        f"<h1>{escape(call.account.name)}</h1><p>选择要授权的公众号或小程序。授权后，该平台可代你管理下列权限。</p>"
        f'<form method="get"><ul>{buttons}</ul>{hidden}</form></html>'
    )
