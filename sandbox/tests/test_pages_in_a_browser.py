"""The pages in a real browser: what somebody taps is what the brand's server hears."""

import base64
import json
import re
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import httpx
import pytest
import segno
from brand import Brand
from merchant import Merchant
from playwright.sync_api import Browser, BrowserContext, FilePayload, ViewportSize, expect, sync_playwright
from served import Served
from wechat_sandbox.official_account.js_tickets import signature
from wechat_sandbox.pay import ciphers

EC = "/cgi-bin/externalcontact"
PHONE, DESK = ViewportSize(width=390, height=844), ViewportSize(width=1280, height=820)
SETTLING_MS = 80
SECTIONS = ("accounts", "people", "calls", "deliveries", "uploads", "messages", "quotas", "faults", "settings", "snapshots")
ON_THE_PHONE = (
    *("chats", "contacts", "discover", "me", "orders", "wallet", "moments", "live", "scan", "web", "deeds", "cart/mp"),
    *("chat/oa", "chat/notices", "chat/corp%3Alinxiao", "program/mp/pages%2Findex%2Findex%3Fa%3D1/1043"),
)
SCREENS = {
    "/": ("", *SECTIONS),
    "/phone": ("",),
    "/phone/3": ON_THE_PHONE,
    "/staff": ("",),
    "/staff/corp/linxiao": ("",),
    "/scan": ("",),
}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def desk(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=DESK, locale="zh-CN")
    context.set_default_timeout(8000)
    yield context
    context.close()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_each_page_opens_without_an_error_and_fits_the_screen(served: Served, browser: Browser, size: ViewportSize) -> None:
    _furnish(served)
    context = browser.new_context(viewport=size, locale="zh-CN")
    context.set_default_timeout(8000)
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
    page.on("console", lambda said: problems.append(f"{page.url}: {said.text}") if said.type == "error" else None)
    for shell, screens in SCREENS.items():
        for screen in screens:
            page.goto(f"{served.url}{shell}#{screen}")
            page.locator("main :is(b, h1, h2, small, input, p, button, label, td)").locator("visible=true").first.wait_for()
            page.wait_for_timeout(SETTLING_MS)
            if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
                problems.append(f"{shell}#{screen} is wider than the screen")
    context.close()
    assert problems == []


def test_somebody_follows_by_scanning_is_written_to_and_answers(served: Served, desk: BrowserContext, brand: Brand) -> None:
    person = served.sandbox.stranger()
    scene = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": "store-7"}}}
    code = served.run(served.sandbox.post("oa", "/cgi-bin/qrcode/create", scene))
    scanner = desk.new_page()
    scanner.goto(f"{served.url}/scan")
    scanner.get_by_label("码的内容").fill(code["url"])
    scanner.get_by_role("button", name="识别").click()
    scanner.get_by_label("谁来扫").fill(str(person))
    scanner.locator(".found button").first.click()
    scanner.get_by_role("button", name="扫码").click()
    expect(scanner.get_by_role("log")).to_contain_text("subscribe")

    served.run(served.sandbox.say(person, "欢迎关注"))
    phone = desk.new_page()
    phone.goto(f"{served.url}/phone/{person}")
    phone.get_by_text("全域好物").click()
    expect(phone.get_by_role("log")).to_contain_text("欢迎关注")
    phone.get_by_label("写消息").fill("会员日是哪天？<img src=x onerror=alert(1)>")
    phone.get_by_label("写消息").press("Enter")
    expect(phone.get_by_role("log")).to_contain_text("<img src=x onerror=alert(1)>")

    served.run(served.sandbox.simulation.drained())
    heard = [message.get("EventKey") or message.get("Content") for message in brand.callbacks]
    assert [words for words in heard if words] == ["qrscene_store-7", "会员日是哪天？<img src=x onerror=alert(1)>"]


def test_what_arrives_is_announced_on_another_screen(served: Served, desk: BrowserContext) -> None:
    person = served.sandbox.follower()
    phone = desk.new_page()
    phone.goto(f"{served.url}/phone/{person}#me")
    phone.locator(".tabs").wait_for()
    phone.wait_for_timeout(SETTLING_MS)
    served.run(served.sandbox.send_template(person))
    banner = phone.get_by_role("status").filter(has_text="全域好物")
    expect(banner).to_contain_text("订单发货通知")
    banner.click()
    expect(phone.get_by_role("log")).to_contain_text("玫瑰保湿面膜")


