"""What people do with an Official Account: its menu, messages of every kind, and what it answers."""

import hashlib
import json
from typing import Any

import press
import pytest
from brand import Brand
from rig import Sandbox
from wechat_sandbox import crypto, xml

MENU = "/cgi-bin/menu/create"
NONSENSE: tuple[Any, ...] = (None, True, -1, 2**63, 1.5, "", "x" * 5000, "\x00😀]]>", [], [None], {}, {"a": []})


async def test_the_tools_of_a_menu_tell_what_they_found(sandbox: Sandbox, brand: Brand) -> None:
    person = sandbox.follower()
    tools = ("scancode_waitmsg", "pic_photo_or_album", "location_select")
    buttons = [{"type": kind, "name": kind, "key": kind.upper()} for kind in tools]
    await sandbox.post("oa", MENU, {"button": [{"name": "工具", "sub_button": buttons}]})
    await sandbox.act(person, "click_menu", button="SCANCODE_WAITMSG", result="https://example.com/1")
    assert "https://example.com/1" in brand.named("scancode_waitmsg")[-1]["ScanCodeInfo"]
    await sandbox.act(person, "click_menu", button="PIC_PHOTO_OR_ALBUM")
    picture = await _fetch(sandbox, brand.named("image")[-1]["MediaId"])
    assert hashlib.md5(picture).hexdigest() in brand.named("pic_photo_or_album")[-1]["SendPicsInfo"]
    await sandbox.act(person, "click_menu", button="LOCATION_SELECT")
    assert brand.named("location")[-1]["Location_X"] in brand.named("location_select")[-1]["SendLocationInfo"]


async def test_a_menu_for_a_tag_is_seen_by_who_bears_it(sandbox: Sandbox) -> None:
    member, other = sandbox.follower(), _another_follower(sandbox)
    await sandbox.post("oa", MENU, {"button": [{"type": "click", "name": "普通", "key": "ALL"}]})
    tag = await press.tag(sandbox, "会员", member)
    special = {"button": [{"type": "click", "name": "会员", "key": "VIP"}], "matchrule": {"tag_id": str(tag)}}
    await sandbox.post("oa", "/cgi-bin/menu/addconditional", special)
    assert (await sandbox.act(member, "click_menu"))["button"] == "会员"
    assert (await sandbox.act(other, "click_menu"))["button"] == "普通"
    matched = await sandbox.post("oa", "/cgi-bin/menu/trymatch", {"user_id": sandbox.openid("oa", member)})
    assert matched["button"] == special["button"]
    assert len((await sandbox.get("oa", "/cgi-bin/menu/get"))["conditionalmenu"]) == 1


async def test_a_menu_button_gives_a_picture_without_the_brand_hearing_of_it(sandbox: Sandbox, brand: Brand) -> None:
    person, media_id = sandbox.follower(), await press.permanent(sandbox)
    await sandbox.post("oa", MENU, {"button": [{"type": "media_id", "name": "海报", "media_id": media_id}]})
    await sandbox.act(person, "click_menu")
    assert (await sandbox.messages(person))[-1]["content"]["image"]["media_id"] == media_id
    assert _heard(sandbox, brand) == []


@pytest.mark.parametrize("kind", ["image", "voice", "video", "shortvideo"])
async def test_what_people_send_can_be_fetched(sandbox: Sandbox, brand: Brand, kind: str) -> None:
    await sandbox.act(sandbox.follower(), "send", kind=kind)
    message = brand.named(kind)[-1]
    assert len(await _fetch(sandbox, message["MediaId"])) > 0
    if kind == "image":
        shown = await sandbox.client.get("/" + message["PicUrl"].removeprefix("http://"))
        assert shown.content == await _fetch(sandbox, message["MediaId"])


