"""T4: WeCom's rules: live codes, welcome messages, tags, mass messages."""

from brand import Brand
from rig import DAY, Sandbox

EC = "/cgi-bin/externalcontact"


async def test_a_live_code_brings_a_customer_with_its_state(sandbox: Sandbox, brand: Brand) -> None:
    way = await _code(sandbox, "store_1")
    added = await sandbox.act(4, "add_staff", config_id=way)
    told = brand.named("add_external_contact")[0]
    assert (told["State"], told["UserID"], told["WelcomeCode"]) == ("store_1", "linxiao", added["welcome_code"])
    detail = await sandbox.get("corp", f"{EC}/get", external_userid=told["ExternalUserID"])
    assert detail["follow_user"][0]["state"] == "store_1"
    assert detail["external_contact"]["unionid"] == sandbox.world.people.unionid(sandbox.account("mp"), 4)
    listed = await sandbox.get("corp", f"{EC}/list", userid="linxiao")
    assert listed["external_userid"] == [told["ExternalUserID"]]
    assert (await sandbox.get("corp", f"{EC}/list", userid="chenyu"))["errcode"] == 84061


async def test_a_welcome_message_is_sent_once(sandbox: Sandbox) -> None:
    await _code(sandbox)
    code = (await sandbox.act(4, "add_staff"))["welcome_code"]
    assert [await _welcome(sandbox, code) for _ in range(2)] == [0, 41050]
    assert [message["kind"] for message in await sandbox.messages(4)] == ["welcome"]


async def test_a_welcome_message_comes_too_late(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"welcome_code_wall_seconds": 0})
    await _code(sandbox)
    assert await _welcome(sandbox, (await sandbox.act(4, "add_staff"))["welcome_code"]) == 41050


async def test_no_welcome_message_once_they_are_talking(sandbox: Sandbox) -> None:
    await _code(sandbox)
    code = (await sandbox.act(4, "add_staff"))["welcome_code"]
    await sandbox.act(4, "chat_with_staff")
    assert await _welcome(sandbox, code) == 41051


async def test_a_customer_who_left_is_no_contact_any_more(sandbox: Sandbox, brand: Brand) -> None:
    await _code(sandbox)
    await sandbox.act(4, "add_staff")
    await sandbox.act(4, "delete_staff")
    external = sandbox.openid("corp", 4)
    assert brand.named("del_follow_user")[0]["ExternalUserID"] == external
    assert (await sandbox.get("corp", f"{EC}/get", external_userid=external))["errcode"] == 84061
    mark = {"userid": "linxiao", "external_userid": external, "add_tag": ["et"]}
    assert (await sandbox.post("corp", f"{EC}/mark_tag", mark))["errcode"] == 84061
    assert (await sandbox.get("corp", f"{EC}/get", external_userid="wmNobody"))["errcode"] == 40096


async def test_live_codes_are_checked_changed_and_removed(sandbox: Sandbox) -> None:
    good = {"type": 1, "scene": 2, "user": ["linxiao"], "state": "a"}
    for changes, errcode in (
        ({"type": 3}, 41037),
        ({"user": ["nobody"]}, 60111),
        ({"user": ["linxiao", "chenyu"]}, 41041),
        ({"state": "x" * 31}, 40058),
        ({"user": []}, 40058),
    ):
        assert (await sandbox.post("corp", f"{EC}/add_contact_way", {**good, **changes}))["errcode"] == errcode
    made = await sandbox.post("corp", f"{EC}/add_contact_way", good)
    change = {"config_id": made["config_id"], "state": "b"}
    await sandbox.post("corp", f"{EC}/update_contact_way", change)
    shown = await sandbox.post("corp", f"{EC}/get_contact_way", {"config_id": made["config_id"]})
    assert (shown["contact_way"]["state"], shown["contact_way"]["user"]) == ("b", ["linxiao"])
    listed = await sandbox.post("corp", f"{EC}/list_contact_way", {"limit": 10})
    assert listed["contact_way"] == [{"config_id": made["config_id"]}]
    await sandbox.post("corp", f"{EC}/del_contact_way", {"config_id": made["config_id"]})
    assert (await sandbox.post("corp", f"{EC}/get_contact_way", {"config_id": made["config_id"]}))["errcode"] == 41044


async def test_tags_are_made_marked_and_removed_and_each_step_is_told(sandbox: Sandbox, brand: Brand) -> None:
    await _code(sandbox)
    await sandbox.act(4, "add_staff")
    external = sandbox.openid("corp", 4)
    body = {"group_name": "价值", "tag": [{"name": "高"}, {"name": "低"}]}
    group = (await sandbox.post("corp", f"{EC}/add_corp_tag", body))["tag_group"]
    assert (await sandbox.post("corp", f"{EC}/add_corp_tag", body))["errcode"] == 40071
    tag = group["tag"][0]["id"]
    mark = {"userid": "linxiao", "external_userid": external, "add_tag": [tag]}
    assert (await sandbox.post("corp", f"{EC}/mark_tag", mark))["errcode"] == 0
    assert (await sandbox.post("corp", f"{EC}/mark_tag", {**mark, "add_tag": ["unknown"]}))["errcode"] == 40068
    detail = await sandbox.get("corp", f"{EC}/get", external_userid=external)
    assert [tag["tag_name"] for tag in detail["follow_user"][0]["tags"]] == ["高"]
    await sandbox.post("corp", f"{EC}/del_corp_tag", {"tag_id": [tag]})
    detail = await sandbox.get("corp", f"{EC}/get", external_userid=external)
    assert detail["follow_user"][0]["tags"] == []
    listed = await sandbox.post("corp", f"{EC}/get_corp_tag_list", {"group_id": [group["group_id"]]})
    assert [tag["name"] for tag in listed["tag_group"][0]["tag"]] == ["低"]
    await sandbox.simulation.drained()
    assert [m["ChangeType"] for m in brand.named("change_external_tag")] == ["create", "create", "delete"]
    assert brand.named("edit_external_contact")[0]["ExternalUserID"] == external