def test_a_message_that_is_looked_at_counts_as_opened(served: Served, desk: BrowserContext) -> None:
    person = served.sandbox.follower()
    served.run(served.sandbox.admin("PATCH", "/settings", {"open_custom": 0, "effect_custom": 0}))
    served.run(served.sandbox.act(person, "text"))
    served.run(served.sandbox.say(person, "欢迎光临"))
    phone = desk.new_page()
    with phone.expect_response(f"**/_sandbox/people/{person}/act") as seen:
        phone.goto(f"{served.url}/phone/{person}#chat/oa")
    assert seen.value.json()["seen"] == 1
    truth = phone.request.get(f"{served.url}/_sandbox/truth/messages_truth.jsonl").text()
    assert [json.loads(line)["opened"] for line in truth.splitlines()] == [True]


def test_the_menu_is_pressed_on_the_phone(served: Served, desk: BrowserContext, brand: Brand) -> None:
    below = [{"type": "click", "name": "积分", "key": "points"}]
    menu = {"button": [{"name": "会员", "sub_button": below}]}
    served.run(served.sandbox.post("oa", "/cgi-bin/menu/create", menu))
    phone = desk.new_page()
    phone.goto(f"{served.url}/phone/{served.sandbox.follower()}#chat/oa")
    phone.get_by_role("button", name="会员").click()
    phone.get_by_role("button", name="积分").click()
    expect(phone.get_by_role("status")).to_have_text("已点击")
    served.run(served.sandbox.simulation.drained())
    assert [message["EventKey"] for message in brand.named("CLICK")] == ["points"]


def test_a_member_sends_what_the_corp_asks_and_the_customer_has_it(served: Served, desk: BrowserContext) -> None:
    served.run(served.sandbox.admin("PATCH", "/settings", {"staff_confirms": 0, "dispatch_wall_seconds": 0}))
    served.run(served.sandbox.act(4, "add_staff", userid="linxiao"))
    body = {"external_userid": [served.sandbox.openid("corp", 4)], "text": {"content": "新品到店，欢迎来看"}}
    sent = served.run(served.sandbox.post("corp", f"{EC}/add_msg_template", body))
    staff = desk.new_page()
    staff.goto(f"{served.url}/staff/corp/linxiao")
    staff.get_by_role("button", name=re.compile("待发送")).click()
    staff.get_by_role("button", name="确认发送").click()
    expect(staff.get_by_text("已发送").first).to_be_visible()
    task = served.run(served.sandbox.post("corp", f"{EC}/get_groupmsg_task", {"msgid": sent["msgid"]}))
    assert task["task_list"][0]["status"] == 2

    phone = desk.new_page()
    phone.goto(f"{served.url}/phone/4")
    phone.get_by_text("林晓").first.click()
    expect(phone.get_by_role("log")).to_contain_text("新品到店，欢迎来看")


def test_somebody_buys_in_the_mini_program_by_hand(served: Served, desk: BrowserContext, brand: Brand) -> None:
    phone = desk.new_page()
    phone.goto(f"{served.url}/phone/8#program/mp")
    item = served.sandbox.world.items[1]
    phone.get_by_role("button", name=item.name).click()
    phone.get_by_role("button", name="立即购买").click()
    phone.get_by_role("button", name=re.compile("付款")).click()
    phone.get_by_role("button", name="确认付款").click()
    phone.get_by_role("button", name="允许").click()
    expect(phone.get_by_text(f"{item.name} × 1")).to_be_visible()
    served.run(served.sandbox.simulation.drained())
    paid = [event for event in brand.events_heard if event["event"] == "order_paid"]
    assert [event["properties"]["amount_fen"] for event in paid] == [item.price_fen]
    assert len(brand.named("subscribe_msg_popup_event")) == 1


@pytest.mark.parametrize("length", [1, 17, 60, 150, 400])
def test_a_picture_of_a_code_is_read(served: Served, desk: BrowserContext, length: int) -> None:
    text = ("http://weixin.qq.com/q/" + "aB3-" * 100)[:length]
    picture = segno.make_qr(text, error="m").png_data_uri(scale=5, border=2)
    scanner = desk.new_page()
    scanner.goto(f"{served.url}/scan")
    file = FilePayload(name="code.png", mimeType="image/png", buffer=base64.b64decode(picture.partition(",")[2]))
    scanner.locator("input[type=file]").set_input_files([file])
    expect(scanner.get_by_label("码的内容")).to_have_value(text)


