"""Media of an Official Account: what is taken, how long it lives, what refers to it."""

import press
from rig import DAY, Sandbox


async def test_temporary_media_are_given_back_for_three_days(sandbox: Sandbox) -> None:
    media_id = await press.temporary(sandbox)
    got = await sandbox.call("oa", "GET", "/cgi-bin/media/get", {"media_id": media_id})
    assert (got.content, got.headers["content-type"]) == (press.PNG, "image/png")
    await sandbox.simulation.jump(sandbox.world.now() + 3 * DAY + 1)
    assert (await sandbox.get("oa", "/cgi-bin/media/get", media_id=media_id))["errcode"] == 40007


async def test_media_whose_time_is_over_are_forgotten(sandbox: Sandbox) -> None:
    old = await press.temporary(sandbox)
    await sandbox.simulation.jump(sandbox.world.now() + 3 * DAY + 1)
    await press.temporary(sandbox)
    assert sandbox.world.store.get("media body", "oa", old) is None


async def test_what_a_file_is_its_bytes_say_and_not_its_name(sandbox: Sandbox) -> None:
    files = {"media": ("picture.png", press.MP4, "image/png")}
    answer = (await sandbox.call("oa", "POST", "/cgi-bin/media/upload", {"type": "image"}, files=files)).json()
    assert answer["errcode"] == 40005


async def test_a_thumb_has_a_thumb_media_id_and_a_video_an_address(sandbox: Sandbox) -> None:
    thumb = await sandbox.call("oa", "POST", "/cgi-bin/media/upload", {"type": "thumb"}, files=press.upload("thumb"))
    assert "thumb_media_id" in thumb.json()
    assert "media_id" not in thumb.json()
    video = await sandbox.get("oa", "/cgi-bin/media/get", media_id=await press.temporary(sandbox, "video"))
    seen = await sandbox.client.get("/" + video["video_url"].removeprefix("http://"))
    assert (seen.content, seen.headers["content-type"]) == (press.MP4, "video/mp4")


async def test_an_image_within_an_article_is_seen_at_its_address(sandbox: Sandbox) -> None:
    answer = (await sandbox.call("oa", "POST", "/cgi-bin/media/uploadimg", files=press.upload("image"))).json()
    seen = await sandbox.client.get("/" + answer["url"].removeprefix("http://"))
    assert seen.content == press.PNG


async def test_customer_service_sends_living_media_and_no_others(sandbox: Sandbox) -> None:
    person = sandbox.follower()
    await sandbox.act(person, "text")
    image, voice = await press.temporary(sandbox), await press.temporary(sandbox, "voice")
    assert await _send_image(sandbox, person, image) == 0
    assert await _send_image(sandbox, person, voice) == 40007
    permanent = await press.permanent(sandbox)
    assert await _send_image(sandbox, person, permanent) == 0
    await sandbox.post("oa", "/cgi-bin/material/del_material", {"media_id": permanent})
    assert await _send_image(sandbox, person, permanent) == 40007


async def test_permanent_media_are_counted_listed_and_deleted(sandbox: Sandbox) -> None:
    first, second = await press.permanent(sandbox), await press.permanent(sandbox)
    video = await press.permanent(sandbox, "video")
    assert (await sandbox.get("oa", "/cgi-bin/material/get_materialcount"))["image_count"] == 2
    listed = await sandbox.post("oa", "/cgi-bin/material/batchget_material", {"type": "image", "offset": 0, "count": 1})
    assert (listed["total_count"], [item["media_id"] for item in listed["item"]]) == (2, [second])
    shown = await sandbox.post("oa", "/cgi-bin/material/get_material", {"media_id": video})
    assert (shown["title"], shown["description"]) == ("视频", "一段视频")
    await sandbox.post("oa", "/cgi-bin/material/del_material", {"media_id": first})
    assert (await sandbox.get("oa", "/cgi-bin/material/get_materialcount"))["image_count"] == 1


async def test_another_accounts_media_are_not_found(sandbox: Sandbox) -> None:
    media_id = await press.temporary(sandbox)
    assert (await sandbox.get("mp", "/cgi-bin/media/get", media_id=media_id))["errcode"] == 40007


async def _send_image(sandbox: Sandbox, person: int, media_id: str) -> int:
    message = {"touser": sandbox.openid("oa", person), "msgtype": "image", "image": {"media_id": media_id}}
    code: int = (await sandbox.post("oa", "/cgi-bin/message/custom/send", message))["errcode"]
    return code
