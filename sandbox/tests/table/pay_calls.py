"""How the cases of WeChat Pay are made and called."""

import itertools
from collections.abc import Awaitable, Callable
from typing import Any

from merchant import Json, Merchant
from rig import Sandbox

from table import Answer, Case, Change, Good

_COUNT = itertools.count(1)
NOTHING = type(None)


def fresh(prefix: str = "n") -> str:
    """A number that no other call has used."""
    return f"{prefix}{next(_COUNT):08d}"


async def call_pay(case: Case, sandbox: Sandbox, good: Good) -> Answer:
    """Call an API of v3."""
    path = case.path
    for name, value in good.params.items():
        path = path.replace(f"{{{name}}}", value)
    body = good.body if case.method in ("POST", "PUT", "PATCH") and good.body else None
    merchant = Merchant(sandbox)
    serial = merchant.keys["platform_certificates"][-1]["serial_no"]
    response = await merchant.call(case.method, path, body, query=good.query, serial=serial)
    if response.status_code == 204:
        return Answer(204, "", None)
    if "json" not in response.headers["content-type"]:
        return Answer(response.status_code, "" if response.status_code == 200 else "PAGE", response.content)
    answer = response.json()
    return Answer(response.status_code, answer.get("code", "") if response.status_code >= 400 else "", answer)


async def call_closed(case: Case, sandbox: Sandbox, good: Good) -> Answer:
    """Call an API that only ever refuses."""
    answer = await call_pay(case, sandbox, good)
    return Answer(answer.status, "" if answer.code == "NO_AUTH" else answer.code, answer.body)


async def call_v2(case: Case, sandbox: Sandbox, good: Good) -> Answer:
    """Call an API of v2."""
    answer = await Merchant(sandbox).v2(case.path, good.body)
    code = "" if answer["result_code"] == "SUCCESS" else answer["err_code"]
    return Answer(200, "FREQUENCY_LIMITED" if code == "FREQ_LIMIT" else code, answer)


def pay(
    method: str,
    path: str,
    good: Callable[[Merchant], Awaitable[Good]],
    shape: Any,
    errors: dict[int | str, Change] | None = None,
    **more: Any,
) -> Case:
    """A case of the merchant's, whose good call is made by a merchant."""

    async def made(sandbox: Sandbox) -> Good:
        return await good(Merchant(sandbox))

    more = {"account": "mch", "caller": call_pay, **more}
    return Case(path, made, shape, errors or {}, method=method, **more)


def refused(method: str, path: str, body: Json | None = None, **query: str) -> Change:
    """A call of its own that is refused, by its code."""

    async def code(sandbox: Sandbox) -> str:
        merchant = Merchant(sandbox)
        return (await merchant.refusal(method, path, body, query={"mchid": merchant.mchid, **query}))[1]

    return code


def listing(item: Any) -> Json:
    """The shape of one page of a list."""
    return {"total_count": int, "data": [item], "limit": int, "offset": int}
