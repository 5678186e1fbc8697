"""What the pages of phones read: chats, codes, the staff phone, signatures."""

import json
import time
from typing import Any

import httpx
import pytest
from brand import Brand
from merchant import Merchant
from rig import ARRIVED, Sandbox
from wechat_sandbox.official_account.js_tickets import signature
from wechat_sandbox.phone_api import bubbles
from wechat_sandbox.pictures import qr_png

EC = "/cgi-bin/externalcontact"


async def test_a_person_is_found_by_every_id(sandbox: Sandbox) -> None:
    card = await sandbox.admin("GET", "/people/7")
    ids = [one.get("openid") or one["external_userid"] for one in card["accounts"]]
    asked = ["7", card["phone"], card["accounts"][0]["unionid"], *ids]
    found = [(await _phone(sandbox, f"/people/{one}"))["person"] for one in asked]
    assert set(found) == {7}
    member = next(iter(sandbox.world.people.member_numbers.items()))
    assert (await _phone(sandbox, f"/people/{member[1]}"))["person"] == member[0]
    by_name = await _phone(sandbox, f"/people?q={card['name']}")
    assert 7 in [one["person"] for one in by_name["items"]]


async def test_a_chat_shows_what_both_sides_said_in_order(sandbox: Sandbox) -> None:
    person = sandbox.stranger()
    await sandbox.act(person, "follow")
    await sandbox.act(person, "text", content="在吗？")
    await sandbox.say(person, "在的")
    chats = (await _phone(sandbox, f"/people/{person}/chats"))["items"]
    assert [(chat["id"], chat["last"]) for chat in chats] == [("oa", "在的")]
    chat = await _phone(sandbox, f"/people/{person}/chats/oa")
    said = [(line["mine"], line["bubbles"][0]["text"]) for line in chat["items"]]
    assert said == [(True, "在吗？"), (False, "在的")]
    assert chat["chat"]["writable"]
    await sandbox.act(person, "unfollow")
    assert not (await _phone(sandbox, f"/people/{person}/chats/oa"))["chat"]["writable"]


async def test_messages_of_a_mini_program_are_notices(sandbox: Sandbox) -> None:
    await sandbox.act(2, "accept_subscription", template_ids=[ARRIVED])
    await sandbox.send_subscribe(2, page="pages/product?item_id=s005")
    notices = await _phone(sandbox, "/people/2/chats/notices")
    assert notices["items"][0]["bubbles"] == [
        {
            "shape": "notice",
            "title": "到货提醒",
            "lines": [{"name": "商品名称", "value": "冻干草莓"}, {"name": "温馨提示", "value": "您想要的商品到货了"}],
            "to": {"program": "", "path": "pages/product?item_id=s005"},
        }
    ]


async def test_the_menu_is_there_for_followers(sandbox: Sandbox) -> None:
    await sandbox.post("oa", "/cgi-bin/menu/create", {"button": [{"type": "click", "name": "积分", "key": "points"}]})
    follower, stranger = sandbox.follower(), sandbox.stranger()
    assert [b["name"] for b in (await _phone(sandbox, f"/people/{follower}/chats/oa"))["menu"]] == ["积分"]
    assert (await _phone(sandbox, f"/people/{stranger}/chats/oa"))["menu"] == []


async def test_a_member_and_a_customer_write_to_each_other(sandbox: Sandbox) -> None:
    await sandbox.act(4, "add_staff", userid="linxiao")
    external = sandbox.openid("corp", 4)
    await sandbox.act(4, "write_to_staff", userid="linxiao", content="面膜有货吗")
    written = {"action": "staff_writes", "external_userid": external, "content": "有的"}
    assert (await sandbox.client.post("/_phone/staff/corp/linxiao/act", json=written)).status_code == 200
    hers = (await _phone(sandbox, f"/staff/corp/linxiao/customers/{external}"))["items"]
    theirs = (await _phone(sandbox, "/people/4/chats/corp:linxiao"))["items"]
    assert [(line["mine"], line["bubbles"][0]["text"]) for line in hers] == [(False, "面膜有货吗"), (True, "有的")]
    assert [line["mine"] for line in theirs] == [True, False]
    stranger = {**written, "external_userid": sandbox.openid("corp", 5)}
    assert (await sandbox.client.post("/_phone/staff/corp/linxiao/act", json=stranger)).status_code == 422


