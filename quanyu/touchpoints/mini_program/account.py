"""What we ask of a Mini Program besides sending: a check and its templates."""

from quanyu.touchpoints.calls import Calls
from quanyu.touchpoints.checking import step_finding, token_finding
from quanyu.touchpoints.dialects import OPEN
from quanyu.touchpoints.templates import read_templates
from quanyu.touchpoints.types import Account, Finding, Template

GET_TEMPLATES = "/wxaapi/newtmpl/gettemplate"


async def check(calls: Calls, account: Account) -> list[Finding]:
    """Whether the secret is right and subscription messages can be used."""
    found = [await token_finding(calls, OPEN, account)]
    if found[0].level == "ok":
        step = lambda: calls.get(OPEN, account, GET_TEMPLATES)  # noqa: E731
        found.append(await step_finding("templates", step, "可以使用订阅消息。", "Subscription messages can be used."))
    return found


async def templates(calls: Calls, account: Account) -> list[Template]:
    """The Mini Program's subscription templates."""
    answer = await calls.get(OPEN, account, GET_TEMPLATES)
    return read_templates(answer.get("data"), "priTmplId")
