"""Third-party platforms and WeCom providers as the table calls them, and what is needed before."""

from typing import Any

from rig import API, WORK, Sandbox
from wechat_sandbox.open_platform import tickets

from table import Answer, Body, Case, Good

OK = {"errcode": int, "errmsg": str}
PERSON = 8
COMPONENT, SUITE = "/cgi-bin/component", "/cgi-bin/service"
EC, CONVERT = "/cgi-bin/externalcontact", "/cgi-bin/idconvert"
BACK = "https://platform.example/back"


def component_id(sandbox: Sandbox) -> str:
    return sandbox.account("component").app_id


async def component_ticket(sandbox: Sandbox) -> str:
    """Have a ticket pushed and read it."""
    component = sandbox.account("component")
    body = {"component_appid": component.app_id, "component_secret": component.secret}
    await sandbox.client.post(f"{API}{COMPONENT}/api_start_push_ticket", json=body)
    return last_ticket(sandbox, "component")


def last_ticket(sandbox: Sandbox, provider: str) -> str:
    pushed = sandbox.world.store.get("ticket pushed", provider, "last")
    assert pushed is not None
    return str(pushed["ticket"])


async def component_token(sandbox: Sandbox) -> str:
    """A token of the platform, asked for once."""
    if "component" not in sandbox.tokens:
        component = sandbox.account("component")
        body = {
            "component_appid": component.app_id,
            "component_appsecret": component.secret,
            "component_verify_ticket": await component_ticket(sandbox),
        }
        response = await sandbox.client.post(f"{API}{COMPONENT}/api_component_token", json=body)
        sandbox.tokens["component"] = response.json()["component_access_token"]
    return sandbox.tokens["component"]


async def as_component(sandbox: Sandbox, name: str, **body: Any) -> Body:
    """Call one of the platform's APIs with its token."""
    params = {"component_access_token": await component_token(sandbox)}
    given = {"component_appid": component_id(sandbox), **body}
    answer: Body = (await sandbox.client.post(f"{API}{COMPONENT}/{name}", params=params, json=given)).json()
    return answer


async def authorized(sandbox: Sandbox, account_id: str = "oa", **params: Any) -> Body:
    """Let an account in and exchange the code; return authorization_info."""
    happened = await sandbox.act(PERSON, "authorize_component", account=account_id, **params)
    answer = await as_component(sandbox, "api_query_auth", authorization_code=happened["auth_code"])
    info: Body = answer["authorization_info"]
    return info


async def call_component(case: Case, sandbox: Sandbox, good: Good) -> Answer:
    """Call an API of the platform with its token."""
    query = {"component_access_token": await component_token(sandbox), **good.query}
    return _read(await _request(case, sandbox, API, query, good.body))


async def call_without_token(case: Case, sandbox: Sandbox, good: Good) -> Answer:
    """Call an API that takes an id and a secret."""
    host = WORK if case.account == "suite" else API
    return _read(await _request(case, sandbox, host, good.query, good.body))


async def call_page(case: Case, sandbox: Sandbox, good: Good) -> Answer:
    """Open a page, as a browser does."""
    host = "/open.work.weixin.qq.com" if case.account == "suite" else "/mp.weixin.qq.com"
    response = await sandbox.client.get(host + case.path, params=good.query)
    refused = response.status_code >= 400
    code = int(response.text.partition("errcode ")[2].partition(" ")[0]) if refused else 0
    return Answer(response.status_code, code, response.content)


async def _request(case: Case, sandbox: Sandbox, host: str, query: dict[str, str], body: Body) -> Any:
    given = None if case.method == "GET" else body
    return await sandbox.client.request(case.method, host + case.path, params=query, json=given)


def _read(response: Any) -> Answer:
    body = response.json()
    return Answer(response.status_code, body.get("errcode", 0), body)


async def pre_auth_code(sandbox: Sandbox) -> str:
    return str((await as_component(sandbox, "api_create_preauthcode"))["pre_auth_code"])