async def test_a_member_does_only_what_members_do(sandbox: Sandbox) -> None:
    answer = await sandbox.client.post("/_phone/staff/corp/linxiao/act", json={"action": "follow"})
    assert answer.status_code == 422
    assert (await sandbox.client.get("/_phone/staff/corp/nobody")).status_code == 404
    assert (await sandbox.client.get("/_phone/staff/oa/linxiao")).status_code == 404


async def test_a_mass_message_waits_on_the_staff_phone(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"staff_confirms": 0})
    await sandbox.act(4, "add_staff", userid="linxiao")
    body = {"external_userid": [sandbox.openid("corp", 4)], "text": {"content": "新品到店"}}
    await sandbox.post("corp", f"{EC}/add_msg_template", body)
    task = (await _phone(sandbox, "/staff/corp/linxiao"))["tasks"][0]
    assert (task["receivers"], task["confirmed"], task["bubbles"][0]["text"]) == (1, False, "新品到店")
    sent = {"action": "staff_confirms", "task": task["task"]}
    assert (await sandbox.client.post("/_phone/staff/corp/linxiao/act", json=sent)).json()["sent"] == 1
    assert (await _phone(sandbox, "/people/4/chats/corp:linxiao"))["items"][0]["bubbles"][0]["text"] == "新品到店"


async def test_who_asks_to_be_added_waits_on_the_staff_phone(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"member_accepts": 0})
    way = {"type": 1, "scene": 2, "user": ["linxiao"], "skip_verify": False}
    made = await sandbox.post("corp", f"{EC}/add_contact_way", way)
    await sandbox.act(4, "add_staff", config_id=made["config_id"])
    home = await _phone(sandbox, "/staff/corp/linxiao")
    assert ([one["person"] for one in home["requests"]], home["total_customers"]) == ([4], 0)
    await sandbox.act(4, "member_accepts", userid="linxiao")
    home = await _phone(sandbox, "/staff/corp/linxiao")
    assert (home["requests"], home["total_customers"]) == ([], 1)
    customers = (await _phone(sandbox, "/staff/corp/linxiao/customers"))["items"]
    assert [one["person"] for one in customers] == [4]


async def test_a_member_chooses_who_gets_a_mass_message(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"staff_confirms": 0})
    for person in (4, 5):
        await sandbox.act(person, "add_staff", userid="linxiao")
    body = {"sender": "linxiao", "text": {"content": "新品到店"}, "allow_select": True}
    await sandbox.post("corp", f"{EC}/add_msg_template", body)
    task = (await _phone(sandbox, "/staff/corp/linxiao"))["tasks"][0]
    names = [sandbox.world.people.name(person) for person in (4, 5)]
    assert [one["name"] for one in task["choice"]] == names
    sent = {"action": "staff_confirms", "task": task["task"], "choose": [task["choice"][1]["id"]]}
    assert (await sandbox.client.post("/_phone/staff/corp/linxiao/act", json=sent)).json()["sent"] == 1
    assert [len(await sandbox.messages(person)) for person in (4, 5)] == [0, 1]


async def test_each_code_says_what_it_means(sandbox: Sandbox) -> None:
    scene = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": "store-7"}}}
    code = await sandbox.post("oa", "/cgi-bin/qrcode/create", scene)
    way = await sandbox.post("corp", f"{EC}/add_contact_way", {"type": 1, "scene": 2, "user": ["linxiao"]})
    link = await sandbox.post("mp", "/wxa/generate_urllink", {"path": "pages/a", "query": "b=1"})
    for text, kind in (
        (code["ticket"], "scene_code"),
        (code["url"], "scene_code"),
        (f"https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket={code['ticket']}", "scene_code"),
        (way["config_id"], "live_code"),
        (way["qr_code"], "live_code"),
        (link["url_link"], "mini_program"),
        ("http://127.0.0.1:8902/phone/3", "phone"),
        ("http://127.0.0.1:9999/shop", "page"),
    ):
        assert (await _meaning(sandbox, text)).json()["kind"] == kind, text
    assert (await _meaning(sandbox, "nothing at all")).status_code == 404
    assert (await _meaning(sandbox, "")).status_code == 422


