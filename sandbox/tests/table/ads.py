"""The cases of Tencent Ads, of its older API at api.weixin.qq.com, and of how an advertiser gives its consent."""

import itertools
import json
import time
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from rig import Sandbox
from wechat_sandbox.ads import tokens
from wechat_sandbox.ads.clicks import phone_hash
from wechat_sandbox.clock import china_date

from table import GONE, Answer, Case, Change, Good

HOST = "/api.e.qq.com"
_NONCES = itertools.count(1)

PAGE = {"page": int, "page_size": int, "total_number": int, "total_page": int}
LANDING = "http://localhost/page"
ENVELOPE = {"code": int, "message": str, "message_cn": str}
TOKENS = {
    "authorizer_info": {"account_uin": int, "account_id": int, "scope_list": [str], "account_type": str},
    "access_token": str,
    "refresh_token": str,
    "access_token_expires_in": int,
    "refresh_token_expires_in": int,
}
SET = {
    "user_action_set_id": int,
    "type": str,
    "name": str,
    "description": str,
    "wechat_app_id": str,
    "activate_status": bool,
    "created_time": int,
}
ADGROUP = {
    "adgroup_id": int,
    "campaign_id": int,
    "adgroup_name": str,
    "marketing_goal": str,
    "bid_mode": str,
    "bid_amount": int,
    "daily_budget": int,
    "site_set": [str],
    "begin_date": str,
    "end_date": str,
    "targeting": {"custom_audience": [int], "excluded_custom_audience": [int]},
    "configured_status": str,
    "created_time": int,
    "landing?": dict,
}
ROW = {
    "account_id": int,
    "date?": str,
    "hour?": int,
    "adgroup_id?": int,
    "adgroup_name?": str,
    "impression": int,
    "view_count": int,
    "valid_click_count": int,
    "ctr": float,
    "cost": int,
    "cpc": int,
    "thousand_display_price": int,
    "conversions_count": int,
    "conversions_cost": int,
    "order_amount": int,
}
AUDIENCE = {
    "audience_id": int,
    "name": str,
    "description": str,
    "type": str,
    "status": str,
    "error_code": int,
    "user_count": int,
    "created_time": str,
    "last_modified_time": str,
}
FILE = {
    "custom_audience_file_id": int,
    "audience_id": int,
    "name": str,
    "user_id_type": str,
    "operation_type": str,
    "open_app_id": str,
    "process_status": str,
    "line_count": int,
    "valid_line_count": int,
    "user_count": int,
    "created_time": str,
}
LINK = {"link_id": str, "link_name": str, "link_url": str, "create_time": int}
CAMPAIGN = {
    "campaign_id": int,
    "campaign_type": str,
    "campaign_name": str,
    "daily_budget": int,
    "configured_status": str,
    "created_time": int,
}


def data(inner: Any) -> dict[str, Any]:
    """The envelope around an answer."""
    return {**ENVELOPE, "data": inner}


def number(sandbox: Sandbox) -> int:
    """The advertiser's account_id."""
    return int(sandbox.account("ads").app_id)


async def consent(sandbox: Sandbox) -> dict[str, str]:
    """Let the advertiser agree on the page; return what the browser brings back."""
    query = {"client_id": tokens.client_id(sandbox.account("ads")), "redirect_uri": "http://localhost/back", "state": "s"}
    answer = await sandbox.client.get(f"{HOST}/oauth/authorize", params={**query, "sandbox_agree": "1"})
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}


async def access(sandbox: Sandbox) -> str:
    """A token of the advertiser, asked for once."""
    if "ads" not in sandbox.tokens:
        answer = await sandbox.client.get(f"{HOST}/oauth/token", params=(await _exchange(sandbox)).query)
        sandbox.tokens["ads"] = answer.json()["data"]["access_token"]
    return sandbox.tokens["ads"]


