"""What many WeCom cases need first: a customer, a picture, a group, a mass message."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from rig import Sandbox

from table import Answer, Case, Good

EC = "/cgi-bin/externalcontact"
OK = {"errcode": int, "errmsg": str}
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


async def post(sandbox: Sandbox, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """Call an API of external contacts, which has to go well."""
    answer = await sandbox.post("corp", f"{EC}/{path}", body)
    assert answer["errcode"] == 0, answer
    return answer


def query(**given: str) -> Any:
    """A call that needs nothing but its query."""

    async def good(sandbox: Sandbox) -> Good:
        return Good(query=given)

    return good


def corp_case(
    path: str, good: Callable[[Sandbox], Awaitable[Good]], shape: Any = OK, errors: Any = None, method: str = "POST"
) -> Case:
    """A case of a corp's API, whose answers all begin with errcode and errmsg."""
    return Case(path, good, {**OK, **shape}, errors or {}, method, account="corp")


PAGE_HOSTS = {
    "/wwpic/{name}/0": "/wework.qpic.cn",
    "/wwopen/sso/qrConnect": "/open.work.weixin.qq.com",
    "/wwlogin/sso/login": "/login.work.weixin.qq.com",
}


async def call_page(case: Case, sandbox: Sandbox, good: Good) -> Answer:
    """Open a page or picture the way a browser does."""
    response = await sandbox.client.get(PAGE_HOSTS[case.path] + case.path.format(**good.params), params=good.query)
    found = re.search(r"errcode (-?\d+)", response.text) if response.status_code >= 400 else None
    body = response.content or response.headers["location"].encode()
    return Answer(response.status_code, int(found[1]) if found else 0, body)


async def add(sandbox: Sandbox, person: int = 3, userid: str = "linxiao") -> str:
    """Let a person add a member, who is taken on again if they have left; return what the corp knows the person by."""
    if sandbox.world.store.get("staff", "corp", userid) is None:
        await sandbox.post("corp", "/cgi-bin/user/create", {"userid": userid, "name": "林晓", "department": [1]})
    await sandbox.act(person, "add_staff", userid=userid)
    return sandbox.openid("corp", person)


async def customer(sandbox: Sandbox) -> str:
    """A customer of 林晓."""
    return await add(sandbox)


async def at_once(sandbox: Sandbox) -> None:
    """Let mass messages and moments be made at once, and members confirm all of them."""
    await sandbox.admin("PATCH", "/settings", {"dispatch_wall_seconds": 0, "moment_job_wall_seconds": 0, "staff_confirms": 1})


async def picture(sandbox: Sandbox, use: str = "") -> str:
    """Upload a picture, for moments ("1") or products ("2") if `use` says so; return its media_id."""
    asked = {"media_type": "image", "attachment_type": use} if use else {"type": "image"}
    path = "/cgi-bin/media/upload_attachment" if use else "/cgi-bin/media/upload"
    answer = await sandbox.call("corp", "POST", path, asked, files={"media": ("a.png", PNG, "image/png")})
    return str(answer.json()["media_id"])


async def group(sandbox: Sandbox, person: int = 3) -> str:
    """A group of 林晓 with one customer in it; return its chat_id."""
    await add(sandbox, person)
    made = await sandbox.act(person, "create_group", owner="linxiao", name="面膜爱好者", members=["chenyu"])
    return str(made["chat_id"])


async def mass_message(sandbox: Sandbox, **more: Any) -> str:
    """A mass message of 林晓 to one customer; return its msgid."""
    await at_once(sandbox)
    external = await customer(sandbox)
    body = {"external_userid": [external], "sender": "linxiao", "text": {"content": "新品到店"}, **more}
    return str((await post(sandbox, "add_msg_template", body))["msgid"])


async def moment(sandbox: Sandbox, published: bool = False) -> str:
    """A moment of the corp, published by 林晓 if asked; return its moment_id."""
    await at_once(sandbox)
    await customer(sandbox)
    jobid = (await post(sandbox, "add_moment_task", {"text": {"content": "新品到店"}}))["jobid"]
    made = await sandbox.get("corp", f"{EC}/get_moment_task_result", jobid=jobid)
    moment_id = str(made["result"]["moment_id"])
    if published:
        await sandbox.act(3, "confirm_moment", moment=f"{moment_id}:linxiao")
    return moment_id