async def test_a_code_means_what_the_person_then_does(sandbox: Sandbox) -> None:
    scene = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": "store-7"}}}
    code = await sandbox.post("oa", "/cgi-bin/qrcode/create", scene)
    meant = (await _meaning(sandbox, code["url"])).json()
    happened = await sandbox.act(sandbox.stranger(), meant["action"], **meant["params"])
    assert (happened["scene"], happened["event"]) == ("store-7", "subscribe")


async def test_what_is_tapped_is_what_is_reported(sandbox: Sandbox, brand: Brand) -> None:
    item = sandbox.world.items[0]
    await sandbox.act(6, "tap", step="launch", path="pages/index/index", query="from=test", scene=1043)
    await sandbox.act(6, "tap", step="see", item_ids=[item.item_id])
    await sandbox.act(6, "tap", step="product", item_id=item.item_id)
    await sandbox.act(6, "tap", step="add_to_cart", item_id=item.item_id, quantity=2)
    paid = await sandbox.act(6, "tap", step="pay", items=[{"item_id": item.item_id, "quantity": 2}])
    heard = brand.events_heard
    names = [event["event"] for event in heard]
    assert names == [
        "mp_launch",
        "page_view",
        "exposure",
        "click",
        "page_view",
        "add_to_cart",
        "page_view",
        "order_paid",
    ]
    assert len({event["id"] for event in heard}) == len(names)
    assert heard[0]["properties"] == {"scene": 1043, "page": "pages/index/index", "query": "from=test"}
    assert heard[-1]["properties"]["amount_fen"] == paid["order"]["amount_fen"] == 2 * item.price_fen
    orders = (await _phone(sandbox, "/people/6/orders"))["items"]
    assert [order["order_id"] for order in orders] == [paid["order"]["order_id"]]
    await sandbox.act(6, "refund", order_id=paid["order"]["order_id"])
    assert (await _phone(sandbox, "/people/6/orders"))["items"][0]["refunded"]


@pytest.mark.parametrize(
    "params",
    [
        {"step": "dance"},
        {"step": "product", "item_id": "none"},
        {"step": "pay", "items": []},
        {"step": "pay", "items": [{"item_id": "b001", "quantity": 0}]},
        {"step": "see", "item_ids": "b001"},
        {"step": "launch", "path": 5},
        {"step": "launch", "scene": "1001"},
    ],
)
async def test_what_cannot_be_tapped_is_said(sandbox: Sandbox, params: dict[str, Any]) -> None:
    answer = await sandbox.client.post("/_sandbox/people/6/act", json={"action": "tap", **params})
    assert answer.status_code == 422


async def test_a_page_is_signed_with_the_ticket_in_force(sandbox: Sandbox) -> None:
    corp = sandbox.account("corp")
    page: dict[str, Any] = {
        "corpid": corp.app_id,
        "timestamp": int(time.time()),
        "nonceStr": "n",
        "url": "http://127.0.0.1:9/side",
    }
    for kind, path, query in (
        ("config", "/cgi-bin/get_jsapi_ticket", {}),
        ("agentConfig", "/cgi-bin/ticket/get", {"type": "agent_config"}),
    ):
        ticket = (await sandbox.get("corp", path, **query))["ticket"]
        signed = signature(ticket, "n", page["timestamp"], page["url"])
        given = {**page, "kind": kind, "agentid": corp.agent_id, "signature": signed}
        assert (await sandbox.client.post("/_phone/signature", json=given)).status_code == 200
        wrong = await sandbox.client.post("/_phone/signature", json={**given, "url": page["url"] + "?a=1"})
        assert wrong.json()["detail"] == "invalid signature"
    other = {**page, "kind": "agentConfig", "agentid": 7, "signature": "x"}
    assert (await sandbox.client.post("/_phone/signature", json=other)).json()["detail"] == "invalid agentid"