async def test_customers_are_read_page_by_page(sandbox: Sandbox) -> None:
    await _code(sandbox)
    for person in range(5):
        await sandbox.act(person, "add_staff")
    seen, cursor = [], ""
    while True:
        body = {"userid_list": ["linxiao"], "limit": 2, "cursor": cursor}
        page = await sandbox.post("corp", f"{EC}/batch/get_by_user", body)
        seen += [item["external_contact"]["external_userid"] for item in page["external_contact_list"]]
        if not (cursor := page["next_cursor"]):
            break
    assert seen == [sandbox.openid("corp", person) for person in range(5)]


async def test_a_remark_is_kept(sandbox: Sandbox) -> None:
    await _code(sandbox)
    await sandbox.act(4, "add_staff")
    body = {"userid": "linxiao", "external_userid": sandbox.openid("corp", 4), "remark": "老客户"}
    assert (await sandbox.post("corp", f"{EC}/remark", body))["errcode"] == 0
    detail = await sandbox.get("corp", f"{EC}/get", external_userid=body["external_userid"])
    assert detail["follow_user"][0]["remark"] == "老客户"
    assert (await sandbox.post("corp", f"{EC}/remark", {**body, "remark": "长" * 21}))["errcode"] == 40058


async def test_a_mass_message_waits_for_the_member(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"staff_confirms": 1, "delete_staff_per_day": 0})
    await _code(sandbox)
    for person in (1, 2, 3):
        await sandbox.act(person, "add_staff")
    await sandbox.act(3, "delete_staff")
    externals = [sandbox.openid("corp", person) for person in (1, 2, 3)]
    body = {"external_userid": externals, "text": {"content": "新品到店"}}
    sent = await sandbox.post("corp", f"{EC}/add_msg_template", body)
    assert sent["fail_list"] == externals[2:]
    asked = {"msgid": sent["msgid"], "userid": "linxiao"}
    before = await sandbox.post("corp", f"{EC}/get_groupmsg_send_result", asked)
    assert [item["status"] for item in before["send_list"]] == [0, 0]
    await sandbox.advance(DAY)
    after = await sandbox.post("corp", f"{EC}/get_groupmsg_send_result", asked)
    assert [item["status"] for item in after["send_list"]] == [1, 1]
    task = await sandbox.post("corp", f"{EC}/get_groupmsg_task", {"msgid": sent["msgid"]})
    assert task["task_list"][0]["status"] == 2
    assert [m["content"]["text"] for m in await sandbox.messages(1) if m["kind"] == "group_message"] == ["新品到店"]


async def test_a_member_who_never_confirms_sends_nothing(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"staff_confirms": 0})
    await _code(sandbox)
    await sandbox.act(1, "add_staff")
    sent = await sandbox.post("corp", f"{EC}/add_msg_template", {"sender": "linxiao", "text": {"content": "a"}})
    await sandbox.advance(DAY)
    task = await sandbox.post("corp", f"{EC}/get_groupmsg_task", {"msgid": sent["msgid"]})
    assert task["task_list"][0]["status"] == 0
    assert await sandbox.messages(1) == []
    nobody = {"sender": "chenyu", "text": {"content": "a"}}
    assert (await sandbox.post("corp", f"{EC}/add_msg_template", nobody))["errcode"] == 41048


async def test_members_are_listed_and_written_to(sandbox: Sandbox) -> None:
    listed = await sandbox.get("corp", "/cgi-bin/user/list", department_id="1")
    assert len(listed["userlist"]) == 6
    body = {"touser": "linxiao|nobody", "msgtype": "text", "agentid": 1000002, "text": {"content": "有新客户"}}
    assert (await sandbox.post("corp", "/cgi-bin/message/send", body))["invaliduser"] == "nobody"
    assert (await sandbox.post("corp", "/cgi-bin/message/send", {**body, "touser": "nobody"}))["errcode"] == 81013
    assert (await sandbox.post("corp", "/cgi-bin/message/send", {**body, "agentid": 1}))["errcode"] == 40056
    log = await sandbox.admin("GET", "/staff_messages")
    assert [item["userid"] for item in log["items"]] == ["linxiao"]


async def _code(sandbox: Sandbox, state: str = "") -> str:
    body = {"type": 1, "scene": 2, "user": ["linxiao"], "state": state}
    return str((await sandbox.post("corp", f"{EC}/add_contact_way", body))["config_id"])


async def _welcome(sandbox: Sandbox, code: str) -> int:
    body = {"welcome_code": code, "text": {"content": "欢迎"}}
    return int((await sandbox.post("corp", f"{EC}/send_welcome_msg", body))["errcode"])
