"""U2: one view of a person over all touchpoints: list, search, 360°, timeline, tags, and the warehouse's copy."""

from __future__ import annotations

from typing import Any

from httpx import AsyncClient

from quanyu.infra.runtime import Runtime
from quanyu.kit.query import Query
from quanyu.kit.scope import Scope
from quanyu.people import profiles
from tests.conftest import NOON, Home
from tests.people.conftest import CatchUp, Happen


async def snapshot(runtime: Runtime, scope: Scope) -> dict[int, tuple[list[str], str]]:
    query = Query(
        "SELECT profile_id, tags, toString(properties) FROM profiles FINAL WHERE workspace_id = {workspace:UUID}",
        {"workspace": scope.workspace_id},
    )
    return {id: (tags, properties) for id, tags, properties in await runtime.clickhouse.rows(query)}


async def names(client: AsyncClient, search: str) -> list[int]:
    response = await client.get("/v1/profiles", params={"search": search})
    assert response.status_code == 200, response.text
    return [item["id"] for item in response.json()["items"]]


async def test_the_whole_person_is_on_one_page(happen: Happen, catch_up: CatchUp, client: AsyncClient) -> None:
    one = await happen("subscribe", account="oa", openid="o-123456", unionid="u1")
    login: dict[str, Any] = {"name": "王小明", "city": "上海", "secret": "x"}
    await happen(
        "member_login", minutes=1, account="mp", touchpoint="mini_program", unionid="u1", member_no="M7", properties=login
    )
    paid = {"order_id": "A1", "amount_fen": 1000.5}
    await happen("order_paid", minutes=2, touchpoint="mini_program", member_no="M7", phone="13800138000", properties=paid)
    await happen("order_paid", minutes=3, member_no="M7", properties={"order_id": "A2", "amount_fen": 2000})
    await happen("order_refunded", minutes=4, member_no="M7", properties={"order_id": "A2", "amount_fen": 500})
    await client.put(f"/v1/profiles/{one}/tags", json={"add": ["vip", "tea"], "remove": ["tea"]})
    await catch_up()

    person = (await client.get(f"/v1/profiles/{one}")).json()

    assert (person["name"], person["member_no"], person["phone_masked"]) == ("王小明", "M7", "138****8000")
    assert person["properties"] == {"name": "王小明", "city": "上海"}
    assert person["touchpoints"] == ["mini_program", "official_account"]
    assert person["tags"] == ["tea", "vip"]
    assert (person["value"]["orders"], person["value"]["spent_fen"], person["value"]["stage"]) == (2, 2501, "repeat")
    assert [(held["kind"], held["masked"]) for held in person["identities"]][:2] == [("openid", "…3456"), ("unionid", "…u1")]
    assert person["relations"][0]["state"] == "followed"
    (item,) = (await client.get("/v1/profiles")).json()["items"]
    assert (item["id"], item["orders"], item["spent_fen"], item["phone_masked"]) == (one, 2, 2501, "138****8000")


async def test_people_are_found_by_name_tag_and_any_whole_id(
    happen: Happen, catch_up: CatchUp, client: AsyncClient, neighbour: Home
) -> None:
    one = await happen("member_login", openid="oAbc", phone="13800138000", member_no="M1", properties={"name": "100%_李"})
    await happen("member_login", openid="other", member_no="M2", properties={"name": "张三"})
    await catch_up()
    await client.put(f"/v1/profiles/{one}/tags", json={"add": ["gold"]})

    for search in ("李", "100%_", "gold", "138 0013 8000", "m1", "oAbc"):
        assert await names(client, search) == [one], search
        assert await names(neighbour.client, search) == []
    for search in ("%", "oabc", "1380013", "gol"):
        assert await names(client, search) != [one] or search == "%", search
    assert len(await names(client, "")) == 2


async def test_the_list_is_paged_without_loss(happen: Happen, client: AsyncClient) -> None:
    people = [await happen("click", openid=f"o{n}") for n in range(5)]

    first = (await client.get("/v1/profiles", params={"limit": 3})).json()
    second = (await client.get("/v1/profiles", params={"limit": 3, "cursor": first["next_cursor"]})).json()

    assert [item["id"] for item in (*first["items"], *second["items"])] == people[::-1]
    assert second["next_cursor"] is None
    assert (await client.get("/v1/profiles", params={"cursor": "xx"})).json()["code"] == "bad_cursor"


