"""Customer groups, and customers and groups that are given to other members."""

from typing import Any

import pytest
from brand import Brand
from rig import DAY, Sandbox

EC = "/cgi-bin/externalcontact"
QUIET = {"joins_group_per_day": 0, "leaves_group_per_day": 0, "talks_in_group_per_day": 0, "delete_staff_per_day": 0}


@pytest.fixture
async def quiet(sandbox: Sandbox) -> Sandbox:
    """A sandbox in which nobody joins or leaves of their own accord."""
    await sandbox.admin("PATCH", "/settings", {**QUIET, "add_staff_per_day": 0, "chat_per_customer_per_day": 0})
    return sandbox


async def test_a_group_lives_and_each_step_is_told(quiet: Sandbox, brand: Brand) -> None:
    chat_id = await _group(quiet)
    await quiet.act(4, "join_group", chat_id=chat_id)
    await quiet.act(0, "rename_group", chat_id=chat_id, name="老客户群")
    await quiet.act(0, "announce_in_group", chat_id=chat_id, notice="周五上新")
    await quiet.act(0, "give_group", chat_id=chat_id, userid="chenyu")
    await quiet.act(4, "leave_group", chat_id=chat_id)
    await quiet.act(0, "dismiss_group", chat_id=chat_id)
    await quiet.simulation.drained()
    told = [m for m in brand.callbacks if m.get("Event") == "change_external_chat"]
    details = ["", "add_member", "change_name", "change_notice", "change_owner", "del_member", ""]
    assert [m.get("UpdateDetail", "") for m in told] == details
    assert [m["ChangeType"] for m in told] == ["create", *["update"] * 5, "dismiss"]
    joined, left = told[1], told[5]
    assert (joined["MemChangeList"], joined["MemChangeCnt"], joined["JoinScene"]) == (quiet.openid("corp", 4), "1", "0")
    assert left["QuitScene"] == "0"
    assert joined["CurMemVer"] not in ("", joined["LastMemVer"])
    assert (await quiet.post("corp", f"{EC}/groupchat/get", {"chat_id": chat_id}))["errcode"] == 40050


async def test_groups_are_there_to_hang_codes_for(sandbox: Sandbox) -> None:
    listed = (await sandbox.post("corp", f"{EC}/groupchat/list", {}))["group_chat_list"]
    names = [(await _shown(sandbox, one["chat_id"]))["name"] for one in listed]
    assert names == ["全域好物福利群", "新品体验官群"]


async def test_the_version_of_the_members_is_the_one_that_was_told(quiet: Sandbox, brand: Brand) -> None:
    chat_id = await _group(quiet)
    before = (await _shown(quiet, chat_id))["member_version"]
    await quiet.act(4, "join_group", chat_id=chat_id)
    told = brand.named("update")[0]
    assert (told["LastMemVer"], told["CurMemVer"]) == (before, (await _shown(quiet, chat_id))["member_version"])


async def test_a_code_lets_people_in_with_its_state(quiet: Sandbox) -> None:
    chat_id = await _group(quiet)
    way = await _way(quiet, [chat_id], state="store_1", auto_create_room=0)
    await quiet.act(4, "join_group", config_id=way)
    cards = (await _shown(quiet, chat_id, need_name=1))["member_list"]
    card = next(card for card in cards if card["userid"] == quiet.openid("corp", 4))
    assert (card["type"], card["join_scene"], card["state"]) == (2, 3, "store_1")
    assert card["name"] == quiet.world.people.name(4)


async def test_above_a_size_nobody_joins_by_code_but_members_invite(quiet: Sandbox) -> None:
    chat_id = await _group(quiet)
    way = await _way(quiet, [chat_id], auto_create_room=0)
    await quiet.admin("PATCH", "/settings", {"group_code_size": 1})
    assert await _cannot(quiet, 4, "join_group", config_id=way)
    await quiet.act(4, "join_group", chat_id=chat_id, invitor="linxiao")
    await quiet.admin("PATCH", "/settings", {"group_size": 2})
    assert await _cannot(quiet, 5, "join_group", chat_id=chat_id)