async def call(
    sandbox: Sandbox,
    method: str,
    path: str,
    given: dict[str, Any],
    files: dict[str, tuple[str, bytes, str]] | None = None,
    **changed: str,
) -> httpx.Response:
    """Call the Marketing API as the advertiser's application; `changed` replaces what stands in every query."""
    asked = {"access_token": await access(sandbox), "timestamp": str(int(time.time())), "nonce": f"n{next(_NONCES)}", **changed}
    if method == "GET":
        query = {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
        return await sandbox.client.get(HOST + path, params={**asked, **query})
    if files:
        fields = {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
        return await sandbox.client.post(HOST + path, params=asked, data=fields, files=files)
    return await sandbox.client.post(HOST + path, params=asked, content=json.dumps(given, ensure_ascii=False).encode())


async def post(sandbox: Sandbox, path: str, **given: Any) -> dict[str, Any]:
    """Call a POST API and return what is in the envelope."""
    answer = (await call(sandbox, "POST", path, {"account_id": number(sandbox), **given})).json()
    assert answer["code"] == 0, answer
    found: dict[str, Any] = answer["data"]
    return found


async def get(sandbox: Sandbox, path: str, **given: Any) -> dict[str, Any]:
    """Call a GET API and return what is in the envelope."""
    answer = (await call(sandbox, "GET", path, {"account_id": number(sandbox), **given})).json()
    assert answer["code"] == 0, answer
    found: dict[str, Any] = answer["data"]
    return found


async def call_ads(case: Case, sandbox: Sandbox, good: Good) -> Answer:
    """Call the Marketing API the way the table does."""
    given = good.query if case.method == "GET" else good.body
    if case.path.startswith("/oauth"):
        response = await sandbox.client.get(HOST + case.path, params=given)
    else:
        response = await call(sandbox, case.method, case.path, given, good.files)
    if "json" not in response.headers.get("content-type", ""):
        return Answer(response.status_code, 0, response.content)
    body = response.json()
    return Answer(response.status_code, body["code"], body)


def adgroup(sandbox: Sandbox, **more: Any) -> dict[str, Any]:
    """The fields of an ad group in Moments that begins today."""
    return {
        "account_id": number(sandbox),
        "adgroup_name": f"朋友圈新客{next(_NONCES)}",
        "marketing_goal": "MARKETING_GOAL_PRODUCT_SALES",
        "site_set": ["SITE_SET_MOMENTS"],
        "begin_date": f"{china_date(sandbox.world.now()):%Y-%m-%d}",
        "bid_mode": "BID_MODE_CPM",
        "bid_amount": 3000,
        "daily_budget": 100_000,
        **more,
    }


def leading_to(page_type: str, name: str, **spec: str) -> dict[str, Any]:
    """Creative components whose click leads to a page."""
    return {"main_jump_info": [{"value": {"page_type": page_type, "page_spec": {name: spec}}}]}


H5 = leading_to("PAGE_TYPE_H5", "h5_spec", page_url=LANDING)


async def running_ad(sandbox: Sandbox, components: dict[str, Any] | None = None, **more: Any) -> int:
    """Make an ad group with a creative; return its number."""
    made = await post(sandbox, "/v3.0/adgroups/add", **adgroup(sandbox, **more))
    creative = {"dynamic_creative_name": "新客", "creative_components": components or H5}
    await post(sandbox, "/v3.0/dynamic_creatives/add", adgroup_id=made["adgroup_id"], **creative)
    return int(made["adgroup_id"])


async def new_set(sandbox: Sandbox, kind: str = "WEB", **more: Any) -> int:
    """Make a data source; return its number."""
    made = await post(sandbox, "/v3.0/user_action_sets/add", type=kind, name=f"官网{next(_NONCES)}", **more)
    return int(made["user_action_set_id"])


async def new_audience(sandbox: Sandbox, *people: int) -> int:
    """Make an audience of some people by the hashes of their phones; return its number."""
    made = await post(sandbox, "/v3.0/custom_audiences/add", name=f"老客{next(_NONCES)}", type="CUSTOMER_FILE")
    if people:
        await upload(sandbox, made["audience_id"], *people)
        await sandbox.advance(3600)
    return int(made["audience_id"])


async def upload(sandbox: Sandbox, audience: int, *people: int, **more: str) -> httpx.Response:
    """Add people to an audience by a file of hashes."""
    lines = "\n".join(phone_hash(sandbox.world.people.phone(person)) for person in people)
    fields = {"account_id": str(number(sandbox)), "audience_id": str(audience), "user_id_type": "HASH_MOBILE_PHONE", **more}
    files = {"file": ("people.txt", lines.encode(), "text/plain")}
    return await call(sandbox, "POST", "/v3.0/custom_audience_files/add", fields, files)


# What good calls need


async def _body(sandbox: Sandbox, **more: Any) -> Good:
    return Good({"account_id": number(sandbox), **more})


async def _query(sandbox: Sandbox, **more: str) -> Good:
    return Good(query={"account_id": str(number(sandbox)), **more})


async def _ask(sandbox: Sandbox) -> Good:
    client_id = tokens.client_id(sandbox.account("ads"))
    return Good(query={"client_id": client_id, "redirect_uri": "http://localhost/back", "state": "s"})


async def _exchange(sandbox: Sandbox) -> Good:
    account = sandbox.account("ads")
    code = (await consent(sandbox))["authorization_code"]
    who = {"client_id": tokens.client_id(account), "client_secret": account.secret}
    return Good(query={**who, "grant_type": "authorization_code", "authorization_code": code})


async def _adgroup(sandbox: Sandbox) -> Good:
    return Good(adgroup(sandbox))


async def _same_adgroup(sandbox: Sandbox) -> Good:
    return Good(adgroup(sandbox, adgroup_name="同名"))


async def _changed_adgroup(sandbox: Sandbox) -> Good:
    return await _body(sandbox, adgroup_id=await running_ad(sandbox), daily_budget=200_000)


async def _creative(sandbox: Sandbox) -> Good:
    made = await post(sandbox, "/v3.0/adgroups/add", **adgroup(sandbox))
    return await _body(sandbox, adgroup_id=made["adgroup_id"], dynamic_creative_name="新客", creative_components=H5)


async def _with_ad(sandbox: Sandbox, **more: str) -> Good:
    await running_ad(sandbox)
    return await _query(sandbox, **more)


async def _report(sandbox: Sandbox) -> Good:
    await running_ad(sandbox)
    await sandbox.act(1, "click_ad", adgroup_id=7_000_000_001)
    days = {"start_date": "2026-01-01", "end_date": "2026-01-02"}
    return await _query(sandbox, level="REPORT_LEVEL_ADGROUP", date_range=json.dumps(days))


async def _campaign(sandbox: Sandbox) -> Good:
    return await _body(sandbox, campaign_name="春季", campaign_type="CAMPAIGN_TYPE_NORMAL")


async def _changed_campaign(sandbox: Sandbox) -> Good:
    made = await post(sandbox, "/v1.3/campaigns/add", campaign_name="春季", campaign_type="CAMPAIGN_TYPE_NORMAL")
    return await _body(sandbox, campaign_id=made["campaign_id"], campaign_name="夏季")


async def _listed_campaigns(sandbox: Sandbox) -> Good:
    await _changed_campaign(sandbox)
    return await _query(sandbox)


async def _actions(sandbox: Sandbox) -> Good:
    action = {"action_time": int(sandbox.world.now()), "action_type": "REGISTER", "trace": {"click_id": "wx0none"}}
    return await _body(sandbox, user_action_set_id=await new_set(sandbox), actions=[action])


async def _sets(sandbox: Sandbox) -> Good:
    await new_set(sandbox)
    return await _query(sandbox)


async def _file(sandbox: Sandbox) -> Good:
    audience = await new_audience(sandbox)
    fields = {"account_id": str(number(sandbox)), "audience_id": str(audience), "user_id_type": "HASH_MOBILE_PHONE"}
    return Good(fields, files={"file": ("people.txt", b"0cc175b9c0f1b6a831c399e269772661\n", "text/plain")})


async def _audiences(sandbox: Sandbox) -> Good:
    await new_audience(sandbox)
    return await _query(sandbox)


async def _files(sandbox: Sandbox) -> Good:
    audience = await new_audience(sandbox, 1, 2)
    return await _query(sandbox, audience_id=str(audience))


def _link(sandbox: Sandbox) -> dict[str, Any]:
    return {"corp_id": sandbox.account("corp").app_id, "link_name": "朋友圈加企微", "user_id_list": ["linxiao"]}


async def _new_link(sandbox: Sandbox) -> Good:
    return await _body(sandbox, **_link(sandbox))


async def _links(sandbox: Sandbox) -> Good:
    await post(sandbox, "/v3.0/wecom_customer_acquisition_link/add", **_link(sandbox))
    return await _query(sandbox, corp_id=sandbox.account("corp").app_id)


# Refusals that need more than another argument


async def _code(sandbox: Sandbox, **changed: str) -> int:
    answer = await call(sandbox, "GET", "/v3.0/funds/get", {"account_id": number(sandbox)}, None, **changed)
    return int(answer.json()["code"])


async def _nonce_twice(sandbox: Sandbox) -> int:
    return [await _code(sandbox, nonce="once") for _ in range(2)][-1]


async def _expired(sandbox: Sandbox) -> int:
    await sandbox.admin("PATCH", "/settings", {"ads_token_wall_seconds": 0})
    sandbox.tokens.clear()
    return await _code(sandbox)


async def _twice(sandbox: Sandbox, path: str, good: Any) -> int:
    body = (await good(sandbox)).body
    return [int((await call(sandbox, "POST", path, body)).json()["code"]) for _ in range(2)][-1]


async def _code_twice(sandbox: Sandbox) -> int:
    good = await _exchange(sandbox)
    answers = [await sandbox.client.get(f"{HOST}/oauth/token", params=good.query) for _ in range(2)]
    return int(answers[-1].json()["code"])


async def _late_code(sandbox: Sandbox) -> int:
    good = await _exchange(sandbox)
    await sandbox.admin("PATCH", "/settings", {"ads_code_wall_seconds": 0})
    code = (await consent(sandbox))["authorization_code"]
    await sandbox.admin("PATCH", "/settings", {"ads_code_wall_seconds": 300})
    answer = await sandbox.client.get(f"{HOST}/oauth/token", params={**good.query, "authorization_code": code})
    return int(answer.json()["code"])


async def _late_refresh(sandbox: Sandbox) -> int:
    good = await _exchange(sandbox)
    await sandbox.admin("PATCH", "/settings", {"ads_refresh_wall_seconds": 0})
    given = (await sandbox.client.get(f"{HOST}/oauth/token", params=good.query)).json()["data"]
    query = {**good.query, "grant_type": "refresh_token", "refresh_token": given["refresh_token"]}
    return int((await sandbox.client.get(f"{HOST}/oauth/token", params=query)).json()["code"])


_case = partial(Case, account="ads", caller=call_ads)
_BAD, _NONE, _TAKEN = 18001, 18002, 18003
_OTHER: dict[int | str, Change] = {_NONE: {"account_id": "1"}}

CASES = [
    _case("/oauth/authorize", _ask, bytes, {11007: {"client_id": "1"}, _BAD: {"redirect_uri": "x"}}, method="GET", quota=False),
    _case(
        "/oauth/token",
        _exchange,
        data(TOKENS),
        {
            11007: {"client_secret": "x"},
            11009: _late_code,
            11010: {"grant_type": "refresh_token", "refresh_token": "x"},
            11011: {"authorization_code": "x"},
            11012: _late_refresh,
            11013: _code_twice,
            _BAD: {"grant_type": "password"},
        },
        method="GET",
        quota=False,
    ),
    _case(
        "/v3.0/funds/get",
        _query,
        data({"list": [{"fund_type": str, "balance": int}]}),
        {
            **_OTHER,
            11002: partial(_code, access_token="x"),
            11005: partial(_code, access_token=""),
            12000: partial(_code, nonce=""),
            12001: partial(_code, timestamp="1"),
            12002: _nonce_twice,
            11000: _expired,
        },
        method="GET",
    ),
    _case(
        "/v3.0/user_action_sets/add",
        partial(_body, type="WEB", name="官网"),
        data({"user_action_set_id": int}),
        {
            _BAD: {"type": "FAX"},
            _TAKEN: partial(_twice, path="/v3.0/user_action_sets/add", good=partial(_body, type="WEB", name="a")),
        },
    ),
    _case("/v3.0/user_action_sets/get", _sets, data({"list": [SET]}), _OTHER, method="GET"),
    _case(
        "/v3.0/user_actions/add",
        _actions,
        data({}),
        {_BAD: {"actions": [{"action_type": "REGISTER"}] * 51}, _NONE: {"user_action_set_id": 1}},
    ),
    _case("/v1.3/campaigns/add", _campaign, data({"campaign_id": int}), {_BAD: {"daily_budget": 1}}),
    _case("/v1.3/campaigns/get", _listed_campaigns, data({"list": [CAMPAIGN], "page_info": PAGE}), _OTHER, method="GET"),
    _case("/v1.3/campaigns/update", _changed_campaign, data({"campaign_id": int}), {_NONE: {"campaign_id": 1}}),
    _case(
        "/v3.0/adgroups/add",
        _adgroup,
        data({"adgroup_id": int}),
        {
            _BAD: {"site_set": ["SITE_SET_RADIO"]},
            _NONE: {"targeting": {"custom_audience": [1]}},
            _TAKEN: partial(_twice, path="/v3.0/adgroups/add", good=_same_adgroup),
        },
    ),
    _case(
        "/v3.0/adgroups/get",
        _with_ad,
        data({"list": [ADGROUP], "page_info": PAGE}),
        {_BAD: {"page": "0"}, **_OTHER},
        method="GET",
    ),
    _case(
        "/v3.0/adgroups/update",
        _changed_adgroup,
        data({"adgroup_id": int}),
        {_BAD: {"daily_budget": 1}, _NONE: {"adgroup_id": 1}},
    ),
    _case(
        "/v3.0/dynamic_creatives/add",
        _creative,
        data({"dynamic_creative_id": int}),
        {_BAD: {"creative_components": {}}, _NONE: {"adgroup_id": 1}},
    ),
    _case(
        "/v3.0/dynamic_creatives/get",
        _with_ad,
        data(
            {
                "list": [
                    {
                        "dynamic_creative_id": int,
                        "dynamic_creative_name": str,
                        "adgroup_id": int,
                        "creative_components": dict,
                        "created_time": int,
                    }
                ],
                "page_info": PAGE,
            }
        ),
        _OTHER,
        method="GET",
    ),
    _case(
        "/v3.0/daily_reports/get", _report, data({"list": [ROW], "page_info": PAGE}), {_BAD: {"date_range": "x"}}, method="GET"
    ),
    _case(
        "/v3.0/hourly_reports/get",
        _report,
        data({"list": [ROW], "page_info": PAGE}),
        {_BAD: {"level": "REPORT_LEVEL_SOUL"}},
        method="GET",
    ),
    _case(
        "/v3.0/custom_audiences/add",
        partial(_body, name="老客", type="CUSTOMER_FILE"),
        data({"audience_id": int}),
        {
            _BAD: {"type": "LOOKALIKE"},
            _NONE: {"type": "LOOKALIKE", "audience_spec": {"lookalike_spec": {"seed_audience_id": 1, "expand_user_count": 9}}},
            _TAKEN: partial(_twice, path="/v3.0/custom_audiences/add", good=partial(_body, name="老客", type="CUSTOMER_FILE")),
        },
    ),
    _case(
        "/v3.0/custom_audiences/get",
        _audiences,
        data({"list": [AUDIENCE], "page_info": PAGE}),
        {_NONE: {"audience_id": "1"}},
        method="GET",
    ),
    _case(
        "/v3.0/custom_audience_files/add",
        _file,
        data({"custom_audience_file_id": int}),
        {_BAD: {"user_id_type": "SHOE_SIZE"}, _NONE: {"audience_id": "1"}},
    ),
    _case(
        "/v3.0/custom_audience_files/get",
        _files,
        data({"list": [FILE], "page_info": PAGE}),
        {_NONE: {"audience_id": "1"}},
        method="GET",
    ),
    _case(
        "/v3.0/wecom_customer_acquisition_link/add",
        _new_link,
        data({"link": LINK}),
        {_BAD: {"link_name": ""}, _NONE: {"user_id_list": ["nobody"]}},
    ),
    _case(
        "/v3.0/wecom_customer_acquisition_link/get",
        _links,
        data(
            {
                "corp_id": str,
                "link_detail_list": [{**LINK, "skip_verify": bool, "user_id_list": [str], "department_id_list": [int]}],
                "next_cursor": str,
            }
        ),
        {_NONE: {"corp_id": "ww0"}},
        method="GET",
    ),
]


# The older API, with an Official Account's token


async def old_set(sandbox: Sandbox) -> int:
    """Make a data source by the older API; return its number."""
    made = await sandbox.post("oa", "/marketing/user_action_sets/add", {"type": "WECHAT", "name": "公众号", "description": ""})
    return int(made["data"]["user_action_set_id"])


async def _old_actions(sandbox: Sandbox) -> Good:
    user = {"wechat_app_id": sandbox.account("oa").app_id, "wechat_openid": sandbox.openid("oa", 1)}
    action = {"action_time": int(sandbox.world.now()), "action_type": "COMPLETE_ORDER", "user_id": user}
    return Good({"actions": [{"user_action_set_id": await old_set(sandbox), **action}]})


async def _old_sets(sandbox: Sandbox) -> Good:
    return Good(query={"version": "v1.0", "user_action_set_id": str(await old_set(sandbox))})


async def _old_new(sandbox: Sandbox) -> Good:
    return Good({"type": "WECHAT", "name": "公众号", "description": "微信"})


_DONE = {"errcode": int, "errmsg": str}
CASES += [
    Case("/marketing/user_action_sets/add", _old_new, {**_DONE, "data": {"user_action_set_id": int}}, {40035: {"name": GONE}}),
    Case(
        "/marketing/user_action_sets/get",
        _old_sets,
        {**_DONE, "data": {"list": [SET]}},
        {40035: {"version": "v9"}},
        method="GET",
    ),
    Case(
        "/marketing/user_actions/add",
        _old_actions,
        {**_DONE, "data": {}},
        {900351000: {"actions": [{"user_action_set_id": 1}]}},
    ),
]
