"""An SDK that knows nothing of the sandbox, wechatpy as it is published, led to it by a detour."""

import io
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import press
import pytest
import requests
from brand import Brand
from served import Served
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from wechatpy import WeChatClient, parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.events import BaseEvent
from wechatpy.exceptions import APILimitedException, WeChatClientException, WeChatOAuthException
from wechatpy.messages import BaseMessage
from wechatpy.oauth import WeChatOAuth
from wechatpy.replies import ArticlesReply, ImageReply, TextReply, TransferCustomerServiceReply
from wechatpy.utils import check_signature

Reply = Callable[[Any], Any]


class SdkBrand(Brand):
    """A brand whose server opens callbacks and writes replies with wechatpy."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Any] = []
        self.reply: Reply | None = None

    async def callback(self, request: Request) -> Response:
        account, query = self.accounts[request.path_params["account"]], request.query_params
        if account.id != "oa":
            return PlainTextResponse("success")
        check_signature(account.token, query["signature"], query["timestamp"], query["nonce"])
        if request.method == "GET":
            return PlainTextResponse(query["echostr"])
        crypto = WeChatCrypto(account.token, account.aes_key, account.app_id)
        sealed = (await request.body()).decode()
        opened = crypto.decrypt_message(sealed, query["msg_signature"], query["timestamp"], query["nonce"])
        message = parse_message(opened)
        self.messages.append(message)
        reply = self.reply(message) if self.reply and not isinstance(message, BaseEvent) else None
        return PlainTextResponse(crypto.encrypt_message(reply.render(), "nonce") if reply else "success")


@pytest.fixture
def brand() -> SdkBrand:
    return SdkBrand()


@pytest.fixture
def client(served: Served) -> WeChatClient:
    account = served.account("oa")
    client = WeChatClient(account.app_id, account.secret)
    served.detour(client._http)
    return client


def test_a_token_that_ends_early_is_fetched_again(served: Served, client: WeChatClient) -> None:
    first = client.access_token
    served.run(served.sandbox.admin("POST", "/accounts/oa/expire_tokens"))
    assert client.misc.get_wechat_ips() == ["127.0.0.1"]
    assert client.access_token != first


def test_followers_tags_and_the_blacklist(served: Served, client: WeChatClient) -> None:
    followers = list(client.user.iter_followers())
    assert len(followers) == client.user.get_followers()["total"]
    one, two = followers[:2]
    assert client.user.get(one)["subscribe"] == 1
    assert [fan["openid"] for fan in client.user.get_batch([one, two])] == [one, two]
    client.user.update_remark(one, "老顾客")
    assert client.user.get(one)["remark"] == "老顾客"
    tag = client.tag.create("会员")["id"]
    client.tag.tag_user(tag, [one, two])
    assert list(client.tag.iter_tag_users(tag)) == [one, two]
    assert client.tag.get_user_tag(one) == [tag]
    client.tag.untag_user(tag, one)
    client.tag.update(tag, "老会员")
    assert [(kept["name"], kept["count"]) for kept in client.tag.get()] == [("老会员", 1)]
    client.tag.batch_black_list([two])
    assert client.tag.get_black_list()["data"]["openid"] == [two]
    client.tag.batch_unblack_list([two])
    client.tag.delete(tag)
    with pytest.raises(WeChatClientException) as refused:
        client.user.get("unknown")
    assert refused.value.errcode == 40003


def test_a_menu_and_what_pressing_it_brings(served: Served, client: WeChatClient, brand: SdkBrand) -> None:
    tools = [{"type": kind, "name": kind, "key": kind} for kind in ("scancode_push", "pic_weixin", "location_select")]
    client.menu.create({"button": [{"name": "工具", "sub_button": tools}]})
    assert client.menu.get()["menu"]["button"][0]["sub_button"] == tools
    assert client.menu.get_menu_info()["is_menu_open"] == 1
    person = served.sandbox.follower()
    for tool in tools:
        served.run(served.sandbox.act(person, "click_menu", button=tool["key"]))
    scan, picture, _, place, _ = brand.messages
    assert scan.scan_type == "qrcode"
    assert picture.count == 1
    assert len(picture.pictures[0]["PicMd5Sum"]) == 32
    assert float(place.location_x) > 0
    rule = {"matchrule": {"client_platform_type": "2"}, "button": [{"type": "click", "name": "安卓", "key": "A"}]}
    menu_id = client.menu.add_conditional(rule)["menuid"]
    assert client.menu.try_match(served.sandbox.openid("oa", person))["button"]
    client.menu.del_conditional(menu_id)
    client.menu.delete()
    assert client.menu.get() is None


def test_a_code_is_made_shown_and_scanned(served: Served, client: WeChatClient, brand: SdkBrand) -> None:
    scene = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": "store_1"}}}
    code = client.qrcode.create(scene)
    shown = served.detour(requests.Session()).get(client.qrcode.get_url(code))
    assert shown.content.startswith(b"\x89PNG")
    served.run(served.sandbox.act(served.sandbox.stranger(), "scan", scene="store_1"))
    served.run(served.sandbox.act(served.sandbox.follower(), "scan", scene="store_1"))
    assert [(message.event, message.scene_id) for message in brand.messages] == [
        ("subscribe_scan", "store_1"),
        ("scan", "store_1"),
    ]


def test_messages_to_one_person(served: Served, client: WeChatClient, brand: SdkBrand) -> None:
    sandbox = served.sandbox
    person = sandbox.follower()
    openid = sandbox.openid("oa", person)
    with pytest.raises(WeChatClientException) as refused:
        client.message.send_text(openid, "您好")
    assert refused.value.errcode == 45015
    served.run(sandbox.act(person, "text"))
    image = client.media.upload("image", ("a.png", press.PNG))["media_id"]
    client.message.send_text(openid, "您好")
    client.message.send_image(openid, image)
    client.message.send_articles(openid, [{"title": "新品", "description": "", "url": "https://example.com/", "image": ""}])
    client.message.send_mini_program_page(openid, {"title": "商城", "appid": "wx1", "pagepath": "pages/index"})
    kinds = [message["content"]["msgtype"] for message in served.run(sandbox.messages(person))]
    assert kinds == ["text", "image", "news", "miniprogrampage"]
    template = client.template.get_all_private_template()["template_list"][0]["template_id"]
    data = {"character_string1": "1", "thing2": "面膜", "time3": "2026-01-01 10:00"}
    sandbox.world.settings.change({"blocks_templates": 0, "template_system_failures": 0})
    sent = client.message.send_template(openid, template, {name: {"value": value} for name, value in data.items()})
    served.run(sandbox.simulation.drained())
    finished = brand.messages[-1]
    assert (finished.event, finished.id, finished.status) == ("templatesendjobfinish", sent["msgid"], "success")


def test_messages_to_many_and_their_end(served: Served, client: WeChatClient, brand: SdkBrand) -> None:
    served.run(press.calm(served.sandbox))
    followers = client.user.get_followers()["data"]["openid"]
    tag = client.tag.create("会员")["id"]
    client.tag.tag_user(tag, followers[:3])
    thumb = client.material.add("image", ("a.png", press.PNG))["media_id"]
    news = client.media.upload_articles([{"thumb_media_id": thumb, "title": "新品", "content": "<p>新品</p>"}])["media_id"]
    by_tag = client.message.send_mass_article(tag, news)
    client.message.send_mass_text(followers[:2], "您好", client_msg_id="two")
    client.message.send_mass_text(followers[0], "预览", preview=True)
    served.run(served.sandbox.advance(3600))
    ends = [message for message in brand.messages if message.event == "masssendjobfinish"]
    assert [(end.status, end.total_count, end.sent_count) for end in ends] == [("send success", 3, 3), ("send success", 2, 2)]
    assert client.message.get_mass(by_tag["msg_id"])["msg_status"] == "SEND_SUCCESS"
    comments = client.material
    comments.open_comment(by_tag["msg_data_id"], 0)
    served.run(served.sandbox.act(served.sandbox.follower(), "comment_article", content="写得真好"))
    (said,) = comments.list_comment(by_tag["msg_data_id"], 0)["comment"]
    comments.markelect_comment(by_tag["msg_data_id"], 0, said["user_comment_id"])
    comments.add_reply_comment(by_tag["msg_data_id"], 0, said["user_comment_id"], "谢谢")
    client.message.delete_mass(by_tag["msg_id"])


def test_media_go_up_and_come_back(served: Served, client: WeChatClient) -> None:
    voice = client.media.upload("voice", ("a.mp3", io.BytesIO(press.MP3)))["media_id"]
    assert client.media.download(voice).content == press.MP3
    assert client.media.upload_image(("a.png", press.PNG)).startswith("http://mmbiz.qpic.cn/")
    image = client.material.add("image", ("a.png", press.PNG))["media_id"]
    video = client.material.add("video", ("a.mp4", press.MP4), "视频", "一段视频")["media_id"]
    assert client.material.get(image).content == press.PNG
    assert client.material.get(video)["title"] == "视频"
    article = {"thumb_media_id": image, "title": "新品", "content": "<p>新品</p>"}
    news = client.material.add_articles([article])["media_id"]
    client.material.update_article(news, 0, {**article, "title": "改了"})
    assert client.material.get(news)[0]["title"] == "改了"
    assert client.material.get_count()["image_count"] == 1
    assert client.material.batchget("news")["item_count"] == 1
    client.material.delete(image)
    with pytest.raises(WeChatClientException) as refused:
        client.material.get(image)
    assert refused.value.errcode == 40007


def test_drafts_come_out_by_plain_calls(served: Served, client: WeChatClient) -> None:
    served.run(press.calm(served.sandbox))
    served.sandbox.world.settings.change({"publish_original_failures": 0, "publish_platform_refusals": 0})
    thumb = client.material.add("image", ("a.png", press.PNG))["media_id"]
    article = {"title": "新品", "content": "<p>新品</p>", "thumb_media_id": thumb}
    draft = client.post("draft/add", data={"articles": [article]})["media_id"]
    publish_id = client.post("freepublish/submit", data={"media_id": draft})["publish_id"]
    served.run(served.sandbox.advance(600))
    told = client.post("freepublish/get", data={"publish_id": publish_id})
    page = requests.get(told["article_detail"]["item"][0]["article_url"].replace("http://", served.url + "/"), timeout=5)
    page.encoding = "utf-8"
    assert "<p>新品</p>" in page.text


def test_web_authorisation_from_the_page_to_the_name(served: Served) -> None:
    account = served.account("oa")
    oauth = WeChatOAuth(account.app_id, account.secret, "http://localhost/page", "snsapi_userinfo", "s")
    browser = served.detour(oauth._http)
    address = oauth.authorize_url.replace("#wechat_redirect", "&sandbox_person=3&sandbox_consent=allow#wechat_redirect")
    back = browser.get(address, allow_redirects=False).headers["location"]
    query = parse_qs(urlsplit(back).query)
    assert query["state"] == ["s"]
    oauth.fetch_access_token(query["code"][0])
    assert oauth.open_id == served.sandbox.openid("oa", 3)
    assert oauth.get_user_info()["nickname"] == served.sandbox.world.people.name(3)
    first = oauth.access_token
    oauth.refresh_access_token(oauth.refresh_token)
    assert oauth.access_token != first
    assert oauth.check_access_token()
    with pytest.raises(WeChatOAuthException) as refused:
        oauth.fetch_access_token(query["code"][0])
    assert refused.value.errcode == 40163


def test_callbacks_are_opened_and_replies_reach_people(served: Served, client: WeChatClient, brand: SdkBrand) -> None:
    sandbox, person = served.sandbox, served.sandbox.follower()
    image = client.media.upload("image", ("a.png", press.PNG))["media_id"]
    article = {"title": "新品", "description": "上市", "image": "", "url": "https://example.com/"}

    def articles(message: Any) -> Any:
        reply = ArticlesReply(message=message)
        reply.add_article(article)
        return reply

    replies: dict[str, Reply] = {
        "text": lambda message: TextReply(content="收到：" + message.content, message=message),
        "image": lambda message: ImageReply(media_id=image, message=message),
        "news": articles,
    }
    for kind, reply in replies.items():
        brand.reply = reply
        served.run(sandbox.act(person, "text", content="在吗 ]]> 😀"))
        assert served.run(sandbox.messages(person))[-1]["content"]["msgtype"] == kind
    assert [message.content for message in brand.messages] == ["在吗 ]]> 😀"] * 3
    assert all(isinstance(message, BaseMessage) for message in brand.messages)
    client.customservice.add_account("lin@gh", "林晓", "secret")
    brand.reply = lambda message: TransferCustomerServiceReply(message=message)
    served.run(sandbox.act(person, "text"))
    served.run(sandbox.simulation.drained())
    assert brand.messages[-1].event == "kf_create_session"
    assert client.customservice.get_session(sandbox.openid("oa", person))["kf_account"] == "lin@gh"


def test_messages_of_every_kind_are_read_by_the_sdk(served: Served, client: WeChatClient, brand: SdkBrand) -> None:
    person = served.sandbox.follower()
    for kind in ("image", "voice", "video", "shortvideo", "location", "link"):
        served.run(served.sandbox.act(person, "send", kind=kind))
    assert [message.type for message in brand.messages] == ["image", "voice", "video", "shortvideo", "location", "link"]
    assert client.media.download(brand.messages[0].media_id).content.startswith(b"\x89PNG")
    latitude, longitude = brand.messages[4].location
    assert 18 < float(latitude) < 54
    assert 73 < float(longitude) < 135


def test_a_page_is_signed_for_the_js_sdk(served: Served, client: WeChatClient) -> None:
    ticket = client.jsapi.get_jsapi_ticket()
    url = "http://localhost/page?a=1"
    signed = client.jsapi.get_jsapi_signature("n", ticket, 1, url)
    page = {"url": url, "nonceStr": "n", "timestamp": 1, "signature": signed}
    assert served.run(served.sandbox.act(3, "open_js_page", **page))["errMsg"] == "config:ok"


def test_statistics_and_the_end_of_a_quota(served: Served, client: WeChatClient) -> None:
    assert client.datacube.get_user_summary("2025-12-29", "2025-12-30") == []
    with pytest.raises(WeChatClientException) as refused:
        client.datacube.get_user_summary("2025-12-01", "2025-12-30")
    assert refused.value.errcode == 61501
    served.run(served.sandbox.admin("POST", "/accounts/oa/quota", {"api": "/cgi-bin/menu/delete", "daily": 1}))
    client.menu.delete()
    with pytest.raises(APILimitedException):
        client.menu.delete()
