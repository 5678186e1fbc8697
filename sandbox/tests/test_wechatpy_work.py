"""wechatpy's WeCom client as it is published, led to the sandbox by a detour, and its crypto on the callbacks."""

from collections.abc import Iterator
from typing import Any

import pytest
from brand import Brand
from rig import DAY
from served import Served
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from wechatpy.enterprise import WeChatClient
from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.enterprise.parser import parse_message
from wechatpy.exceptions import WeChatClientException

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
AGENT = 1000002


class SdkBrand(Brand):
    """A brand whose server opens the corp's callbacks with wechatpy."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[dict[str, Any]] = []

    async def callback(self, request: Request) -> Response:
        account, query = self.accounts[request.path_params["account"]], request.query_params
        if account.id != "corp":
            return PlainTextResponse("success")
        crypto = WeChatCrypto(account.token, account.aes_key, account.app_id)
        signed = (query["msg_signature"], query["timestamp"], query["nonce"])
        if request.method == "GET":
            return PlainTextResponse(crypto.check_signature(*signed, query["echostr"]))
        opened = crypto.decrypt_message((await request.body()).decode(), *signed)
        self.heard.append(dict(parse_message(opened)._data))
        return PlainTextResponse("success")


@pytest.fixture
def brand() -> SdkBrand:
    return SdkBrand()


@pytest.fixture
def client(served: Served) -> Iterator[WeChatClient]:
    account = served.account("corp")
    client = WeChatClient(account.app_id, account.secret)
    served.detour(client._http)
    served.sandbox.world.settings.change({"dispatch_wall_seconds": 0, "staff_confirms": 1})
    yield client
    client._http.close()


def test_a_token_is_kept_and_fetched_again_when_it_ends_early(served: Served, client: WeChatClient) -> None:
    first = client.access_token
    assert client.misc.get_wechat_ips() == ["127.0.0.1"]
    assert client.access_token == first
    served.run(served.sandbox.admin("POST", "/accounts/corp/expire_tokens"))
    assert client.misc.get_wechat_ips() == ["127.0.0.1"]
    assert client.access_token != first


def test_the_corps_own_people(client: WeChatClient, brand: SdkBrand, served: Served) -> None:
    client.department.create("门店", parent_id=1, id=5)
    client.user.create("newbie", "新人", department=[5], mobile="13800000009")
    client.user.update("newbie", name="小新")
    assert client.user.get("newbie")["name"] == "小新"
    assert [member["userid"] for member in client.department.get_users(5)] == ["newbie"]
    assert client.department.get_map_users(5) == {"小新": "newbie"}
    openid = client.user.convert_to_openid("newbie")["openid"]
    assert client.user.convert_to_user_id(openid) == "newbie"
    client.user.delete("newbie")
    client.department.delete(5)
    assert [department["id"] for department in client.department.get()] == [1]
    with pytest.raises(WeChatClientException, match="60111"):
        client.user.get("newbie")
    served.run(served.sandbox.simulation.drained())
    changes = [message["ChangeType"] for message in brand.heard]
    assert changes == ["create_party", "create_user", "update_user", "delete_user", "delete_party"]


def test_tags_of_members_choose_who_reads_a_message(served: Served, client: WeChatClient) -> None:
    tag = client.tag.create("店长")["tagid"]
    client.tag.add_users(tag, ["linxiao", "chenyu"])
    client.tag.delete_users(tag, ["chenyu"])
    client.tag.update(tag, "区域店长")
    assert client.tag.list() == [{"tagid": tag, "tagname": "区域店长"}]
    assert [member["userid"] for member in client.tag.get_users(tag)["userlist"]] == ["linxiao"]
    client.message.send_text(AGENT, "", "早会", tag_ids=[str(tag)])
    shown = served.run(served.sandbox.admin("GET", "/staff_messages"))["items"]
    assert [message["userid"] for message in shown] == ["linxiao"]
    client.tag.delete(tag)
    client.agent.set(AGENT, name="客户助手")
    assert client.agent.get(AGENT)["name"] == client.agent.list()[0]["name"] == "客户助手"


def test_a_customer_comes_by_a_live_code(served: Served, client: WeChatClient, brand: SdkBrand) -> None:
    contact = client.external_contact
    assert "linxiao" in contact.get_follow_user_list()["follow_user"]
    way = contact.add_contact_way(1, 2, state="store_1", user=["linxiao"], remark="门店")
    contact.update_contact_way(way["config_id"], "门店二", state="store_2", user=["linxiao"])
    assert contact.get_contact_way(way["config_id"])["contact_way"]["remark"] == "门店二"
    served.run(served.sandbox.act(4, "add_staff", config_id=way["config_id"]))
    told = brand.heard[-1]
    assert (told["ChangeType"], told["State"]) == ("add_external_contact", "store_2")
    external = told["ExternalUserID"]
    contact.send_welcome_msg({"welcome_code": told["WelcomeCode"], "text": {"content": "欢迎"}})
    with pytest.raises(WeChatClientException, match="41050"):
        contact.send_welcome_msg({"welcome_code": told["WelcomeCode"], "text": {"content": "欢迎"}})
    assert contact.list("linxiao")["external_userid"] == [external]
    group = contact.add_corp_tag(None, "价值", 1, [{"name": "高", "order": 1}])["tag_group"]
    tag = group["tag"][0]["id"]
    contact.mark_tag("linxiao", external, add_tag=[tag])
    assert [borne["tag_name"] for borne in contact.get(external)["follow_user"][0]["tags"]] == ["高"]
    contact.edit_corp_tag(tag, "很高", 2)
    assert contact.get_corp_tag_list([tag])["tag_group"][0]["tag"][0]["name"] == "很高"
    contact.del_corp_tag(group_id=[group["group_id"]])
    assert contact.get(external)["follow_user"][0]["tags"] == []
    contact.del_contact_way(way["config_id"])
    with pytest.raises(WeChatClientException, match="41044"):
        contact.get_contact_way(way["config_id"])


def test_a_mass_message_and_what_became_of_it(served: Served, client: WeChatClient) -> None:
    sandbox, contact = served.sandbox, client.external_contact
    served.run(sandbox.act(4, "add_staff", userid="linxiao"))
    external = sandbox.openid("corp", 4)
    sent = contact.add_msg_template({"external_userid": [external], "sender": "linxiao", "text": {"content": "新品到店"}})
    served.run(sandbox.advance(DAY))
    asked = {"msgid": sent["msgid"], "userid": "linxiao"}
    result = client.post("externalcontact/get_groupmsg_send_result", data=asked)
    assert [(one["external_userid"], one["status"]) for one in result["send_list"]] == [(external, 1)]
    now = int(sandbox.world.now())
    days = contact.get_user_behavior_data(["linxiao"], now - DAY, now)["behavior_data"]
    assert sum(day["new_contact_cnt"] for day in days) == 1


def test_groups_are_listed_and_counted(served: Served, client: WeChatClient) -> None:
    sandbox, chats = served.sandbox, client.external_contact_group_chat
    served.run(sandbox.act(4, "add_staff", userid="linxiao"))
    chat_id = served.run(sandbox.act(4, "create_group", owner="linxiao", name="面膜爱好者"))["chat_id"]
    assert [chat["chat_id"] for chat in chats.list_all(owner_userid_list=["linxiao"])] == [chat_id]
    members = chats.get(chat_id)["group_chat"]["member_list"]
    assert [member["type"] for member in members] == [1, 2]
    counted = chats.statistic(int(sandbox.world.now()), owner_userid_list=["linxiao"])
    assert counted["items"][0]["data"]["member_total"] == 2


def test_customers_of_who_left_are_unassigned(served: Served, client: WeChatClient) -> None:
    served.run(served.sandbox.act(4, "add_staff", userid="linxiao"))
    client.user.delete("linxiao")
    left = client.external_contact.get_unassigned_list(0, 10)
    assert [(one["handover_userid"], left["is_last"]) for one in left["info"]] == [("linxiao", True)]


def test_files_and_messages_to_members(served: Served, client: WeChatClient) -> None:
    file = client.media.upload("image", ("a.png", PNG, "image/png"))["media_id"]
    kept = client.media.upload_img(("a.png", PNG, "image/png"))["url"]
    assert client._http.get(kept).content == PNG
    downloaded = client._http.get(client.media.get_url(file))
    assert downloaded.content == PNG
    client.message.send_text(AGENT, ["linxiao", "nobody"], "有新客户")
    client.message.send_image(AGENT, "linxiao", file)
    client.message.send_text_card(AGENT, "linxiao", "新线索", "请跟进", "https://brand.example/")
    client.message.send_markdown(AGENT, "linxiao", "**请跟进**")
    articles = [{"title": "早报", "description": "", "url": "https://brand.example/", "image": ""}]
    client.message.send_articles(AGENT, "linxiao", articles)
    shown = served.run(served.sandbox.admin("GET", "/staff_messages"))["items"]
    assert [message["msgtype"] for message in shown] == ["text", "image", "textcard", "markdown", "news"]
    with pytest.raises(WeChatClientException, match="40007"):
        client.message.send_image(AGENT, "linxiao", "unknown")
    chat = client.appchat.create("CHAT1", "门店", "linxiao", ["linxiao", "chenyu"])["chatid"]
    client.appchat.send_text(chat, "早会")
    assert client.appchat.get(chat)["userlist"] == ["linxiao", "chenyu"]


def test_a_page_is_signed_and_learns_who_visits(served: Served, client: WeChatClient) -> None:
    ticket = client.jsapi.get_jsapi_ticket()
    assert ticket != client.jsapi.get_agent_jsapi_ticket()
    assert len(client.jsapi.get_jsapi_signature("nonce", ticket, "1", "https://brand.example/")) == 40
    url = client.oauth.authorize_url("https://brand.example/h5", "s").replace("#wechat_redirect", "&sandbox_member=linxiao")
    led = client._http.get(url, allow_redirects=False)
    code = led.headers["location"].split("code=")[1].split("&")[0]
    assert client.oauth.get_user_info(code)["UserId"] == "linxiao"


def test_the_server_of_the_brand_is_verified_with_wechatpys_crypto(served: Served) -> None:
    assert served.run(served.sandbox.admin("POST", "/accounts/corp/verify", {})) == {"ok": True}
