"""Which pages a Mini Program has, and what may be written behind them."""

import re

from wechat_sandbox.accounts import Account
from wechat_sandbox.errors import ApiError

LONGEST = 1024
VERSIONS = ("release", "trial", "develop")
_QUERY = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~%`]*")


def path(account: Account, given: object, bad: int, *, published: bool = True) -> str:
    """Return a page without its leading slash; an empty path is the home page.

    Pages exist that `more.pages` of the account lists; without a list every page does.

    Raises:
        ApiError: `bad`.
    """
    if not isinstance(given, str) or len(given) > LONGEST or given.startswith("http") or "?" in given:
        raise ApiError(bad, "a page is a path of this Mini Program, without a query")
    page = given.removeprefix("/")
    pages = account.more.get("pages")
    if published and page and pages and page not in pages:
        raise ApiError(bad, "no such page in the published version")
    return page


def query(given: object, bad: int) -> str:
    """Return the query of a launch.

    Raises:
        ApiError: `bad`.
    """
    if not isinstance(given, str) or len(given) > LONGEST or not _QUERY.fullmatch(given):
        raise ApiError(bad, f"query has at most {LONGEST} letters, digits and marks")
    return given


def version(given: object, bad: int) -> str:
    """Return which version of the Mini Program is to open.

    Raises:
        ApiError: `bad`.
    """
    if given not in VERSIONS:
        raise ApiError(bad, f"env_version is one of {', '.join(VERSIONS)}")
    return str(given)