async def test_a_group_is_on_both_phones(sandbox: Sandbox) -> None:
    await sandbox.act(4, "add_staff", userid="linxiao")
    made = {"action": "create_group", "owner": "linxiao", "name": "福利群"}
    chat_id = (await sandbox.client.post("/_phone/staff/corp/linxiao/act", json=made)).json()["chat_id"]
    await sandbox.act(4, "join_group", chat_id=chat_id)
    await sandbox.act(4, "say_in_group", chat_id=chat_id, content="大家好")
    said = {"action": "say_in_group", "chat_id": chat_id, "content": "欢迎"}
    assert (await sandbox.client.post("/_phone/staff/corp/linxiao/act", json=said)).status_code == 200
    group = next(chat for chat in (await _phone(sandbox, "/people/4/chats"))["items"] if chat["kind"] == "group")
    assert (group["name"], group["members"], group["last"]) == ("福利群", 2, "林晓：欢迎")
    talk = (await _phone(sandbox, f"/people/4/chats/{group['id']}"))["items"]
    assert [(line["mine"], line["bubbles"][0]["text"]) for line in talk] == [(True, "大家好"), (False, "欢迎")]
    hers = (await _phone(sandbox, f"/staff/corp/linxiao/groups/{chat_id}"))["items"]
    assert [line["mine"] for line in hers] == [False, True]


async def test_a_moment_appears_before_the_customers(sandbox: Sandbox) -> None:
    await sandbox.act(4, "add_staff", userid="linxiao")
    posted = {"action": "post_moment", "content": "春天来了"}
    assert (await sandbox.client.post("/_phone/staff/corp/linxiao/act", json=posted)).status_code == 200
    post = (await _phone(sandbox, "/people/4/moments"))["items"][0]
    assert (post["name"], post["bubbles"][0]["text"], post["liked"]) == ("林晓", "春天来了", False)
    await sandbox.act(4, "like_moment", moment=post["moment"])
    assert (await _phone(sandbox, "/people/4/moments"))["items"][0]["liked"]
    assert (await _phone(sandbox, "/people/5/moments"))["items"] == []


async def test_a_question_and_its_answer_stand_in_one_chat(sandbox: Sandbox) -> None:
    face = {"media": ("face.png", qr_png("face"), "image/png")}
    kept = await sandbox.call("corp", "POST", "/cgi-bin/media/upload", {"type": "image"}, files=face)
    opening = {"name": "小全客服", "media_id": kept.json()["media_id"]}
    open_kfid = (await sandbox.post("corp", "/cgi-bin/kf/account/add", opening))["open_kfid"]
    shown = await sandbox.client.get(f"/_phone/media/corp/{opening['media_id']}")
    assert (shown.headers["content-type"], shown.content) == ("image/png", qr_png("face"))
    await sandbox.post("corp", "/cgi-bin/kf/add_contact_way", {"open_kfid": open_kfid, "scene": "a"})
    await sandbox.act(3, "open_kf", open_kfid=open_kfid)
    await sandbox.act(3, "ask_kf", open_kfid=open_kfid, content="怎么退货")
    chat = await _phone(sandbox, f"/people/3/chats/corp:{open_kfid}")
    assert (chat["chat"]["kind"], chat["chat"]["name"]) == ("kf", "小全客服")
    assert [(line["mine"], line["bubbles"][0]["text"]) for line in chat["items"]] == [(True, "怎么退货")]


