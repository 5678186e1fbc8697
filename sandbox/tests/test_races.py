"""Clients that call at the same moment get what the documentation promises, each of them and together."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests
from brand import Brand
from served import Served, serving

CLIENTS = 8


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path, Brand()) as served:
        yield served


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(lambda call: call(), calls))


def token_of(served: Served) -> str:
    account = served.account("oa")
    body: dict[str, Any] = {"grant_type": "client_credential", "appid": account.app_id, "secret": account.secret}
    answer = requests.post(f"{served.url}/api.weixin.qq.com/cgi-bin/stable_token", json=body, timeout=10).json()
    return str(answer["access_token"])


def test_clients_that_ask_for_the_stable_token_together_get_the_same(served: Served) -> None:
    tokens = at_once([lambda: token_of(served)] * 24)
    assert len(set(tokens)) == 1


def test_of_clients_that_force_a_new_token_together_one_gets_it(served: Served) -> None:
    account = served.account("oa")
    body: dict[str, Any] = {
        "grant_type": "client_credential",
        "appid": account.app_id,
        "secret": account.secret,
        "force_refresh": True,
    }
    url = f"{served.url}/api.weixin.qq.com/cgi-bin/stable_token"
    answers = at_once([lambda: requests.post(url, json=body, timeout=10).json()] * 12)
    codes = Counter(answer.get("errcode", 0) for answer in answers)
    assert codes == {0: 1, 45011: 11}


def test_a_days_quota_is_given_out_exactly(served: Served) -> None:
    token = token_of(served)
    served.run(served.sandbox.admin("POST", "/accounts/oa/quota", {"api": "/cgi-bin/tags/get", "daily": 20}))
    url = f"{served.url}/api.weixin.qq.com/cgi-bin/tags/get?access_token={token}"
    answers = at_once([lambda: requests.get(url, timeout=10).json()] * 48)
    assert Counter(answer.get("errcode", 0) for answer in answers) == {0: 20, 45009: 28}


def test_a_login_code_serves_one_of_those_who_show_it(served: Served) -> None:
    code = served.run(served.sandbox.act(3, "get_login_code"))["code"]
    account = served.account("mp")
    query = {"appid": account.app_id, "secret": account.secret, "js_code": code, "grant_type": "authorization_code"}
    url = f"{served.url}/api.weixin.qq.com/sns/jscode2session"
    answers = at_once([lambda: requests.get(url, params=query, timeout=10).json()] * 12)
    assert Counter(answer.get("errcode", 0) for answer in answers) == {0: 1, 40163: 11}


def test_the_replies_of_a_window_are_given_out_exactly(served: Served) -> None:
    token = token_of(served)
    person = served.sandbox.follower()
    served.run(served.sandbox.act(person, "text"))
    body: dict[str, Any] = {"touser": served.sandbox.openid("oa", person), "msgtype": "text", "text": {"content": "hello"}}
    url = f"{served.url}/api.weixin.qq.com/cgi-bin/message/custom/send?access_token={token}"
    answers = at_once([lambda: requests.post(url, json=body, timeout=10).json()] * 20)
    assert Counter(answer["errcode"] for answer in answers) == {0: 5, 45047: 15}
    received = served.run(served.sandbox.messages(person))
    assert len([message for message in received if message["kind"] == "custom"]) == 5