async def test_the_timeline_runs_over_all_numbers_of_a_merged_person(
    happen: Happen, client: AsyncClient, neighbour: Home
) -> None:
    old = await happen("subscribe", openid="o1")
    young = await happen("order_paid", minutes=1, member_no="M1", properties={"order_id": "A"})
    await happen("member_login", minutes=2, openid="o1", member_no="M1")

    seen: list[str] = []
    cursor: str | None = None
    while True:
        query: dict[str, Any] = {"limit": 1} | ({"cursor": cursor} if cursor else {})
        page = (await client.get(f"/v1/profiles/{young}/timeline", params=query)).json()
        seen += [item["event"] for item in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break

    assert seen == ["member_login", "order_paid", "subscribe"]
    assert (await client.get(f"/v1/profiles/{young}")).json()["id"] == old
    only = (await client.get(f"/v1/profiles/{old}/timeline", params={"event": "order_paid"})).json()["items"]
    assert [item["properties"] for item in only] == [{"order_id": "A"}]
    assert (await neighbour.client.get(f"/v1/profiles/{old}/timeline")).status_code == 404


async def test_a_change_of_tags_is_an_event_and_reaches_the_warehouse(
    happen: Happen, catch_up: CatchUp, client: AsyncClient, runtime: Runtime, scope: Scope
) -> None:
    one = await happen("subscribe", openid="o1")
    for change in ({"add": ["a", "b"]}, {"add": ["a"]}, {"remove": ["a", "unknown"]}):
        await client.put(f"/v1/profiles/{one}/tags", json=change)
        await catch_up()

    timeline = (await client.get(f"/v1/profiles/{one}/timeline")).json()["items"]
    changes = sorted((item["event"], item["properties"]["tag"]) for item in timeline if item["event"].startswith("tag_"))
    assert changes == [("tag_added", "a"), ("tag_added", "b"), ("tag_removed", "a")]
    assert (await snapshot(runtime, scope))[one][0] == ["b"]


async def test_a_merged_person_is_one_in_the_warehouse_and_two_after_undoing(
    happen: Happen, catch_up: CatchUp, client: AsyncClient, runtime: Runtime, scope: Scope
) -> None:
    old = await happen("subscribe", openid="o1")
    young = await happen("member_login", member_no="M1", properties={"city": "北京"})
    await client.put(f"/v1/profiles/{young}/tags", json={"add": ["vip"]})
    await happen("click", openid="o1", member_no="M1")
    await catch_up()
    assert await snapshot(runtime, scope) == {old: (["vip"], '{"city":"北京"}')}

    merge = (await client.get(f"/v1/profiles/{old}/merges")).json()["items"][0]
    await client.post(f"/v1/merges/{merge['id']}/undo")
    await catch_up()

    assert await snapshot(runtime, scope) == {old: ([], "{}"), young: (["vip"], '{"city":"北京"}')}


async def test_the_stronger_source_wins_then_the_newer(happen: Happen, catch_up: CatchUp, client: AsyncClient) -> None:
    one = await happen("member_login", member_no="M1", minutes=5, properties={"city": "北京", "level": "gold"})
    await happen("member_login", member_no="M1", minutes=4, properties={"city": "older"})
    await catch_up()
    assert (await client.get(f"/v1/profiles/{one}")).json()["properties"]["city"] == "北京"

    changed = await client.patch(f"/v1/profiles/{one}/properties", json={"properties": {"city": "成都", "age": 30}})
    await happen("member_login", member_no="M1", minutes=9, properties={"city": "newer", "level": "black"})
    await catch_up()

    assert changed.json()["properties"] == {"city": "成都", "level": "gold", "age": 30}
    assert (await client.get(f"/v1/profiles/{one}")).json()["properties"] == {"city": "成都", "level": "black", "age": 30}
    bad = await client.patch(f"/v1/profiles/{one}/properties", json={"properties": {"a\x00": 1}})
    assert bad.json()["code"] == "bad_properties"


async def test_a_phone_is_shown_in_full_only_on_record(happen: Happen, client: AsyncClient, neighbour: Home) -> None:
    one = await happen("click", phone="13800138000")
    none = await happen("click", openid="o1")

    revealed = await client.post(f"/v1/profiles/{one}/reveal")

    assert revealed.json() == {"phones": ["13800138000"]}
    assert (await client.post(f"/v1/profiles/{none}/reveal")).json()["code"] == "no_phone"
    assert (await neighbour.client.post(f"/v1/profiles/{one}/reveal")).status_code == 404
    entries = (await client.get("/v1/audit")).json()["items"]
    assert (entries[0]["action"], entries[0]["object_id"]) == ("profiles.reveal", str(one))
    assert "138" not in str(entries)


async def test_tagging_many_people_skips_those_who_have_the_tag(
    happen: Happen, runtime: Runtime, scope: Scope, neighbour: Home
) -> None:
    people = [await happen("click", openid=f"o{n}") for n in range(4)]
    async with runtime.postgres.transaction(scope.workspace_id) as tx:
        await profiles.add_tag(tx, scope.workspace_id, people[:2], "x", at=NOON, source="test")
        await profiles.add_tag(tx, scope.workspace_id, people, "x", at=NOON, source="test")
        await profiles.remove_tag(tx, scope.workspace_id, people[3:], "x", at=NOON, source="test")
        found = await profiles.tags_of(tx, scope.workspace_id, people)
        changes = [change for change in await profiles.waiting_changes(tx, 1000) if change.workspace_id == scope.workspace_id]
    async with runtime.postgres.transaction(neighbour.scope.workspace_id) as tx:
        await profiles.remove_tag(tx, neighbour.scope.workspace_id, people, "x", at=NOON, source="test")

    assert found == {person: ["x"] for person in people[:3]}
    assert len(changes) == 5
