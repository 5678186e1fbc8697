"""An SDK that knows nothing of the sandbox, wechatpayv3 as it is published: only the address of its gateway is another."""

import gzip
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest
from wechatpayv3 import SignType, WeChatPay, WeChatPayType
from wechatpayv3.core import Core

ROOT = Path(__file__).parent.parent
PERSON = 7
Json = dict[str, Any]
pytestmark = pytest.mark.filterwarnings("ignore:Properties that return a naïve datetime")


@dataclass
class Shop:
    """The merchant's own server: it keeps what it is told."""

    server: ThreadingHTTPServer
    heard: list[tuple[dict[str, str], bytes]]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/notify"

    def next(self) -> tuple[dict[str, str], bytes]:
        """The oldest notification, once it has come."""
        deadline = time.monotonic() + 5
        while not self.heard and time.monotonic() < deadline:
            time.sleep(0.005)
        return self.heard.pop(0)


@dataclass
class Platform:
    """The sandbox in a process of its own."""

    url: str
    client: httpx.Client

    def admin(self, method: str, path: str, **body: Any) -> Json:
        response = self.client.request(method, f"/_sandbox{path}", json=body or None)
        assert response.status_code < 400, response.text
        shown: Json = response.json()
        return shown

    def act(self, action: str, **params: Any) -> Json:
        return self.admin("POST", f"/people/{PERSON}/act", action=action, wait=True, **params)

    def openid(self) -> str:
        accounts = self.admin("GET", f"/people/{PERSON}")["accounts"]
        return str(next(one["openid"] for one in accounts if one["account"] == "mp"))


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    folder = tmp_path_factory.mktemp("sandbox")
    command = [sys.executable, "-m", "wechat_sandbox", "serve", "--port", "0", "--people", "20", "--paused"]
    command += ["--data", str(folder), "--start", "2026-01-01T12:00:00+08:00"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            url = json.loads(line.removeprefix("SANDBOX READY "))["url"]
            with httpx.Client(base_url=url, timeout=30, trust_env=False) as client:
                yield Platform(url, client)
        finally:
            process.terminate()
            process.wait(10)


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    heard: list[tuple[dict[str, str], bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            heard.append((dict(self.headers), body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield Shop(server, heard)
        server.shutdown()
        thread.join()


@pytest.fixture
def gateway(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> str:
    """Lead the SDK here: it writes its gateway's address in its constructor, and calls it there already."""
    address = f"{platform.url}/api.mch.weixin.qq.com"
    monkeypatch.setattr(Core, "_gate_way", property(lambda core: address, lambda core, value: None), raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return address


@pytest.fixture
def pay(platform: Platform, shop: Shop, gateway: str) -> WeChatPay:
    shop.heard.clear()
    return _sdk(platform, shop, WeChatPayType.MINIPROG)


def _sdk(platform: Platform, shop: Shop, kind: WeChatPayType, **more: Any) -> WeChatPay:
    keys = platform.admin("GET", "/accounts/mch/keys")
    return WeChatPay(
        wechatpay_type=kind,
        mchid=keys["mchid"],
        private_key=keys["merchant"]["private_key"],
        cert_serial_no=keys["merchant"]["serial_no"],
        appid=platform.admin("GET", "/accounts/mp")["app_id"],
        apiv3_key=keys["api_v3_key"],
        notify_url=shop.url,
        **more,
    )


def _good(answer: tuple[int, Any]) -> Json:
    status, body = answer
    assert status in (200, 204), body
    read: Json = json.loads(body) if body else {}
    return read


def _told(pay: WeChatPay, shop: Shop) -> Json:
    """What the SDK makes of the next notification: it verifies and decrypts."""
    told = pay.callback(*shop.next())
    assert told, "the SDK does not trust the notification"
    heard: Json = told
    return heard


def _order(pay: WeChatPay, platform: Platform, number: str, fen: int = 1000) -> Json:
    return _good(pay.pay("玫瑰保湿面膜", number, {"total": fen}, payer={"openid": platform.openid()}))


def test_every_way_of_ordering(pay: WeChatPay, platform: Platform) -> None:
    assert _order(pay, platform, "v3-jsapi")["prepay_id"]
    assert _good(pay.pay("面膜", "v3-native", {"total": 1}, pay_type=WeChatPayType.NATIVE))["code_url"]
    assert _good(pay.pay("面膜", "v3-app", {"total": 1}, pay_type=WeChatPayType.APP))["prepay_id"]
    scene = {"payer_client_ip": "127.0.0.1", "h5_info": {"type": "Wap"}}
    h5 = _good(pay.pay("面膜", "v3-browser", {"total": 1}, scene_info=scene, pay_type=WeChatPayType.H5))
    assert platform.client.get(h5["h5_url"]).status_code == 200


def test_an_order_paid_on_the_phone_asked_about_and_told(pay: WeChatPay, platform: Platform, shop: Shop) -> None:
    prepay_id = _order(pay, platform, "v3-paid")["prepay_id"]
    stamp, package = str(int(time.time())), f"prepay_id={prepay_id}"
    signed = pay.sign([pay._appid, stamp, "nonce", package], SignType.RSA_SHA256)
    given = {"appId": pay._appid, "timeStamp": stamp, "nonceStr": "nonce", "package": package}
    platform.act("request_payment", **given, signType="RSA", paySign=signed)
    told = _told(pay, shop)
    assert told["event_type"] == "TRANSACTION.SUCCESS"
    asked = _good(pay.query(out_trade_no="v3-paid"))
    assert told["resource"] == asked
    assert _good(pay.query(transaction_id=asked["transaction_id"])) == asked


def test_an_order_is_closed(pay: WeChatPay, platform: Platform) -> None:
    _order(pay, platform, "v3-close")
    assert pay.close("v3-close")[0] == 204
    assert _good(pay.query(out_trade_no="v3-close"))["trade_state"] == "CLOSED"


def test_a_refund_and_its_notification(pay: WeChatPay, platform: Platform, shop: Shop) -> None:
    _order(pay, platform, "v3-back")
    platform.act("pay_order", out_trade_no="v3-back")
    assert _told(pay, shop)["event_type"] == "TRANSACTION.SUCCESS"
    amount = {"refund": 400, "total": 1000, "currency": "CNY"}
    assert _good(pay.refund("v3-refund", amount, out_trade_no="v3-back"))["status"] == "PROCESSING"
    platform.act("receive_refund", out_refund_no="v3-refund")
    assert _told(pay, shop)["resource"]["refund_status"] == "SUCCESS"
    assert _good(pay.query_refund("v3-refund"))["status"] == "SUCCESS"


def test_a_changed_notification_is_not_trusted(pay: WeChatPay, platform: Platform, shop: Shop) -> None:
    _order(pay, platform, "v3-forged")
    platform.act("pay_order", out_trade_no="v3-forged")
    headers, body = shop.next()
    assert pay.callback(headers, body)
    assert not pay.callback(headers, body.replace(b"encrypt-resource", b"encrypt-Resource"))


def test_a_new_platform_certificate_is_fetched_and_trusted(pay: WeChatPay, platform: Platform) -> None:
    known = len(pay._core._certificates)
    platform.admin("POST", "/accounts/mch/keys", renew="platform_certificate")
    _order(pay, platform, "v3-renewed")
    assert len(pay._core._certificates) == known + 1


def test_the_public_key_instead_of_certificates(platform: Platform, shop: Shop, gateway: str) -> None:
    public = platform.admin("GET", "/accounts/mch/keys")["public_key"]
    named = {"public_key": public["public_key"], "public_key_id": public["id"]}
    platform.admin("PATCH", "/settings", pay_platform_key="public_key")
    try:
        pay = _sdk(platform, shop, WeChatPayType.MINIPROG, **named)
        shop.heard.clear()
        _order(pay, platform, "v3-public")
        platform.act("pay_order", out_trade_no="v3-public")
        assert _told(pay, shop)["resource"]["out_trade_no"] == "v3-public"
    finally:
        platform.admin("PATCH", "/settings", pay_platform_key="certificate")


def test_a_transfer_with_a_sealed_name(pay: WeChatPay, platform: Platform, shop: Shop) -> None:
    infos = [{"info_type": "活动名称", "info_content": "新会员有礼"}]
    name = platform.admin("GET", f"/people/{PERSON}")["name"]
    scene = {"transfer_scene_id": "1000", "openid": platform.openid(), "transfer_remark": "新会员有礼"}
    asked = {"transfer_amount": 300_000, "user_name": name, "transfer_scene_report_infos": infos}
    offered = _good(pay.mch_transfer_bills(out_bill_no="v3transfer", **scene, **asked))
    assert offered["state"] == "WAIT_USER_CONFIRM"
    platform.act("confirm_transfer", out_bill_no="v3transfer")
    told = _told(pay, shop)
    assert (told["event_type"], told["resource"]["state"]) == ("MCHTRANSFER.BILL.FINISHED", "SUCCESS")
    assert _good(pay.mch_transfer_bills_query(out_bill_no="v3transfer"))["state"] == "SUCCESS"
    assert pay.mch_transfer_bills_cancel("v3transfer")[0] == 400


def test_coupons_from_stock_to_till(pay: WeChatPay, platform: Platform, shop: Shop) -> None:
    mchid = pay._mchid
    _good(pay.marketing_favor_callback_update())
    made = _good(
        pay.marketing_favor_stock_create(
            stock_name="新客立减",
            belong_merchant=mchid,
            available_begin_time="2026-01-01T00:00:00+08:00",
            available_end_time="2026-03-01T00:00:00+08:00",
            stock_use_rule={"max_coupons": 2, "max_amount": 400, "max_coupons_per_user": 1, "natural_person_limit": False},
            coupon_use_rule={
                "fixed_normal_coupon": {"coupon_amount": 200, "transaction_minimum": 500},
                "available_merchants": [mchid],
            },
            out_request_no="v3-stock",
            no_cash=True,
        )
    )
    stock_id = made["stock_id"]
    _good(pay.marketing_favor_stock_start(mchid, stock_id))
    sent = _good(pay.marketing_favor_stock_send(stock_id, platform.openid(), "v3-coupon", mchid))
    status, refused = pay.marketing_favor_stock_send(stock_id, platform.openid(), "v3-coupon-2", mchid)
    assert (status, json.loads(refused)["code"]) == (403, "RULELIMIT")
    _order(pay, platform, "v3-with-coupon")
    assert platform.act("pay_order", out_trade_no="v3-with-coupon")["payer_total"] == 800
    events = {told["event_type"]: told["resource"] for told in (_told(pay, shop), _told(pay, shop))}
    assert events["COUPON.USE"]["coupon_id"] == sent["coupon_id"]
    assert _good(pay.marketing_favor_coupon_detail(sent["coupon_id"], platform.openid()))["status"] == "USED"
    assert _good(pay.marketing_favor_stock_detail(mchid, stock_id))["distributed_coupons"] == 1
    assert _good(pay.marketing_favor_stock_list(mchid))["total_count"] == 1
    assert _good(pay.marketing_favor_user_coupon(platform.openid(), creator_mchid=mchid))["total_count"] == 1
    assert b"v3" not in pay.download_bill(_good(pay.marketing_favor_use_flow(stock_id))["url"])[1]


def test_merchant_coupons_and_complaints(pay: WeChatPay, platform: Platform, shop: Shop) -> None:
    times = {"available_begin_time": "2026-01-01T00:00:00+08:00", "available_end_time": "2026-03-01T00:00:00+08:00"}
    rule = {"discount_amount": 500, "transaction_minimum": 5000}
    use = {"coupon_available_time": times, "fixed_normal_coupon": rule, "use_method": "OFF_LINE"}
    send = {"max_coupons": 9, "max_coupons_per_user": 5}
    _good(pay.marketing_busifavor_callback_update())
    named = ("门店通用券", pay._mchid, "全店商品", "NORMAL", use, send, "v3-busi", "WECHATPAY_MODE")
    stock_id = _good(pay.marketing_busifavor_stock_create(*named))["stock_id"]
    code = platform.act("receive_merchant_coupon", stock_id=stock_id)["coupon_code"]
    assert _told(pay, shop)["resource"]["coupon_code"] == code
    _good(pay.marketing_busifavor_coupon_use(code, "2026-01-02T00:00:00+08:00", "v3-use", stock_id))
    assert _good(pay.marketing_busifavor_coupon_detail(code, platform.openid()))["coupon_state"] == "USED"
    _good(pay.complaint_notification_create(shop.url))
    _order(pay, platform, "v3-complaint", 100)
    platform.act("pay_order", out_trade_no="v3-complaint")
    assert _told(pay, shop)["event_type"] == "TRANSACTION.SUCCESS"
    complaint_id = platform.act("complain", out_trade_no="v3-complaint")["complaint_id"]
    assert _told(pay, shop)["event_type"] == "COMPLAINT.CREATE"
    shown = _good(pay.complaint_detail_query(complaint_id))
    assert pay.decrypt(shown["payer_phone"]) == platform.admin("GET", f"/people/{PERSON}")["phone"]
    assert pay.complaint_response(complaint_id, "今天补发")[0] == 204
    assert pay.complaint_complete(complaint_id)[0] == 204


def test_a_bill_is_downloaded(pay: WeChatPay, platform: Platform) -> None:
    _order(pay, platform, "v3-bill")
    platform.act("pay_order", out_trade_no="v3-bill")
    platform.admin("POST", "/clock", set="2026-01-02T11:00:00+08:00")
    offered = _good(pay.trade_bill("2026-01-01"))
    status, content = pay.download_bill(offered["download_url"])
    assert status == 200
    assert "v3-bill" in gzip.decompress(content).decode()
