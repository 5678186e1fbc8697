"""Pages that WeChat shows to a person on the way to a brand's page: who is visiting, and whether they agree.

A browser does not say which of the sandbox's people it is, so `sandbox_person` in the query does, or a person chooses.
"""

from html import escape
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from wechat_sandbox.accounts import Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.official_account import fans
from wechat_sandbox.registry import Call, Reply, page

PEOPLE_A_PAGE = 30
_ADDRESS_SIGNS = "%/:?#[]@!$&'()*+,;=~"
_STYLE = (
    "body{max-width:26rem;margin:3rem auto;padding:0 1rem;font-family:system-ui,sans-serif;line-height:1.6}"
    "a,button{display:block;width:100%;box-sizing:border-box;padding:.7rem;margin:.4rem 0;border:1px solid #ddd;"
    "border-radius:.5rem;background:#fff;color:#222;text-align:left;text-decoration:none;font:inherit}"
    ".yes{background:#07c160;color:#fff;text-align:center}.no{text-align:center}small{color:#888}"
)


def visitor(call: Call) -> int | None:
    """Return the person who visits, None when nobody has said.

    Raises:
        ApiError: sandbox_person is no person.
    """
    text = call.query.get("sandbox_person", "")
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 9 or int(text) >= call.world.people.count:
        raise ApiError(40003, "sandbox_person is the number of a person")
    return int(text)


def choose(call: Call) -> Reply:
    """Ask which person this browser is."""
    people = call.world.people
    links = []
    for person in range(min(people.count, PEOPLE_A_PAGE)):
        query = urlencode({**call.query, "sandbox_person": str(person)})
        told = "已关注" if fans.follows(call.world, call.account, person) else "未关注"
        links.append(f'<a href="?{escape(query)}">{escape(people.name(person))} <small>{person} · {told}</small></a>')
    hint = "<p><small>在地址中加入 sandbox_person=编号 可跳过此页。</small></p>"
    return shown("你是谁？", f"<h1>你是谁？</h1>{''.join(links)}{hint}")


def consent(call: Call, person: int, title: str, asks: str) -> Reply:
    """Ask a person to agree; the answer comes back to this address as `sandbox_consent`."""
    fields = {**call.query, "sandbox_person": str(person)}
    hidden = "".join(f'<input type="hidden" name="{escape(k)}" value="{escape(v)}">' for k, v in fields.items())
    buttons = (
        '<button class="yes" name="sandbox_consent" value="allow">同意</button>'
        '<button class="no" name="sandbox_consent" value="deny">拒绝</button>'
    )
    who = f"<p><small>当前身份：{escape(call.world.people.name(person))}</small></p>"
    words = f"<h1>{escape(title)}</h1><p>{escape(call.account.name)} {escape(asks)}</p>{who}"
    return shown(title, f'{words}<form method="get" action="">{hidden}{buttons}</form>')


def refused() -> Reply:
    """Show that a person did not agree: WeChat leads them nowhere."""
    return shown("已拒绝", "<h1>你已拒绝授权</h1>")


def allowed_address(account: Account, address: str) -> str:
    """Check where a person is led back to.

    Raises:
        ApiError: 10003 for what is no address, or one on a domain that is not the account's `oauth_domain`.
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname
        port = parts.port
    except ValueError as error:
        raise ApiError(10003, "redirect_uri is an address") from error
    domain = account.more.get("oauth_domain")
    if parts.scheme not in ("http", "https") or not host:
        raise ApiError(10003, "redirect_uri is an http or https address")
    if domain and domain not in (host, f"{host}:{port}"):
        raise ApiError(10003, f"redirect_uri is on {domain}, the account's oauth_domain")
    return address


def with_query(address: str, query: str) -> str:
    """Add to an address's query, before its fragment; what a header cannot hold is percent-encoded."""
    parts = urlsplit(address)
    whole = urlunsplit(parts._replace(query="&".join(part for part in (parts.query, query) if part)))
    return quote(whole, safe=_ADDRESS_SIGNS)


def shown(title: str, body: str) -> Reply:
    """Draw a page of WeChat's own."""
    return page(
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style><body>{body}</body></html>"
    )
