"""The door of pages that a browser opens: no token, the account is named in the address, and a refusal is a page."""

from html import escape
from urllib.parse import unquote

from starlette.requests import cookie_parser

from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import Call, Endpoint, Incoming, Json, Reply, page
from wechat_sandbox.world import World


class PageDoor:
    """Lets a browser in: `appid` or the `ticket` of a QR code in the query names the account."""

    def admit(self, world: World, endpoint: Endpoint, incoming: Incoming) -> Call:
        """Tell which account's page is opened.

        Raises:
            ApiError: no such account or code, or a wrong method.
        """
        if incoming.method not in endpoint.methods:
            raise ApiError(43001, f"this page is opened with {endpoint.methods[0]}", 405)
        code = world.store.get("qr ticket", "", incoming.query.get("ticket", ""))
        account = world.accounts.get(code["account"]) if code else None
        account = account or world.accounts.by_app_id(incoming.query.get("appid", ""))
        if account is None or account.kind not in endpoint.kinds:
            raise ApiError(40013, "no such account or code here", 404)
        return Call(world, account, {**_looking(incoming), **incoming.query}, {}, incoming)

    def success(self, call: Call, answer: Json | Reply) -> Reply:
        """Give the page as it is."""
        assert isinstance(answer, Reply)
        return answer

    def refusal(self, world: World, incoming: Incoming, error: ApiError, rid: str) -> Reply:
        """Show what is wrong, as WeChat shows it to the person who opened the link."""
        words = f"<p>{escape(error.rule)}</p><p>errcode {escape(str(error.code))} · rid: {rid}</p>"
        shown = page(f'<!doctype html><meta charset="utf-8"><title>Error</title>{words}')
        return Reply(shown.body, shown.media_type, error.status if error.status >= 400 else 400)


def _looking(incoming: Incoming) -> dict[str, str]:
    """Read who a phone of the sandbox has said is looking, for when a brand's page leads here without saying it."""
    said = cookie_parser(incoming.headers.get("cookie", ""))
    return {name: unquote(said[name]) for name in ("sandbox_person", "sandbox_member") if said.get(name)}


PAGE_DOOR = PageDoor()
