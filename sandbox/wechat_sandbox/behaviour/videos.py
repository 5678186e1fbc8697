"""Short videos, and articles with a product card: shown to people, opened by some, and some of these buy and come again."""

from dataclasses import dataclass

from wechat_sandbox.accounts import STORE, Account
from wechat_sandbox.behaviour.rhythm import acts, caring, chosen
from wechat_sandbox.behaviour.store import choose_product, click, friend_of, place_order
from wechat_sandbox.behaviour.wishes import wake_and_shop
from wechat_sandbox.channels import days
from wechat_sandbox.channels import shop as shops
from wechat_sandbox.channels.orders import Way
from wechat_sandbox.clock import DAY
from wechat_sandbox.registry import Act, ActError, Json, Slot, action, habit, seed
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

RECENT_VIDEOS = 5
LONGEST_TITLE = 60


@dataclass(frozen=True)
class Surface:
    """A place where content leads to products: its name in settings and counts, and what people do there."""

    name: str
    action: str
    scene: int

    def rate(self, world: World, what: str) -> float:
        """Return one of its settings."""
        return float(getattr(world.settings, f"{self.name}_{what}"))


VIDEO = Surface("video", "watch_video", days.VIDEO)
CARD = Surface("card", "open_product_card", days.ARTICLE)


@seed
def first_videos(world: World) -> None:
    """Let the store have posted a video before the simulation starts."""
    for shop in world.accounts.of_kind(STORE):
        _post(world, shop, f"{shop.name}的第一支视频", world.now())


@action("post_video")
def post_video(world: World, act: Act) -> Json:
    """Post a short video, as the store does on the phone: no API can."""
    shop = world.account(act, STORE)
    title = act.params.get("title") or "今天上新，进店看看"
    if not isinstance(title, str) or len(title) > LONGEST_TITLE:
        raise ActError(f"title is a text of at most {LONGEST_TITLE} characters")
    return {"export_id": _post(world, shop, title, act.at)["export_id"], "deliveries": []}


@action("watch_video")
def watch_video(world: World, act: Act) -> Json:
    """Watch a short video, and perhaps finish, like, share it, order from it and come back for another."""
    shop = world.account(act, STORE)
    tick = int(act.at)
    video = _video(world, shop, act)
    counts = {"opens": 1}
    for what in ("finishes", "likes", "shares"):
        if world.dice.one(f"video {what}", act.person, tick) < VIDEO.rate(world, what):
            counts[what] = 1
    _count(world, shop, video, counts)
    watched = world.store.next_number("videos watched")
    wake_and_shop(world, act, "video", f"video {watched}", {"title": video.get("title", "")}, video=video["export_id"])
    friend = friend_of(world, act.person, "video friend", tick) if "shares" in counts else None
    if friend is not None:
        params = {"account": shop.id, "video": video["export_id"], "own_accord": True}
        world.store.plan(act.at + 600, friend, "watch_video", params)
    return {"export_id": video["export_id"], "did": sorted(counts), **_be_led(world, shop, VIDEO, act, f"video {watched}")}


@action("open_product_card")
def open_product_card(world: World, act: Act) -> Json:
    """Open an article with a product card, and perhaps order what it shows."""
    return _be_led(world, world.account(act, STORE), CARD, act, CARD.name)


@habit
def post_videos(world: World, slot: Slot) -> list[Act]:
    """The store posts a video now and then."""
    chance = world.settings.videos_per_week / 7 * slot.days
    posting = [shop for shop in world.accounts.of_kind(STORE) if world.dice.one(f"posts {shop.id}", 0, slot.tick) < chance]
    return [Act(slot.start, shops.NOBODY, "post_video", {"account": shop.id}) for shop in posting]


@habit
def meet_content(world: World, slot: Slot) -> list[Act]:
    """WeChat shows people videos and articles of the brand; some open them."""
    opening: list[Act] = []
    for shop in world.accounts.of_kind(STORE):
        for surface in (VIDEO, CARD):
            rate = surface.rate(world, "impressions_per_day")
            shown = chosen(world, slot, f"is shown {surface.name} of {shop.id}", rate, caring(world))
            if shown:
                days.add(world, shop, slot.start, **{f"{surface.name}_impressions": len(shown)})
            chance = surface.rate(world, "open")
            who = [person for person in shown if world.dice.one(f"opens {surface.name}", person, slot.tick) < chance]
            opening += acts(world, slot, who, surface.action, account=shop.id)
    return opening


def _be_led(world: World, shop: Account, surface: Surface, act: Act, cause: str) -> Json:
    """Count an opening; let the person perhaps come back, and perhaps order."""
    tick, own_accord = int(act.at), act.params.get("own_accord") is True
    days.add(world, shop, act.at, **{f"{surface.name}_{'returns' if own_accord else 'opens'}": 1})
    if world.dice.one(f"returns to {surface.name}", act.person, tick) < surface.rate(world, "returns"):
        due = act.at + (0.5 + 6.5 * world.dice.one(f"returns to {surface.name} when", act.person, tick)) * DAY
        world.store.plan(due, act.person, surface.action, {"account": shop.id, "own_accord": True})
    buys = world.dice.one(f"buys from {surface.name}", act.person, tick) < surface.rate(world, "buys")
    if not buys and act.params.get("buy") is not True:
        return {"order_id": None, "deliveries": []}
    product = choose_product(world, shop, act.person, tick)
    click(world, shop, act.person, product, act.at)
    days.add(world, shop, act.at, **{f"{surface.name}_orders": 1})
    return place_order(world, shop, act.person, product, 1, Way(surface.scene, cause=cause), act.at)


def _post(world: World, shop: Account, title: str, at: float) -> Doc:
    number = world.store.next_number(f"videos of {shop.id}")
    doc: Doc = {"export_id": shops.export_id(world, shop, "video", number), "title": title, "posted": int(at), "counts": {}}
    world.store.put("video", shop.id, doc["export_id"], doc)
    latest = [*(world.store.value(f"recent videos {shop.id}") or []), doc["export_id"]][-RECENT_VIDEOS:]
    world.store.set_value(f"recent videos {shop.id}", latest)
    return doc


def _video(world: World, shop: Account, act: Act) -> Doc:
    recent = world.store.value(f"recent videos {shop.id}") or []
    export_id = act.params.get("video") or (
        recent[world.dice.pick("which video", act.person, int(act.at), len(recent))] if recent else ""
    )
    video = world.store.get("video", shop.id, str(export_id))
    if video is None:
        raise ActError("no such video of this store")
    return video


def _count(world: World, shop: Account, video: Doc, amounts: dict[str, int]) -> None:
    counts = {name: video["counts"].get(name, 0) + amount for name, amount in amounts.items()}
    world.store.put("video", shop.id, video["export_id"], {**video, "counts": {**video["counts"], **counts}})