def test_the_sidebar_knows_whom_the_member_talks_to_and_writes_to_them(
    served: Served, desk: BrowserContext, brand_pages: str
) -> None:
    served.run(served.sandbox.act(4, "add_staff", userid="linxiao"))
    served.run(served.sandbox.admin("PATCH", "/accounts/corp", {"more": {"sidebar_url": f"{brand_pages}/side"}}))
    staff = desk.new_page()
    staff.goto(f"{served.url}/staff/corp/linxiao")
    staff.locator(".list-part .item").first.click()
    inside = staff.frame_locator("iframe")
    expect(inside.locator("#who")).to_have_text(served.sandbox.openid("corp", 4))
    inside.get_by_role("button", name="send").click()
    staff.get_by_role("dialog").get_by_role("button", name="发送").click()
    expect(inside.locator("#sent")).to_have_text("sendChatMessage:ok")
    expect(staff.get_by_role("log")).to_contain_text("您的专属优惠")


def test_the_clock_is_moved_from_the_control_page(served: Served, desk: BrowserContext) -> None:
    page = desk.new_page()
    before = served.sandbox.world.now()
    page.goto(f"{served.url}/")
    page.get_by_role("button", name="前进一小时").click()
    expect(page.locator(".now")).to_contain_text("01:00")
    assert served.sandbox.world.now() == pytest.approx(before + 3600, abs=1)


def test_a_setting_and_a_fault_are_changed_from_the_control_page(served: Served, desk: BrowserContext) -> None:
    page = desk.new_page()
    page.goto(f"{served.url}/#settings")
    page.get_by_label("搜索").fill("clear_quota_per_month")
    page.get_by_label("clear_quota_per_month").fill("3")
    page.get_by_label("clear_quota_per_month").press("Enter")
    expect(page.get_by_text("原为 10")).to_be_visible()
    assert served.sandbox.world.settings.clear_quota_per_month == 3
    page.goto(f"{served.url}/#faults")
    page.get_by_label("签名错误").check()
    page.get_by_role("button", name="打开", exact=True).click()
    expect(page.get_by_text("回调：100% 的时候 签名错误")).to_be_visible()
    assert [fault.wrong_signature for fault in served.sandbox.world.faults.all()] == [True]


def test_the_pages_speak_english_too(served: Served, desk: BrowserContext) -> None:
    page = desk.new_page()
    page.goto(f"{served.url}/phone/3")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Chats")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "en"
    page.goto(f"{served.url}/#settings")
    expect(page.get_by_text("life of an access_token", exact=True)).to_be_visible()
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_text("access_token 的有效期", exact=True)).to_be_visible()
    expect(page.get_by_text("life of an access_token", exact=True)).to_have_count(0)


def test_a_link_of_the_menu_opens_the_brands_page_with_the_person_known(
    served: Served, desk: BrowserContext, brand_pages: str
) -> None:
    oa, person = served.account("oa"), served.sandbox.follower()
    query = urlencode(
        {"appid": oa.app_id, "redirect_uri": f"{brand_pages}/back", "response_type": "code", "scope": "snsapi_base"}
    )
    url = f"https://open.weixin.qq.com/connect/oauth2/authorize?{query}#wechat_redirect"
    menu = {"button": [{"type": "view", "name": "会员", "url": url}]}
    served.run(served.sandbox.post("oa", "/cgi-bin/menu/create", menu))
    phone = desk.new_page()
    phone.goto(f"{served.url}/phone/{person}#chat/oa")
    phone.get_by_role("button", name="会员").click()
    code = phone.frame_locator("iframe").locator("#code")
    expect(code).to_have_text(re.compile(r"\S{20,}"))
    exchanged = {"appid": oa.app_id, "secret": oa.secret, "code": code.inner_text(), "grant_type": "authorization_code"}
    answer = httpx.get(f"{served.url}/api.weixin.qq.com/sns/oauth2/access_token", params=exchanged, trust_env=False)
    assert answer.json()["openid"] == served.sandbox.openid("oa", person)


def test_a_page_asks_to_be_paid_and_the_person_pays(served: Served, desk: BrowserContext, brand_pages: str) -> None:
    merchant = Merchant(served.sandbox)
    person, _ = merchant.person()
    asked = served.run(merchant.post("/v3/pay/transactions/jsapi", merchant.order(total=1999)))
    stamp = {
        "appId": merchant.appid,
        "timeStamp": "1767200000",
        "nonceStr": "abc",
        "package": f"prepay_id={asked['prepay_id']}",
    }
    signed = {
        **stamp,
        "signType": "RSA",
        "paySign": ciphers.sign(merchant.keys["merchant"]["private_key"], ciphers.message(*stamp.values())),
    }
    phone = desk.new_page()
    page = f"{brand_pages}/pay?{urlencode(signed)}"
    phone.goto(f"{served.url}/phone/{person}#web/{quote(page, safe='')}")
    phone.frame_locator("iframe").get_by_role("button", name="pay").click()
    expect(phone.get_by_role("dialog")).to_contain_text("¥19.99")
    phone.get_by_role("button", name="确认付款").click()
    expect(phone.frame_locator("iframe").locator("#said")).to_have_text("get_brand_wcpay_request:ok")
    order = served.run(merchant.get("/v3/pay/transactions/out-trade-no/order-000001", mchid=merchant.mchid))
    assert order["trade_state"] == "SUCCESS"