async def test_places_and_links_come_with_their_fields(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.act(sandbox.follower(), "send", kind="location", latitude=31.2, longitude=121.4, label="南京东路")
    place = brand.named("location")[-1]
    assert (place["Location_X"], place["Location_Y"], place["Label"]) == ("31.2", "121.4", "南京东路")
    await sandbox.act(sandbox.follower(), "send", kind="link", title="好物", url="https://example.com/a")
    assert (brand.named("link")[-1]["Title"], brand.named("link")[-1]["Url"]) == ("好物", "https://example.com/a")


async def test_an_account_hears_where_people_are_only_if_it_asks_and_they_let_it(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.admin("PATCH", "/settings", {"reports_location": 1})
    await sandbox.act(sandbox.follower(), "text")
    assert brand.named("LOCATION") == []
    await sandbox.admin("PATCH", "/accounts/oa", {"more": {"location_report": True}})
    await sandbox.act(sandbox.follower(), "text")
    assert 18 < float(brand.named("LOCATION")[-1]["Latitude"]) < 54


async def test_who_is_on_the_blacklist_gets_nothing_and_is_not_heard(sandbox: Sandbox, brand: Brand) -> None:
    person = sandbox.follower()
    openids = {"openid_list": [sandbox.openid("oa", person)]}
    await sandbox.post("oa", "/cgi-bin/tags/members/batchblacklist", openids)
    await sandbox.act(person, "text")
    assert _heard(sandbox, brand) == []
    assert (await sandbox.say(person))["errcode"] == 43019
    assert (await sandbox.send_template(person))["errcode"] == 43019
    await sandbox.post("oa", "/cgi-bin/tags/members/batchunblacklist", openids)
    assert (await sandbox.say(person))["errcode"] == 0


async def test_passive_replies_of_every_kind_reach_the_person(sandbox: Sandbox, brand: Brand) -> None:
    person = sandbox.follower()
    ids = {kind: await press.temporary(sandbox, kind) for kind in ("image", "voice", "video")}
    items = [{"Title": f"第{n}篇", "Description": "", "PicUrl": "", "Url": "https://example.com/"} for n in (1, 2)]
    replies: dict[str, dict[str, Any]] = {
        "image": {"Image": {"MediaId": ids["image"]}},
        "voice": {"Voice": {"MediaId": ids["voice"]}},
        "video": {"Video": {"MediaId": ids["video"], "Title": "视频", "Description": ""}},
        "music": {"Music": {"Title": "曲", "MusicUrl": "https://example.com/a.mp3"}},
        "news": {"ArticleCount": 2, "Articles": {"item": items}},
    }
    for kind, fields in replies.items():
        brand.answer = _sealed(sandbox, {"MsgType": kind, **fields})
        await sandbox.act(person, "text")
        content = (await sandbox.messages(person))[-1]["content"]
        assert content["msgtype"] == kind
        assert content[kind]
    assert [item["title"] for item in content["news"]["articles"]] == ["第1篇", "第2篇"]


async def test_a_passive_reply_with_media_that_are_gone_is_trouble(sandbox: Sandbox, brand: Brand) -> None:
    brand.answer = _sealed(sandbox, {"MsgType": "image", "Image": {"MediaId": "unknown"}})
    await sandbox.act(sandbox.follower(), "text")
    assert (await sandbox.messages(sandbox.follower()))[-1]["content"]["out_of_order"] is True


async def test_a_server_that_does_not_answer_is_seen_by_who_wrote_and_by_nobody_else(sandbox: Sandbox, brand: Brand) -> None:
    brand.fail_callbacks = 100
    await sandbox.act(sandbox.follower(), "text")
    assert "出现故障" in json.dumps(await sandbox.messages(sandbox.follower()), ensure_ascii=False)
    newcomer = sandbox.stranger()
    await sandbox.act(newcomer, "follow")
    assert await sandbox.messages(newcomer) == []


async def test_the_service_desk_takes_a_person_over_until_it_lets_go(sandbox: Sandbox, brand: Brand) -> None:
    person, agent = sandbox.follower(), {"kf_account": "lin@gh", "nickname": "林晓"}
    await sandbox.post("oa", "/customservice/kfaccount/add", agent)
    brand.answer = _sealed(sandbox, {"MsgType": "transfer_customer_service"})
    await sandbox.act(person, "text", content="人工客服")
    brand.answer = "success"
    await sandbox.act(person, "text", content="在吗")
    assert [m.get("Event") or m["Content"] for m in _heard(sandbox, brand)] == ["人工客服", "kf_create_session"]
    session = {"kf_account": "lin@gh", "openid": sandbox.openid("oa", person)}
    await sandbox.post("oa", "/customservice/kfsession/close", session)
    await sandbox.act(person, "text", content="谢谢")
    assert [m.get("Event") or m["Content"] for m in _heard(sandbox, brand)[2:]] == ["kf_close_session", "谢谢"]


async def test_followers_send_other_things_than_text_now_and_then(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.admin("PATCH", "/settings", {"text_per_day": 3, "other_than_text": 1})
    await sandbox.advance(86_400)
    kinds = {message["MsgType"] for message in _heard(sandbox, brand) if message["MsgType"] != "event"}
    assert "text" not in kinds
    assert len(kinds) >= 3


async def test_typing_is_shown_to_who_has_just_written(sandbox: Sandbox) -> None:
    person = sandbox.follower()
    typing = {"touser": sandbox.openid("oa", person), "command": "Typing"}
    assert (await sandbox.post("oa", "/cgi-bin/message/custom/typing", typing))["errcode"] == 45080
    await sandbox.act(person, "text")
    codes = [(await sandbox.post("oa", "/cgi-bin/message/custom/typing", typing))["errcode"] for _ in range(2)]
    assert codes == [0, 45081]


@pytest.mark.parametrize(
    ("action", "names"),
    [
        ("follow", ["way"]),
        ("text", ["content", "bizmsgmenuid"]),
        ("send", ["kind", "latitude", "longitude", "label", "title", "url"]),
        ("click_menu", ["button", "result"]),
        ("read_article", ["url", "way"]),
        ("share_article", ["url", "to"]),
        ("comment_article", ["url", "content"]),
        ("answer_notice", ["template_ids", "accept"]),
        ("authorize_web", ["scope"]),
        ("revoke_web_authorization", ["info"]),
        ("open_js_page", ["url", "nonceStr", "timestamp", "signature"]),
        ("finish_publication", ["publish_id"]),
        ("send_mass", ["msg_id", "place"]),
    ],
)
async def test_acts_that_make_no_sense_are_refused(sandbox: Sandbox, action: str, names: list[str]) -> None:
    await sandbox.post("oa", MENU, {"button": [{"type": "scancode_push", "name": "扫码", "key": "S"}]})
    await press.published(sandbox)
    for name in [*names, "account"]:
        for value in NONSENSE:
            body = {"action": action, "kind": "location", name: value}
            response = await sandbox.client.post(f"/_sandbox/people/{sandbox.follower()}/act", json=body)
            assert response.status_code in (200, 422), (name, value, response.text)


async def test_a_refused_call_is_looked_up_by_its_rid(sandbox: Sandbox) -> None:
    refused = await sandbox.post("oa", "/cgi-bin/tags/create", {"tag": {"name": ""}})
    rid = refused["errmsg"].rpartition("rid: ")[2]
    request = (await sandbox.post("oa", "/cgi-bin/openapi/rid/get", {"rid": rid}))["request"]
    assert request["request_url"] == "/cgi-bin/tags/create"
    assert json.loads(request["response_body"])["errcode"] == 45157
    assert (await sandbox.post("mp", "/cgi-bin/openapi/rid/get", {"rid": rid}))["errcode"] == 76003


def _heard(sandbox: Sandbox, brand: Brand) -> list[dict[str, Any]]:
    """What the Official Account's server was told."""
    return [message for message in brand.callbacks if message.get("ToUserName") == sandbox.account("oa").original_id]


async def _fetch(sandbox: Sandbox, media_id: str) -> bytes:
    response = await sandbox.call("oa", "GET", "/cgi-bin/media/get", {"media_id": media_id})
    if "json" not in response.headers["content-type"]:
        return response.content
    video = await sandbox.client.get("/" + response.json()["video_url"].removeprefix("http://"))
    return video.content


def _another_follower(sandbox: Sandbox) -> int:
    followers = sandbox.world.people.array("followed:oa") > 0
    return next(n for n in range(100) if followers[n] and n != sandbox.follower())


def _sealed(sandbox: Sandbox, reply: dict[str, object]) -> str:
    account = sandbox.account("oa")
    plain = xml.write({"ToUserName": "a", "FromUserName": "b", "CreateTime": 1, **reply})
    return xml.write({"Encrypt": crypto.encrypt(account.aes_key, account.app_id, plain)})