async def test_a_full_group_makes_the_code_open_another(quiet: Sandbox) -> None:
    chat_id = await _group(quiet)
    way = await _way(quiet, [chat_id], auto_create_room=1, room_base_name="福利群", room_base_id=7)
    await quiet.admin("PATCH", "/settings", {"group_code_size": 1})
    joined = await quiet.client.post("/_sandbox/people/4/act", json={"action": "join_group", "config_id": way})
    assert joined.status_code == 422
    await quiet.admin("PATCH", "/settings", {"group_code_size": 2})
    await quiet.act(4, "join_group", chat_id=chat_id)
    opened = (await quiet.act(5, "join_group", config_id=way))["chat_id"]
    assert opened != chat_id
    assert (await _shown(quiet, opened))["name"] == "福利群7"
    shown = await quiet.post("corp", f"{EC}/groupchat/get_join_way", {"config_id": way})
    assert shown["join_way"]["chat_id_list"] == [chat_id, opened]


async def test_who_joins_reads_the_welcome_words_of_the_group(quiet: Sandbox) -> None:
    chat_id = await _group(quiet)
    await quiet.post("corp", f"{EC}/group_welcome_template/add", {"text": {"content": "%NICKNAME%，欢迎进群"}})
    await quiet.act(4, "join_group", chat_id=chat_id)
    said = [(m["kind"], m["content"]["text"]) for m in await quiet.messages(4)]
    assert said == [("welcome", f"{quiet.world.people.name(4)}，欢迎进群")]


async def test_statistics_count_what_happened_in_groups(quiet: Sandbox) -> None:
    chat_id = await _group(quiet)
    await quiet.act(4, "join_group", chat_id=chat_id)
    await quiet.act(4, "say_in_group", chat_id=chat_id, content="有优惠吗")
    await quiet.act(0, "say_in_group", chat_id=chat_id, userid="linxiao", content="有的")
    asked = {"day_begin_time": int(quiet.world.now()), "owner_filter": {"userid_list": ["linxiao", "chenyu"]}}
    items = (await quiet.post("corp", f"{EC}/groupchat/statistic", asked))["items"]
    data = {item["owner"]: item["data"] for item in items}
    counted = data["linxiao"]
    assert (counted["new_chat_cnt"], counted["chat_total"], counted["chat_has_msg"]) == (1, 1, 1)
    assert (counted["member_total"], counted["member_has_msg"], counted["msg_total"]) == (2, 2, 2)
    assert data["chenyu"]["chat_total"] == 0
    days = (await quiet.post("corp", f"{EC}/groupchat/statistic_group_by_day", asked))["items"]
    assert [day["data"]["msg_total"] for day in days] == [2]


async def test_a_customer_is_given_to_another_member_after_a_day(quiet: Sandbox, brand: Brand) -> None:
    await quiet.admin("PATCH", "/settings", {"refuses_transfer": 0})
    external = await _transfer(quiet, transfer_success_msg="后续由陈宇为您服务")
    assert await _results(quiet) == [(external, 2)]
    await quiet.advance(DAY + 3600)
    assert await _results(quiet) == [(external, 1)]
    told = [m for m in brand.callbacks if m.get("Source") == "DELETE_BY_TRANSFER"]
    assert (told[0]["UserID"], brand.named("add_external_contact")[-1]["UserID"]) == ("linxiao", "chenyu")
    detail = await quiet.get("corp", f"{EC}/get", external_userid=external)
    assert [(one["userid"], one["add_way"]) for one in detail["follow_user"]] == [("chenyu", 202)]
    assert [m["content"]["text"] for m in await quiet.messages(4) if m["kind"] == "welcome"] == ["后续由陈宇为您服务"]


async def test_a_customer_may_refuse_the_new_member(quiet: Sandbox, brand: Brand) -> None:
    external = await _transfer(quiet)
    await quiet.act(4, "refuse_transfer")
    told = brand.named("transfer_fail")[0]
    assert (told["FailReason"], told["UserID"], told["ExternalUserID"]) == ("customer_refused", "chenyu", external)
    assert await _results(quiet) == [(external, 3)]
    await quiet.advance(DAY + 3600)
    assert (await quiet.get("corp", f"{EC}/list", userid="linxiao"))["external_userid"] == [external]


async def test_what_stands_against_a_transfer_is_said_for_each_customer(quiet: Sandbox) -> None:
    await quiet.admin("PATCH", "/settings", {"refuses_transfer": 0, "transfers_per_90_sim_days": 1})
    external = await _transfer(quiet)
    stranger = quiet.openid("corp", 9)
    assert await _codes(quiet, "linxiao", "chenyu", [external, stranger, "wm"]) == [40129, 40131, 40096]
    assert await _codes(quiet, "linxiao", "linxiao", [external]) == [40130]
    await quiet.advance(DAY + 3600)
    assert await _codes(quiet, "chenyu", "wangjing", [external]) == [40128]