async def test_a_payment_is_shown_before_it_is_made(sandbox: Sandbox) -> None:
    merchant = Merchant(sandbox)
    asked = await merchant.post("/v3/pay/transactions/jsapi", merchant.order(total=1999))
    shown = await _phone(sandbox, f"/payment?order={asked['prepay_id']}")
    assert (shown["fen"], shown["about"], shown["state"]) == (1999, "玫瑰保湿面膜", "NOTPAY")
    native = {**merchant.order("order-native"), "payer": None}
    native.pop("payer")
    code = (await merchant.post("/v3/pay/transactions/native", native))["code_url"]
    meant = (await _meaning(sandbox, code)).json()
    assert (meant["kind"], meant["fen"]) == ("pay", 1000)
    assert (await sandbox.act(5, meant["action"], **meant["params"]))["paid"]
    assert (await sandbox.client.get("/_phone/payment?order=none")).status_code == 404


async def test_the_wallet_holds_what_a_person_was_sent(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"collects_red_packet": 0})
    merchant = Merchant(sandbox)
    packet = {
        "mch_billno": "hb1",
        "wxappid": sandbox.account("oa").app_id,
        "re_openid": sandbox.openid("oa", 3),
        "send_name": "全域好物",
        "total_amount": 300,
        "total_num": 1,
        "wishing": "新年快乐",
        "client_ip": "127.0.0.1",
        "act_name": "新年",
        "remark": "新年",
    }
    await merchant.v2("/mmpaymkttransfers/sendredpack", packet)
    (item,) = (await _phone(sandbox, "/people/3/wallet"))["items"]
    assert (item["kind"], item["fen"], item["waiting"]) == ("red_packet", 300, True)
    bubble = (await _phone(sandbox, "/people/3/chats/oa"))["items"][-1]["bubbles"][0]
    assert (bubble["shape"], bubble["title"], bubble["mch_billno"]) == ("red_packet", "新年快乐", "hb1")
    await sandbox.act(3, item["action"], **item["params"])
    assert not (await _phone(sandbox, "/people/3/wallet"))["items"][0]["waiting"]


async def test_a_live_room_is_shown_while_it_is_on(sandbox: Sandbox) -> None:
    assert (await _phone(sandbox, "/live"))["items"] == []
    await sandbox.act(3, "start_live", title="春日专场")
    (room,) = (await _phone(sandbox, "/live"))["items"]
    assert room["title"] == "春日专场"
    assert all(product["price_fen"] > 0 for product in room["products"])
    assert len(room["products"]) > 0


async def test_a_member_tells_their_number_by_hand(sandbox: Sandbox, brand: Brand) -> None:
    person, number = next(iter(sandbox.world.people.member_numbers.items()))
    await sandbox.act(person, "tap", step="launch")
    await sandbox.act(person, "tap", step="login")
    told = brand.events_heard[-1]
    assert (told["event"], told["ids"]["member_no"]) == ("member_login", number)
    stranger = next(n for n in range(100) if n not in sandbox.world.people.member_numbers)
    refused = {"action": "tap", "step": "login"}
    assert (await sandbox.client.post(f"/_sandbox/people/{stranger}/act", json=refused)).status_code == 422


async def test_a_phone_says_who_is_looking_when_the_brand_does_not(sandbox: Sandbox) -> None:
    oa = sandbox.account("oa")
    query = {"appid": oa.app_id, "redirect_uri": "http://127.0.0.1:9/back", "response_type": "code", "scope": "snsapi_base"}
    address = "/open.weixin.qq.com/connect/oauth2/authorize"
    asked = await sandbox.client.get(address, params=query)
    assert asked.status_code == 200
    known = await sandbox.client.get(address, params=query, headers={"cookie": "sandbox_person=3"})
    assert known.status_code == 302
    assert known.headers["location"].startswith("http://127.0.0.1:9/back?code=")


async def test_the_phones_are_for_this_machine(sandbox: Sandbox) -> None:
    elsewhere = httpx.ASGITransport(sandbox.app, client=("10.0.0.9", 1))
    async with httpx.AsyncClient(transport=elsewhere, base_url="http://127.0.0.1:8902") as far:
        for path in (
            "/_phone/people/3",
            "/phone/3",
            "/staff/corp/linxiao",
            "/scan",
            "/",
            "/_pages/look.css",
            "/_sdk/wechat.js",
        ):
            assert (await far.get(path)).status_code == 403, path
    form = {"content-type": "text/plain"}
    sent = await sandbox.client.post("/_phone/meaning", content='{"text": "a"}', headers=form)
    assert sent.status_code == 415


