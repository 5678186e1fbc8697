"""The page on which a corp's administrator installs a suite."""

from html import escape
from urllib.parse import urlencode, urlsplit

from wechat_sandbox.accounts import SUITE, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.gateway.pages import PageDoor
from wechat_sandbox.open_platform import installations
from wechat_sandbox.open_platform.suite_acts import first_member
from wechat_sandbox.registry import OPEN_WORK, Call, Endpoint, Incoming, Reply, endpoint, page, redirect
from wechat_sandbox.world import World

PATH = "/3rdapp/install"


class InstallPageDoor(PageDoor):
    """Opens the page of the suite that `suite_id` names."""

    def admit(self, world: World, endpoint: Endpoint, incoming: Incoming) -> Call:
        """Tell which suite's page is opened.

        Raises:
            ApiError: no such suite.
        """
        suite = world.accounts.by_app_id(incoming.query.get("suite_id", ""))
        if suite is None or suite.kind != SUITE:
            raise ApiError(40083, "suite_id names no suite", 404)
        return Call(world, suite, incoming.query, {}, incoming)


@endpoint(OPEN_WORK, "GET", PATH, SUITE, bearer="", daily=0, door=InstallPageDoor())
def install_page(call: Call) -> Reply:
    """Show the corps; `install` names the one that was chosen, which sends the browser back with its code."""
    world, suite, query = call.world, call.account, call.query
    if world.codes.get(installations.PRE_AUTH, suite.id, query.get("pre_auth_code", "")) is None:
        raise ApiError(42007, "the pre_auth_code is unknown or too old")
    back, state = query.get("redirect_uri", ""), query.get("state", "")
    if urlsplit(back).scheme not in ("http", "https"):
        raise ApiError(50001, "redirect_uri is a web address")
    if chosen := query.get("install"):
        corp = next((one for one in installations.choices(world) if one.app_id == chosen), None)
        if corp is None:
            raise ApiError(40013, "no such corp", 404)
        given = installations.install(world, suite, corp, first_member(world, corp), state)
        life = world.settings.suite_auth_code_wall_seconds
        answer = urlencode({"auth_code": given["auth_code"], "expires_in": life, "state": state})
        return redirect(f"{back}{'&' if '?' in back else '?'}{answer}")
    return page(_html(call, installations.choices(world)))


def _html(call: Call, corps: list[Account]) -> str:
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in call.query.items()
    )
    buttons = "".join(f'<li><button name="install" value="{corp.app_id}">{escape(corp.name)}</button></li>' for corp in corps)
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>安装第三方应用</title>'
        f"<h1>{escape(call.account.name)}</h1><p>选择要安装此应用的企业。安装后，应用可读取通讯录并管理客户联系。</p>"
        f'<form method="get"><ul>{buttons}</ul>{hidden}</form></html>'
    )
