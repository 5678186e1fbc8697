"""U1: one person over all touchpoints, by rules, with every merge explained and taken back on demand."""

from __future__ import annotations

from uuid import UUID

from httpx import AsyncClient

from quanyu.events import person
from quanyu.infra.runtime import Runtime
from quanyu.kit.query import Query
from quanyu.kit.scope import Scope
from quanyu.people import identity
from tests.conftest import Home
from tests.people.conftest import Happen


async def people_of(runtime: Runtime, scope: Scope) -> dict[str, int]:
    """Event name → the person whom reports count it for."""
    query = Query(
        f"SELECT event, {person()} FROM events WHERE workspace_id = {{workspace:UUID}}", {"workspace": scope.workspace_id}
    )
    return {str(event): int(profile) for event, profile in await runtime.clickhouse.rows(query)}


async def test_the_same_unionid_joins_two_apps(happen: Happen) -> None:
    a = await happen("subscribe", account="oa", openid="o1", unionid="u1")
    b = await happen("mp_launch", account="mp", openid="m1", unionid="u1")

    assert a == b


async def test_an_openid_is_a_name_in_one_app_only(happen: Happen) -> None:
    assert await happen("subscribe", account="oa", openid="same") != await happen("subscribe", account="oa2", openid="same")


async def test_what_a_visitor_did_before_login_is_theirs(happen: Happen) -> None:
    before = await happen("page_view", anonymous_id="d1")
    login = await happen("mp_login", anonymous_id="d1", openid="m1")

    assert before == login


async def test_two_profiles_that_meet_are_one_in_every_report_at_once(
    happen: Happen, runtime: Runtime, scope: Scope, client: AsyncClient
) -> None:
    old = await happen("subscribe", account="oa", openid="o1", unionid="u1")
    young = await happen("order_paid", member_no="M1", phone="138 0013 8000")

    winner = await happen("member_login", account="oa", openid="o1", member_no="m1")

    assert winner == old != young
    assert set((await people_of(runtime, scope)).values()) == {old}
    assert await happen("share", phone="+8613800138000") == old
    merge = (await client.get(f"/v1/profiles/{old}/merges")).json()["items"][0]
    assert (merge["loser"], merge["winner"], merge["cause"]) == (young, old, "member_no")


async def test_an_undone_merge_makes_two_people_of_all_history(
    happen: Happen, runtime: Runtime, scope: Scope, client: AsyncClient
) -> None:
    old = await happen("subscribe", account="oa", openid="o1")
    young = await happen("order_paid", member_no="M1")
    await happen("member_login", account="oa", openid="o1", member_no="M1")
    merge = (await client.get(f"/v1/profiles/{old}/merges")).json()["items"][0]

    response = await client.post(f"/v1/merges/{merge['id']}/undo")

    assert response.status_code == 204
    assert await people_of(runtime, scope) == {"subscribe": old, "order_paid": young, "member_login": old}
    assert await happen("share", member_no="M1") == young
    assert await happen("click", account="oa", openid="o1", member_no="M1") in (old, young)
    assert (await client.get(f"/v1/profiles/{young}")).json()["id"] == young
    again = await client.post(f"/v1/merges/{merge['id']}/undo")
    assert (again.status_code, again.json()["code"]) == (409, "merge_undone")


async def test_undoing_gives_back_what_was_merged_before(
    happen: Happen, runtime: Runtime, scope: Scope, client: AsyncClient
) -> None:
    a = await happen("subscribe", account="a", openid="o1")
    b = await happen("scan", account="b", openid="o2", phone="13800138000")
    c = await happen("click", member_no="M9")
    await happen("share", account="b", openid="o2", member_no="M9")  # c into b
    await happen("exposure", account="a", openid="o1", phone="13800138000")  # b (with c) into a
    assert set((await people_of(runtime, scope)).values()) == {a}
    merges = (await client.get(f"/v1/profiles/{a}/merges")).json()["items"]
    into_a = next(merge for merge in merges if merge["winner"] == a)

    await client.post(f"/v1/merges/{into_a['id']}/undo")

    found = await people_of(runtime, scope)
    assert (found["subscribe"], found["scan"], found["click"]) == (a, b, b)
    async with runtime.postgres.transaction(scope.workspace_id) as tx:
        assert await identity.current(tx, scope.workspace_id, [a, b, c]) == {a: a, b: b, c: b}


async def test_a_merge_that_breaks_a_limit_sets_the_weakest_id_aside(happen: Happen, client: AsyncClient) -> None:
    one = await happen("subscribe", account="oa", openid="o1", unionid="u1")
    other = await happen("subscribe", account="oa", openid="o2", unionid="u2")

    met = await happen("click", account="oa", unionid="u1", openid="o2")

    assert met == one != other
    (conflict,) = (await client.get(f"/v1/profiles/{one}")).json()["conflicts"]
    assert (conflict["kind"], conflict["reason"], conflict["other_profile"]) == ("openid", "over_limit", other)


async def test_a_shared_device_never_joins_two_people(happen: Happen, client: AsyncClient) -> None:
    one = await happen("member_login", anonymous_id="tablet", member_no="M1")
    two = await happen("member_login", anonymous_id="tablet", member_no="M2")
    three = await happen("member_login", anonymous_id="tablet", phone="13800138000")

    assert len({one, two, three}) == 3
    assert await happen("page_view", anonymous_id="tablet") == one
    assert (await client.get(f"/v1/profiles/{two}")).json()["conflicts"][0]["reason"] == "shared"


async def test_values_that_name_nobody_join_nobody(happen: Happen) -> None:
    for value in ("", " ", "0", "-1", "null", "'None'", '"undefined"', "0000-0000", "[object Object]", "NaN", "guest", "true"):
        assert await happen("click", member_no=value) == 0
    assert await happen("click", phone="no phone") == 0


async def test_another_workspace_knows_none_of_these_ids(
    happen: Happen, neighbour: Home, runtime: Runtime, scope: Scope
) -> None:
    mine = await happen("subscribe", openid="o1", unionid="u1", phone="13800138000")

    async with runtime.postgres.transaction(neighbour.scope.workspace_id) as tx:
        there = neighbour.scope.workspace_id
        assert await identity.find(tx, runtime.vault, there, "phone", "13800138000") == []
        assert await identity.address_of(tx, runtime.vault, there, [mine], "openid", "wx1") == {}
    assert (await neighbour.client.get(f"/v1/profiles/{mine}")).status_code == 404
    merge = UUID(int=1)
    assert (await neighbour.client.post(f"/v1/merges/{merge}/undo")).status_code == 404


async def test_the_newest_address_of_a_merged_person_is_found_by_either_number(
    happen: Happen, runtime: Runtime, scope: Scope
) -> None:
    old = await happen("subscribe", account="oa", openid="o1")
    young = await happen("mp_launch", account="mp", openid="m1", minutes=1)
    await happen("click", account="oa", openid="o1", phone="13800138000", minutes=2)
    await happen("click", account="mp", openid="m1", phone="13800138000", minutes=3)

    async with runtime.postgres.transaction(scope.workspace_id) as tx:
        found = await identity.address_of(tx, runtime.vault, scope.workspace_id, [old, young], "openid", "mp")
        sealed = await identity.held_by(tx, scope.workspace_id, [old], kinds=("phone",))

    assert found == {old: "m1", young: "m1"}
    assert b"13800138000" not in sealed[0].sealed