async def suite_ticket(sandbox: Sandbox) -> str:
    """Have a ticket made and read it; a suite cannot ask for one."""
    tickets.push(sandbox.world, sandbox.account("suite"))
    return last_ticket(sandbox, "suite")


async def suite_token(sandbox: Sandbox) -> str:
    """A token of the suite, asked for once."""
    if "suite" not in sandbox.tokens:
        good = await suite_secret(sandbox)
        response = await sandbox.client.post(f"{WORK}{SUITE}/get_suite_token", json=good.body)
        sandbox.tokens["suite"] = response.json()["suite_access_token"]
    return sandbox.tokens["suite"]


async def as_suite(sandbox: Sandbox, path: str, **body: Any) -> Body:
    """Call one of the suite's APIs with its token."""
    params = {"suite_access_token": await suite_token(sandbox)}
    answer: Body = (await sandbox.client.post(WORK + path, params=params, json=body)).json()
    return answer


async def installed(sandbox: Sandbox) -> Body:
    """Install the suite in the corp and exchange the code; return the answer."""
    happened = await sandbox.act(PERSON, "install_suite")
    return await as_suite(sandbox, f"{SUITE}/get_permanent_code", auth_code=happened["auth_code"])


async def through_suite(sandbox: Sandbox, path: str, body: Body) -> Body:
    """Call an API of WeCom as the suite that acts for the corp."""
    params = {"access_token": await corp_token(sandbox)}
    answer: Body = (await sandbox.client.post(WORK + path, params=params, json=body)).json()
    return answer


async def corp_token(sandbox: Sandbox) -> str:
    """A token of the corp that the suite was given, asked for once."""
    if "corp through suite" not in sandbox.tokens:
        sandbox.tokens["corp through suite"] = (await installed(sandbox))["access_token"]
    return sandbox.tokens["corp through suite"]


async def provider_token(sandbox: Sandbox) -> str:
    more = sandbox.account("suite").more
    body = {"corpid": more["provider_corpid"], "provider_secret": more["provider_secret"]}
    answer = (await sandbox.client.post(f"{WORK}{SUITE}/get_provider_token", json=body)).json()
    return str(answer["provider_access_token"])


async def call_suite(case: Case, sandbox: Sandbox, good: Good) -> Answer:
    """Call an API of the suite with its token."""
    query = {"suite_access_token": await suite_token(sandbox), **good.query}
    return _read(await _request(case, sandbox, WORK, query, good.body))


async def call_provider(case: Case, sandbox: Sandbox, good: Good) -> Answer:
    """Call an API of the provider with its token."""
    query = {"provider_access_token": await provider_token(sandbox), **good.query}
    return _read(await _request(case, sandbox, WORK, query, good.body))


async def call_through(case: Case, sandbox: Sandbox, good: Good) -> Answer:
    """Call an API of WeCom as the suite that acts for the corp."""
    query = {"access_token": await corp_token(sandbox), **good.query}
    return _read(await _request(case, sandbox, WORK, query, good.body))


async def suite_secret(sandbox: Sandbox) -> Good:
    suite = sandbox.account("suite")
    secret = {"suite_id": suite.app_id, "suite_secret": suite.secret}
    return Good(body={**secret, "suite_ticket": await suite_ticket(sandbox)})


async def suite_pre_auth_code(sandbox: Sandbox) -> str:
    params = {"suite_access_token": await suite_token(sandbox)}
    answer = (await sandbox.client.get(f"{WORK}{SUITE}/get_pre_auth_code", params=params)).json()
    return str(answer["pre_auth_code"])


def ids(sandbox: Sandbox, person: int = PERSON) -> Body:
    """The ids under which a Mini Program knows a person."""
    unionid = sandbox.world.people.unionid(sandbox.account("mp"), person)
    return {"unionid": unionid, "openid": sandbox.openid("mp", person)}