@pytest.fixture
def brand_pages(served: Served) -> Iterator[str]:
    """Pages of the brand's own, on a port of their own, that use the JS-SDK as the documentation says."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _brand_pages(served))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


_BACK = "<!doctype html><p id=code></p><script>code.textContent = new URLSearchParams(location.search).get('code')</script>"
_PAY = """<!doctype html><p id="said"></p><button>pay</button><script src="{sdk}"></script><script>
    document.querySelector("button").onclick = () => WeixinJSBridge.invoke("getBrandWCPayRequest",
      Object.fromEntries(new URLSearchParams(location.search)), (answer) => {{ said.textContent = answer.err_msg; }});
    </script>"""


def _brand_pages(served: Served) -> type[BaseHTTPRequestHandler]:
    corp = served.account("corp")
    pages = {"/back": _BACK, "/pay": _PAY.format(sdk=f"{served.url}/_sdk/wechat.js")}
    pages["/side"] = f"""<!doctype html><meta charset="utf-8"><p id="who"></p><p id="sent"></p><button>send</button>
        <script src="{served.url}/_sdk/wechat.js"></script><script>
        const sign = (kind) => async (url) => (await fetch(`/sign?kind=${{kind}}&url=${{encodeURIComponent(url)}}`)).json();
        ww.register({{
          corpId: "{corp.app_id}", agentId: {corp.agent_id}, jsApiList: ["getCurExternalContact", "sendChatMessage"],
          getConfigSignature: sign("config"), getAgentConfigSignature: sign("agentConfig"),
          async onAgentConfigSuccess() {{ who.textContent = (await ww.getCurExternalContact()).userId; }},
          onAgentConfigFail(answer) {{ who.textContent = answer.errMsg; }},
        }});
        document.querySelector("button").onclick = () => wx.invoke("sendChatMessage",
          {{ msgtype: "text", text: {{ content: "您的专属优惠" }} }}, (answer) => {{ sent.textContent = answer.err_msg; }});
        </script>"""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            if asked.path == "/sign":
                query = parse_qs(asked.query)
                self._answer(json.dumps(_sign(served, query["kind"][0], query["url"][0])), "application/json")
            else:
                self._answer(pages[asked.path], "text/html; charset=utf-8")

        def _answer(self, body: str, kind: str) -> None:
            self.send_response(200)
            self.send_header("content-type", kind)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args: Any) -> None:
            pass

    return Handler


def _sign(served: Served, kind: str, url: str) -> dict[str, Any]:
    path, query = ("/cgi-bin/get_jsapi_ticket", {})
    if kind == "agentConfig":
        path, query = "/cgi-bin/ticket/get", {"type": "agent_config"}
    ticket = served.run(served.sandbox.get("corp", path, **query))["ticket"]
    stamp = int(time.time())
    return {"timestamp": stamp, "nonceStr": "nonce", "signature": signature(ticket, "nonce", stamp, url)}


def _furnish(served: Served) -> None:
    """Give the pages something of everything to show."""
    sandbox = served.sandbox
    served.run(sandbox.act(3, "follow"))
    served.run(sandbox.send_template(3, url="http://127.0.0.1:1/x"))
    served.run(sandbox.say(3, "很长的一个网址 http://127.0.0.1:8000/" + "a" * 200))
    served.run(sandbox.act(3, "add_staff", userid="linxiao"))
    served.run(sandbox.act(3, "write_to_staff", userid="linxiao", content="好" * 300))
    served.run(sandbox.post("oa", "/cgi-bin/menu/create", {"button": [{"type": "click", "name": "积分", "key": "k"}]}))
    served.run(sandbox.post("oa", "/cgi-bin/message/custom/send", {"touser": "nobody"}))


@pytest.mark.parametrize(
    ("path", "words"),
    [("/phone/999999", "没有这个人"), ("/staff/corp/nobody", "没有这个员工"), ("/staff/none/x", "没有这个账号")],
)
def test_who_is_not_there_is_said_and_others_are_offered(served: Served, desk: BrowserContext, path: str, words: str) -> None:
    page = desk.new_page()
    page.goto(served.url + path)
    expect(page.get_by_text(words)).to_be_visible()
    expect(page.locator("a.item").first).to_be_visible()