async def test_customers_and_groups_of_who_left_find_a_successor(quiet: Sandbox, brand: Brand) -> None:
    await quiet.admin("PATCH", "/settings", {"refuses_transfer": 0})
    await quiet.act(4, "add_staff", userid="linxiao")
    chat_id = await _group(quiet)
    await quiet.act(0, "member_leaves", userid="linxiao")
    assert brand.named("delete_user")[0]["UserID"] == "linxiao"
    external = quiet.openid("corp", 4)
    left = await quiet.post("corp", f"{EC}/get_unassigned_list", {"page_size": 10})
    assert [(one["handover_userid"], one["external_userid"]) for one in left["info"]] == [("linxiao", external)]
    body = {"handover_userid": "linxiao", "takeover_userid": "chenyu", "external_userid": [external]}
    await quiet.post("corp", f"{EC}/resigned/transfer_customer", body)
    groups = (await quiet.post("corp", f"{EC}/groupchat/list", {"status_filter": 1}))["group_chat_list"]
    assert groups == [{"chat_id": chat_id, "status": 1}]
    asked = {"chat_id_list": [chat_id], "new_owner": "chenyu"}
    assert (await quiet.post("corp", f"{EC}/groupchat/transfer", asked))["failed_chat_list"] == []
    assert (await _shown(quiet, chat_id))["owner"] == "chenyu"
    await quiet.advance(DAY + 3600)
    assert (await quiet.post("corp", f"{EC}/get_unassigned_list", {"page_size": 10}))["info"] == []
    assert (await quiet.get("corp", f"{EC}/list", userid="chenyu"))["external_userid"] == [external]


async def test_people_live_in_groups_by_themselves(sandbox: Sandbox, brand: Brand) -> None:
    rates = {"joins_group_per_day": 1, "talks_in_group_per_day": 2, "leaves_group_per_day": 0.5}
    await sandbox.admin("PATCH", "/settings", rates)
    await _way(sandbox, [await _group(sandbox)])
    await sandbox.advance(2 * DAY)
    details = {m.get("UpdateDetail") for m in brand.callbacks if m.get("Event") == "change_external_chat"}
    assert {"add_member", "del_member"} <= details
    asked = {"day_begin_time": int(sandbox.world.now()) - DAY, "day_end_time": int(sandbox.world.now())}
    days = (await sandbox.post("corp", f"{EC}/groupchat/statistic_group_by_day", asked))["items"]
    assert sum(day["data"]["msg_total"] for day in days) > 0


async def _group(sandbox: Sandbox) -> str:
    return str((await sandbox.act(0, "create_group", owner="linxiao", name="面膜爱好者"))["chat_id"])


async def _way(sandbox: Sandbox, chats: list[str], **more: Any) -> str:
    body = {"scene": 2, "chat_id_list": chats, **more}
    return str((await sandbox.post("corp", f"{EC}/groupchat/add_join_way", body))["config_id"])


async def _shown(sandbox: Sandbox, chat_id: str, need_name: int = 0) -> dict[str, Any]:
    shown = await sandbox.post("corp", f"{EC}/groupchat/get", {"chat_id": chat_id, "need_name": need_name})
    group: dict[str, Any] = shown["group_chat"]
    return group


async def _transfer(sandbox: Sandbox, **more: Any) -> str:
    await sandbox.act(4, "add_staff", userid="linxiao")
    external = sandbox.openid("corp", 4)
    assert await _codes(sandbox, "linxiao", "chenyu", [external], **more) == [0]
    return external


async def _codes(sandbox: Sandbox, giving: str, taking: str, externals: list[str], **more: Any) -> list[int]:
    body = {"handover_userid": giving, "takeover_userid": taking, "external_userid": externals, **more}
    return [one["errcode"] for one in (await sandbox.post("corp", f"{EC}/transfer_customer", body))["customer"]]


async def _results(sandbox: Sandbox) -> list[tuple[str, int]]:
    body = {"handover_userid": "linxiao", "takeover_userid": "chenyu"}
    listed = (await sandbox.post("corp", f"{EC}/transfer_result", body))["customer"]
    return [(one["external_userid"], one["status"]) for one in listed]


async def _cannot(sandbox: Sandbox, person: int, action: str, **params: Any) -> bool:
    response = await sandbox.client.post(f"/_sandbox/people/{person}/act", json={"action": action, **params})
    return response.status_code == 422
