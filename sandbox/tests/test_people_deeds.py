"""What people do with each other and for a brand: share, help, fill in, answer, and cheat."""

from collections import Counter

import pytest
from brand import Brand
from rig import DAY, Sandbox
from wechat_sandbox.behaviour.raiding import strike
from wechat_sandbox.registry import Slot


async def test_what_is_shared_reaches_a_friend(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.admin("PATCH", "/settings", {"share_open": 1, "share_branching": 0})
    told = await sandbox.act(5, "share_to_friend", path="pages/campaign/index", query="c=7")
    assert told["to"] in sandbox.world.people.traits.graph.friends(5)
    logged = await sandbox.admin("GET", "/shares?person=5")
    assert [(entry["from"], entry["to"], entry["query"]) for entry in logged["items"]] == [(5, told["to"], "c=7")]
    await sandbox.advance(DAY)
    launches = [event for event in brand.events_heard if event["properties"].get("query") == "c=7"]
    assert launches[0]["properties"]["scene"] == 1007
    assert launches[0]["ids"]["anonymous_id"] == sandbox.world.people.anonymous_id(told["to"])


async def test_a_share_goes_on_from_friend_to_friend_as_often_as_set(sandbox: Sandbox) -> None:
    settings = {"share_open": 1, "share_branching": 0.5, "share_per_visit": 0, "share_delay_sim_minutes": 1}
    await sandbox.admin("PATCH", "/settings", settings)
    for person in range(100):
        await sandbox.act(person, "share_to_friend", path="pages/campaign/index", query="c=7")
    await sandbox.advance(DAY)
    generations = Counter(doc["generation"] for _, doc in sandbox.world.store.entries("shares", limit=-1))
    assert generations[0] == 100
    # A cascade of branching 0.5 doubles what was shared.
    assert sum(generations.values()) == pytest.approx(200, rel=0.25)
    assert generations[1] > generations[2] > 0


async def test_friends_help_in_a_campaign(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.admin("PATCH", "/settings", {"help_accepted": 1, "share_delay_sim_minutes": 1})
    asked = await sandbox.act(5, "ask_for_help", path="pages/help/index", query="h=1", friends=3)
    assert asked["helping"] == asked["asked"] == sandbox.world.people.traits.graph.friends(5)[:3]
    await sandbox.advance(DAY / 4)
    helped = [event for event in brand.events_heard if event["event"] == "campaign_help"]
    assert [event["properties"]["friend"] for event in helped] == [sandbox.openid("mp", 5)] * len(asked["helping"])


@pytest.mark.parametrize(("action", "params"), [("help_friend", {"friend": 5}), ("share_to_friend", {"to": "you"})])
async def test_nobody_is_their_own_friend(sandbox: Sandbox, action: str, params: dict[str, object]) -> None:
    response = await sandbox.client.post("/_sandbox/people/5/act", json={"action": action, **params})
    assert response.status_code == 422


async def test_a_form_is_filled_in_and_reported(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.admin("PATCH", "/settings", {"form_typo": 0})
    filled = await sandbox.act(4, "fill_form", form_id="gift")
    assert filled["slips"] == {}
    assert filled["fields"]["name"] == sandbox.world.people.name(4)
    assert set(filled["fields"]) == {"name", "phone", "province", "city", "district", "street"}
    heard = next(event for event in brand.events_heard if event["event"] == "form_submitted")
    assert heard["properties"] == {"form_id": "gift", "fields": filled["fields"]}


async def test_answers_to_a_survey_follow_from_who_answers(sandbox: Sandbox, brand: Brand) -> None:
    person = next(n for n in range(100) if "零食" in sandbox.world.people.traits.liked(n))
    questions = [
        {"id": "nps", "type": "scale", "most": 10},
        {"id": "likes", "type": "choices", "options": ["零食坚果", "小家电"]},
        {"id": "why", "type": "text"},
    ]
    told = await sandbox.act(person, "answer_survey", survey_id="s1", questions=questions)
    assert "零食坚果" in told["answers"]["likes"]
    assert 0 <= told["answers"]["nps"] <= 10
    heard = next(event for event in brand.events_heard if event["event"] == "survey_answered")
    assert heard["properties"]["answers"] == told["answers"]


async def test_a_survey_in_a_message_is_answered_by_some(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.admin("PATCH", "/settings", {"survey_answered": 1})
    await sandbox.act(3, "browse", path="pages/survey/index", query="survey_id=s2")
    heard = next(event for event in brand.events_heard if event["event"] == "survey_answered")
    assert heard["properties"]["survey_id"] == "s2"
    assert set(heard["properties"]["answers"]) == {"score", "likes"}


async def test_a_ring_strikes_within_a_minute_on_a_few_devices(sandbox: Sandbox, brand: Brand) -> None:
    rates = {"ring_share": 0.2, "ring_size": 10, "ring_raids_per_day": 24, "visit_scale": 0, "login_refused_from_risk": 5}
    await sandbox.admin("PATCH", "/settings", rates)
    acts = strike(sandbox.world, Slot(sandbox.world.now(), sandbox.world.now() + 3600))
    assert len(acts) == 20
    for ring in sandbox.world.people.traits.frauds.rings():
        times = [act.at for act in acts if act.person in ring]
        assert max(times) - min(times) < 60
    for act in acts[:10]:
        await sandbox.act(act.person, "raid")
    launches = [event for event in brand.events_heard if event["event"] == "mp_launch"]
    assert len({event["ids"]["anonymous_id"] for event in launches}) <= 3
    visit = [event["at"] for event in brand.events_heard][:5]
    assert visit[-1][:16] == visit[0][:16]


async def test_bots_come_at_night_too_and_never_buy(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"bot_share": 0.3, "buys_per_day": 0.5})
    await sandbox.advance(DAY)
    world = sandbox.world
    bots = [n for n in range(100) if world.people.traits.frauds.risk[n] == 2]
    assert len(bots) > 15
    assert min(int(world.people.array("visits", "int64")[n]) for n in bots) >= 4
    assert not {order["person"] for order in world.store.all("order", "mp")} & set(bots)


async def test_who_gets_too_many_templates_lets_no_more_in(sandbox: Sandbox) -> None:
    rates = {"messages_a_day_borne": 0, "blocks_per_extra_message": 1, "blocks_templates": 0, "template_system_failures": 0}
    await sandbox.admin("PATCH", "/settings", {**rates, "unfollow_per_extra_message": 0})
    person = sandbox.follower()
    await sandbox.send_template(person)
    await sandbox.advance(3600)
    await sandbox.send_template(person)
    assert len(await sandbox.messages(person)) == 1
    await sandbox.act(person, "block_templates", allow=True)
    await sandbox.send_template(person)
    assert len(await sandbox.messages(person)) == 2


async def test_a_live_room_and_a_video_wake_the_wish_to_buy(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"effect_live": 900, "effect_video": 900, "contrary_people": 0})
    world = sandbox.world
    await sandbox.advance(DAY / 4)
    await sandbox.act(1, "start_live")
    await sandbox.act(1, "post_video")
    caring = [n for n in range(100) if world.demand.day(world.demand.days()[-1]).chance[n] > 0][:20]
    for person in caring[:10]:
        await sandbox.act(person, "watch_live")
    for person in caring[10:]:
        await sandbox.act(person, "watch_video")
    await sandbox.advance(3600)
    causes = {str(order["cause"]).split(" ")[0] for order in world.store.all("order", "mp")}
    assert {"live", "video"} <= causes
