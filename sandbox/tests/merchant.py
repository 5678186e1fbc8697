"""A merchant as tests hold it: it signs its calls of WeChat Pay, and hears notifications."""

import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
from brand import Brand
from rig import Sandbox
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from wechat_sandbox import xml
from wechat_sandbox.pay import ciphers, keys

PAY = "/api.mch.weixin.qq.com"
NOTIFY = "http://localhost/pay"
Json = dict[str, Any]

# Making RSA keys is slow, and every test's world has the same seed: the keys of the first serve all.
_KEPT: dict[str, Json] = {}


@dataclass
class Heard:
    """A notification as it came, and opened."""

    headers: dict[str, str]
    body: bytes
    event: Json
    resource: Json


@dataclass
class Merchant:
    """The merchant `mch` of a sandbox."""

    sandbox: Sandbox
    heard: list[Heard] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.world = self.sandbox.world
        self.account = self.sandbox.account("mch")
        self.mchid = self.account.app_id
        self.appid = self.sandbox.account("mp").app_id
        for name, doc in _KEPT.items():
            self.world.store.put("pay key", "mch", name, doc)
        self.keys: Json = keys.shown(self.world, self.account)
        for name in ("merchant", "platform", "public_key"):
            _KEPT[name] = self.world.store.get("pay key", "mch", name) or {}

    # Calls

    async def call(self, method: str, path: str, body: Json | None = None, **more: Any) -> httpx.Response:
        """Call an API; `query`, `serial` (the platform key the caller names), `headers` may be given."""
        target = path + ("?" + urlencode(more["query"]) if more.get("query") else "")
        raw = json.dumps(body, ensure_ascii=False) if body is not None else ""
        headers = {"content-type": "application/json", **self.authorization(method, target, raw), **more.get("headers", {})}
        if "serial" in more:
            headers["Wechatpay-Serial"] = more["serial"]
        return await self.sandbox.client.request(method, PAY + target, content=raw.encode(), headers=headers)

    def authorization(self, method: str, target: str, body: str, **changed: str) -> dict[str, str]:
        stamp = changed.get("stamp") or str(int(time.time()))
        signature = ciphers.sign(self.keys["merchant"]["private_key"], ciphers.message(method, target, stamp, "n1", body))
        parts = {
            "mchid": self.mchid,
            "nonce_str": "n1",
            "signature": signature,
            "timestamp": stamp,
            "serial_no": self.keys["merchant"]["serial_no"],
            **changed,
        }
        written = ",".join(f'{name}="{value}"' for name, value in parts.items() if name != "stamp")
        return {"authorization": f"WECHATPAY2-SHA256-RSA2048 {written}"}

    async def get(self, path: str, **query: str) -> Json:
        return self._read(await self.call("GET", path, query=query))

    async def post(self, path: str, body: Json | None = None, **more: Any) -> Json:
        return self._read(await self.call("POST", path, body, **more))

    async def refusal(self, method: str, path: str, body: Json | None = None, **more: Any) -> tuple[int, str]:
        """Make a call that is refused; return status and code."""
        answer = await self.call(method, path, body, **more)
        assert answer.status_code >= 400, answer.text
        return answer.status_code, answer.json()["code"]

    async def v2(self, path: str, fields: Json, method: str = "MD5", key: str = "") -> dict[str, str]:
        """Call an API of v2."""
        signed = {"nonce_str": "n1", "mch_id": self.mchid, **fields}
        signed["sign"] = ciphers.v2_sign(signed, key or self.keys["api_v2_key"], method)
        response = await self.sandbox.client.post(PAY + path, content=xml.write(signed).encode())
        assert response.status_code == 200
        return xml.read(response.text)

    def _read(self, response: httpx.Response) -> Json:
        assert response.status_code == 200, response.text
        self.check(response.headers, response.content)
        body: Json = response.json()
        return body

    def check(self, headers: Any, body: bytes) -> None:
        """Verify that the platform has signed these bytes."""
        shown = {one["serial_no"]: one["certificate"] for one in self.keys["platform_certificates"]}
        shown[self.keys["public_key"]["id"]] = self.keys["public_key"]["public_key"]
        signed = ciphers.message(headers["wechatpay-timestamp"], headers["wechatpay-nonce"], body.decode())
        assert ciphers.verify(shown[headers["wechatpay-serial"]], signed, headers["wechatpay-signature"])

    # What is made often

    def person(self) -> tuple[int, str]:
        """Somebody who is not distrusted, and their openid in the Mini Program."""
        return 3, self.sandbox.openid("mp", 3)

    def order(self, number: str = "order-000001", total: int = 1000, **more: Any) -> Json:
        return {
            "appid": self.appid,
            "mchid": self.mchid,
            "description": "玫瑰保湿面膜",
            "out_trade_no": number,
            "notify_url": NOTIFY,
            "amount": {"total": total, "currency": "CNY"},
            "payer": {"openid": self.person()[1]},
            **more,
        }

    async def paid(self, number: str = "order-000001", total: int = 1000, **more: Any) -> Json:
        """An order that a person has paid."""
        await self.post("/v3/pay/transactions/jsapi", self.order(number, total, **more))
        return await self.sandbox.act(self.person()[0], "pay_order", out_trade_no=number)

    def stock(self, request: str = "stock-1", coupons: int = 10, amount: int = 100, **rules: Any) -> Json:
        use_rule = {"max_coupons": coupons, "max_amount": coupons * amount, "max_coupons_per_user": 5, **rules}
        return {
            "stock_name": "新客立减",
            "belong_merchant": self.mchid,
            "available_begin_time": "2026-01-01T00:00:00+08:00",
            "available_end_time": "2026-02-01T00:00:00+08:00",
            "stock_use_rule": {**use_rule, "natural_person_limit": False, "prevent_api_abuse": False},
            "coupon_use_rule": {
                "fixed_normal_coupon": {"coupon_amount": amount, "transaction_minimum": 500},
                "available_merchants": [self.mchid],
            },
            "no_cash": True,
            "stock_type": "NORMAL",
            "out_request_no": request,
        }

    async def running_stock(self, request: str = "stock-1", coupons: int = 10, amount: int = 100, **rules: Any) -> str:
        """A stock that was made and started; return its id."""
        made = await self.post("/v3/marketing/favor/coupon-stocks", self.stock(request, coupons, amount, **rules))
        stock_id: str = made["stock_id"]
        await self.post(f"/v3/marketing/favor/stocks/{stock_id}/start", {"stock_creator_mchid": self.mchid})
        return stock_id

    def coupon(self, stock_id: str, request: str = "coupon-1") -> Json:
        return {
            "stock_id": stock_id,
            "out_request_no": request,
            "appid": self.appid,
            "stock_creator_mchid": self.mchid,
        }

    def transfer(self, number: str = "transfer1", amount: int = 500, **more: Any) -> Json:
        return {
            "appid": self.appid,
            "out_bill_no": number,
            "transfer_scene_id": "1000",
            "openid": self.person()[1],
            "transfer_amount": amount,
            "transfer_remark": "新会员有礼",
            "transfer_scene_report_infos": [{"info_type": "活动名称", "info_content": "新会员有礼"}],
            "notify_url": NOTIFY,
            **more,
        }

    # Notifications

    def listen(self, brand: Brand) -> None:
        """Let the brand's server take notifications; `answers` holds the statuses of the next ones."""
        brand.app.router.routes.append(Route("/pay", self._notified, methods=["POST"]))

    def named(self, event: str) -> list[Heard]:
        return [one for one in self.heard if one.event["event_type"] == event]

    async def _notified(self, request: Request) -> Response:
        body = await request.body()
        if self.answers and (status := self.answers.pop(0)) != 200:
            return JSONResponse({"code": "FAIL", "message": "失败"}, status)
        try:
            self.check(request.headers, body)
        except (AssertionError, KeyError):
            self.refused.append(request.headers["wechatpay-signature"])
            return JSONResponse({"code": "FAIL", "message": "验签失败"}, 401)
        event = json.loads(body)
        sealed = event["resource"]
        plain = ciphers.unseal(self.keys["api_v3_key"], sealed["nonce"], sealed["associated_data"], sealed["ciphertext"])
        self.heard.append(Heard(dict(request.headers), body, event, json.loads(plain)))
        return Response(status_code=204)