@pytest.mark.parametrize(
    ("content", "shapes"),
    [
        ({"msgtype": "text", "text": {"content": "a"}}, ["text"]),
        ({"msgtype": "text"}, ["text"]),
        ({"msgtype": "news", "news": {"articles": [{"title": "a", "url": "javascript:alert(1)"}, 5]}}, ["articles"]),
        ({"msgtype": "hologram", "hologram": {"title": "a"}}, ["file"]),
        ({"msgtype": "msgmenu", "msgmenu": {"list": [{"id": 1, "content": "a"}, None]}}, ["choices"]),
        ({"text": {"content": "a"}, "attachments": [{"msgtype": "link", "link": {"url": "http://a"}}]}, ["text", "link"]),
        ({"text": "a", "attachments": "b"}, ["text"]),
        ({"strange": [1]}, ["raw"]),
        ({}, ["raw"]),
    ],
)
def test_every_message_is_drawn_somehow(content: dict[str, Any], shapes: list[str]) -> None:
    drawn = bubbles.of_content(content)
    assert [bubble["shape"] for bubble in drawn] == shapes
    assert "javascript:" not in str(drawn)
    assert all(bubbles.in_short(bubble) is not None for bubble in drawn)


async def _phone(sandbox: Sandbox, path: str) -> dict[str, Any]:
    response = await sandbox.client.get("/_phone" + path)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


async def _meaning(sandbox: Sandbox, text: str) -> httpx.Response:
    return await sandbox.client.post("/_phone/meaning", json={"text": text})


@pytest.mark.slow
async def test_whatever_is_sent_is_refused_or_borne(sandbox: Sandbox) -> None:
    await sandbox.act(4, "add_staff", userid="linxiao")
    external = sandbox.openid("corp", 4)
    odd: tuple[Any, ...] = (None, True, -1, 2**70, 1.5, "", "x" * 5000, "\x00😀", "\ud800", [], [None], {}, {"msgtype": []})
    calls = [("/_phone/meaning", {"text": value}) for value in odd]
    for name in ("url", "timestamp", "nonceStr", "signature", "corpid", "agentid", "kind"):
        good = {"url": "http://a", "timestamp": 1, "nonceStr": "n", "signature": "s", "corpid": sandbox.account("corp").app_id}
        calls += [("/_phone/signature", {**good, name: value}) for value in odd]
    writes: dict[str, Any] = {"action": "staff_writes", "external_userid": external, "content": "a"}
    for name in ("action", "external_userid", "content", "message", "task", "moment", "chat_id", "owner", "name"):
        for action in ("staff_writes", "staff_confirms", "confirm_moment", "say_in_group", "create_group"):
            calls += [("/_phone/staff/corp/linxiao/act", {**writes, "action": action, name: value}) for value in odd]
    for name in ("step", "item_id", "item_ids", "items", "quantity", "path", "query", "scene", "position"):
        for step in ("launch", "see", "product", "add_to_cart", "pay", "share"):
            body = {"action": "tap", "step": step, "item_id": "b001", "item_ids": ["b001"], "items": [{"item_id": "b001"}]}
            calls += [("/_sandbox/people/4/act", {**body, name: value}) for value in odd]
    for path, body in calls:
        answer = await sandbox.client.post(path, content=json.dumps(body), headers={"content-type": "application/json"})
        assert answer.status_code < 500, (path, body, answer.text)
    for path in (
        "/people/%F0%9F%98%80",
        "/people/4/chats/corp:%00",
        "/people/4/chats/:::",
        "/payment?order=%00",
        "/media/oa/%00",
    ):
        assert (await sandbox.client.get("/_phone" + path)).status_code < 500, path
