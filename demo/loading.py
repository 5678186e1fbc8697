"""Loads the demo brand, over the two public APIs only."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import httpx

from demo import brand
from demo.children import Failed

WECHAT_HOSTS = {"official_account": "api.weixin.qq.com", "mini_program": "api.weixin.qq.com", "wecom": "qyapi.weixin.qq.com"}
WARM_UP_SECONDS = 57_600


class Brand:
    """A brand being set up: signed in to Quanyu as its owner, and at the local WeChat as its administrator."""

    def __init__(self, url: str, sandbox_url: str, login: str, password: str, say: Callable[[str], None]) -> None:
        self._url, self._sandbox_url, self._say = url, sandbox_url, say
        self._quanyu = httpx.Client(base_url=f"{url}/v1", timeout=60)
        self._sandbox = httpx.Client(base_url=f"{sandbox_url}/_sandbox", timeout=600)
        session = self._post("/session", {"login": login, "password": password})
        self._quanyu.headers["X-CSRF-Token"] = session["csrf"]

    def __enter__(self) -> Brand:
        return self

    def __exit__(self, *_: object) -> None:
        self._quanyu.close()
        self._sandbox.close()

    def load(self) -> str:
        """Everything, once; returns an API token of the workspace."""
        token: str = self._post("/tokens", {"name": "demo", "role": "admin"})["token"]
        self._say("导入真实购买历史 importing 525 461 order lines")
        self._import_history()
        self._say("连接公众号、小程序、企业微信 connecting the accounts")
        accounts = self.connect()
        self._answer(self._sandbox.patch("/settings", json={"order_currency": brand.CURRENCY}))
        self._put_up_codes(accounts)
        self._say("建立人群与旅程 making segments and journeys")
        for segment in brand.SEGMENTS:
            self._post("/segments", segment)
        self._start_journeys(accounts)
        self._say("本地微信的第一个白天 the first morning and afternoon on the local WeChat")
        self._answer(self._sandbox.post("/clock", json={"advance_seconds": WARM_UP_SECONDS}))
        return token

    @staticmethod
    def run_clock(sandbox_url: str) -> None:
        """Let the local WeChat's days pass."""
        httpx.post(f"{sandbox_url}/_sandbox/clock", json={"running": True}, timeout=60).raise_for_status()

    def _import_history(self) -> None:
        with brand.HISTORY.open("rb") as file:
            answer = self._quanyu.post(
                "/imports", files={"file": (brand.HISTORY.name, file)}, data={"mapping": json.dumps(brand.ORDER_COLUMNS)}
            )
        job = self._answer(answer)
        while job["state"] in ("waiting", "running"):
            time.sleep(0.5)
            job = self._answer(self._quanyu.get(f"/imports/{job['id']}"))
        if job["state"] != "done":
            raise Failed(f"the history was not imported: {job['error']}")

    def connect(self) -> dict[str, dict[str, Any]]:
        """Connect the Official Account, the Mini Program and WeCom, each to the other side; by kind, as Quanyu knows them."""
        write_key: str = self._post("/tokens", {"name": "Mini Program SDK", "role": "ingest"})["token"]
        found = {}
        for theirs in self._accounts():
            if theirs["kind"] not in WECHAT_HOSTS:
                continue
            fields = {name: str(theirs[name]) for name in ("app_id", "secret", "token", "aes_key") if theirs[name]}
            if theirs["kind"] == "wecom":
                fields["agent_id"] = str(theirs["agent_id"])
            base_url = f"{self._sandbox_url}/{WECHAT_HOSTS[theirs['kind']]}"
            ours = self._post("/touchpoints", {"kind": theirs["kind"], "name": theirs["name"], "base_url": base_url, **fields})
            change: dict[str, Any] = {"callback_url": ours["callback_url"]}
            if theirs["kind"] == "mini_program":
                change["sdk"] = {
                    "collector_url": f"{self._url}/v1/events",
                    "write_key": write_key,
                    "login_url": f"{self._url}/v1/mini-program/login",
                }
            self._answer(self._sandbox.patch(f"/accounts/{theirs['id']}", json=change))
            self._answer(self._sandbox.post(f"/accounts/{theirs['id']}/verify"))
            found[theirs["kind"]] = ours
        return found

    def _put_up_codes(self, accounts: dict[str, dict[str, Any]]) -> None:
        staff = self._staff(accounts["wecom"])
        for number, store in enumerate(brand.STORES, 1):
            official = f"/touchpoints/{accounts['official_account']['id']}/codes"
            self._post(official, {"name": f"{store} 收银台", "scene": f"store_{number}"})
            wecom = f"/touchpoints/{accounts['wecom']['id']}/codes"
            serving = [staff[number % len(staff)]]
            self._post(wecom, {"name": f"{store} 顾问活码", "scene": f"guide_{number}", "staff": serving})

    def _staff(self, wecom: dict[str, Any]) -> list[str]:
        """Who may serve customers, as a person reads it off WeCom's own pages."""
        theirs = next(one for one in self._accounts() if one["kind"] == "wecom")
        base = f"{wecom['base_url']}/cgi-bin"
        keys = {"corpid": theirs["app_id"], "corpsecret": theirs["secret"]}
        token = self._answer(httpx.get(f"{base}/gettoken", params=keys))["access_token"]
        listed = self._answer(httpx.get(f"{base}/externalcontact/get_follow_user_list", params={"access_token": token}))
        found: list[str] = listed["follow_user"]
        return found

    def _accounts(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._answer(self._sandbox.get("/accounts"))["items"]
        return found

    def _start_journeys(self, accounts: dict[str, dict[str, Any]]) -> None:
        official, mini_program = accounts["official_account"], accounts["mini_program"]
        wanted = (
            brand.welcome_journey(official, self._template(official)),
            brand.staff_journey(accounts["wecom"]),
            brand.order_journey(mini_program, self._template(mini_program)),
        )
        for journey in wanted:
            made = self._post("/journeys", journey)
            self._post(f"/journeys/{made['id']}/publish", {})

    def _template(self, account: dict[str, Any]) -> str:
        templates = self._answer(self._quanyu.get(f"/touchpoints/{account['id']}/templates"))["items"]
        found: str = next(one["id"] for one in templates if one["fields"] == brand.NOTICE_FIELDS[account["kind"]])
        return found

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        return self._answer(self._quanyu.post(path, json=body))

    @staticmethod
    def _answer(answer: httpx.Response) -> Any:
        if answer.status_code >= 400:
            raise Failed(
                f"{answer.request.method} {answer.request.url.path} answered {answer.status_code}: {answer.text[:500]}"
            )
        return answer.json()
