"""Seeing ads in Moments, under articles and in Channels, clicking them, and what comes of a click.

Who sees an ad and who clicks are even draws, so whoever is kept from seeing it (by an excluded audience) differs in nothing
else. What a click truly does is in the settings `ads_converts`, `effect_ad` and `ads_effect_*`, and told by the log "ad truth".
"""

from urllib.parse import parse_qs, quote, urlsplit

import numpy as np

from wechat_sandbox.accounts import ADVERTISER, MINI_PROGRAM, OFFICIAL_ACCOUNT, Account
from wechat_sandbox.ads import audiences, clicks, funds, links
from wechat_sandbox.ads.adgroups import ADGROUP, ARTICLES, CHANNELS, CPC, MOMENTS
from wechat_sandbox.ads.campaigns import CAMPAIGN, NORMAL
from wechat_sandbox.ads.creatives import H5, OFFICIAL
from wechat_sandbox.ads.creatives import MINI_PROGRAM as MINI_PROGRAM_PAGE
from wechat_sandbox.behaviour.rhythm import acts, chosen
from wechat_sandbox.clock import china_date
from wechat_sandbox.people.demand import Influence
from wechat_sandbox.people.population import Flags
from wechat_sandbox.registry import ACTIONS, Act, ActError, Json, Slot, action, habit
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

TRUTH = "ad truth"
_NAMES = {MOMENTS: "moments", ARTICLES: "articles", CHANNELS: "channels"}
# The launch scenes that WeChat gives to visits from an ad in Moments, and from any other.
_SCENES = {MOMENTS: 1045, ARTICLES: 1067}
_OTHER_SCENE = 1084
_SOON_SECONDS = 90


@habit
def see_ads(world: World, slot: Slot) -> list[Act]:
    """People see what runs, as long as its day's budget lasts; some click."""
    clicking: list[Act] = []
    for advertiser in world.accounts.of_kind(ADVERTISER):
        for adgroup in world.store.all(ADGROUP, advertiser.id):
            if _runs(world, advertiser, adgroup, slot):
                reached = _reached(world, advertiser, adgroup)
                for site in adgroup["site_set"]:
                    clicking += _show(world, slot, advertiser, adgroup, site, reached)
    return clicking


@action("click_ad")
def click(world: World, act: Act) -> Json:
    """Click an ad, `adgroup_id` at `site`, and go where it leads."""
    advertiser = world.account(act, ADVERTISER)
    adgroup = world.store.get(ADGROUP, advertiser.id, str(act.params.get("adgroup_id")))
    if adgroup is None or "landing" not in adgroup:
        raise ActError("no such ad, or it leads nowhere yet")
    site = str(act.params.get("site", adgroup["site_set"][0]))
    if site not in _NAMES:
        raise ActError(f"site is one of {', '.join(_NAMES)}")
    cost = adgroup["bid_amount"] * funds.MILLI if adgroup["bid_mode"] == CPC else 0
    funds.count(world, advertiser, adgroup["adgroup_id"], act.at, clicks=1, cost_milli=cost)
    click_id = clicks.keep(world, advertiser, adgroup, act.person, site, act.at)
    # Whoever has clicked knows the brand from now on.
    world.people.put("aware", act.person, True, bool)
    effect = float(getattr(world.settings, f"ads_effect_{_NAMES[site]}"))
    converts = world.dice.one("ad converts", act.person, int(act.at)) < world.settings.ads_converts * effect
    happened = _land(world, act, adgroup["landing"], click_id, site, bool(act.params.get("converts", converts)))
    # Every further click on the same advertiser's ads moves a person less.
    bought = _persuade(world, act, click_id, effect / clicks.times(world, advertiser, act.person))
    truth = {"click_id": click_id, "person": act.person, "adgroup_id": adgroup["adgroup_id"], "site": site, "at": act.at}
    truth |= {"converts": happened["converts"], "buys_because_of_it": bought}
    world.store.append(TRUTH, truth, act.person)
    return {"click_id": click_id, **happened}


def _runs(world: World, advertiser: Account, adgroup: Doc, slot: Slot) -> bool:
    today = f"{china_date(slot.start):%Y-%m-%d}"
    begun = adgroup["begin_date"] <= today and (not adgroup["end_date"] or today <= adgroup["end_date"])
    campaign = world.store.get(CAMPAIGN, advertiser.id, str(adgroup["campaign_id"]))
    if campaign is not None and campaign["configured_status"] != NORMAL:
        return False
    if adgroup["configured_status"] != NORMAL or "landing" not in adgroup or not begun:
        return False
    return _left(world, advertiser, adgroup, slot.start) > 0


def _left(world: World, advertiser: Account, adgroup: Doc, at: float) -> int:
    """Return what an ad group may still cost today, by its own budget, its campaign's and the cash, in thousandths of a fen."""
    budget = adgroup["daily_budget"] * funds.MILLI - funds.spent_today(world, advertiser, adgroup["adgroup_id"], at)
    left = min(int(budget), funds.balance(world, advertiser) * funds.MILLI)
    campaign = world.store.get(CAMPAIGN, advertiser.id, str(adgroup["campaign_id"]))
    if campaign is None or not campaign["daily_budget"]:
        return left
    together = [one for one in world.store.all(ADGROUP, advertiser.id) if one["campaign_id"] == campaign["campaign_id"]]
    spent = sum(funds.spent_today(world, advertiser, one["adgroup_id"], at) for one in together)
    return min(left, int(campaign["daily_budget"]) * funds.MILLI - spent)


def _reached(world: World, advertiser: Account, adgroup: Doc) -> Flags:
    """Return whom an ad group may reach: everybody, or its audiences, without those it leaves out."""
    targeting = adgroup["targeting"]
    reached = np.full(world.people.count, not targeting["custom_audience"], dtype=bool)
    for number in targeting["custom_audience"]:
        reached |= audiences.members(world, advertiser, number)
    for number in targeting["excluded_custom_audience"]:
        reached &= ~audiences.members(world, advertiser, number)
    return reached


def _show(world: World, slot: Slot, advertiser: Account, adgroup: Doc, site: str, reached: Flags) -> list[Act]:
    """Show an ad at one place for an hour; return who clicks, and when."""
    settings, number, place = world.settings, adgroup["adgroup_id"], _NAMES[site]
    rate = float(getattr(settings, f"ads_impressions_per_day_{place}"))
    seeing = chosen(world, slot, f"sees ad {number} {place}", rate, reached)
    per_click = adgroup["bid_mode"] == CPC
    cost = 0 if per_click else adgroup["bid_amount"]
    left = _left(world, advertiser, adgroup, slot.start)
    # A bid for a thousand impressions in fen is the cost of one in thousandths of a fen.
    seeing = seeing if per_click else seeing[: max(left // cost, 0)]
    funds.count(world, advertiser, number, slot.start, views=len(seeing), cost_milli=len(seeing) * cost)
    tempted = float(getattr(settings, f"ads_click_rate_{place}"))
    draws = world.dice.roll(f"clicks ad {number} {place}", np.asarray(seeing, dtype=np.int64), slot.tick)
    who = [person for person, draw in zip(seeing, draws, strict=True) if draw < tempted]
    if per_click:
        who = who[: max(left // (adgroup["bid_amount"] * funds.MILLI), 0)]
    return acts(world, slot, who, "click_ad", account=advertiser.id, adgroup_id=number, site=site)


def _land(world: World, act: Act, landing: Doc, click_id: str, site: str, converts: bool) -> Json:
    """Go where an ad leads; say whether its visitor does what the page asks for."""
    kind = landing["page_type"]
    if kind == H5:
        return _open_page(world, act, landing["page_url"], click_id, site, converts)
    if kind == MINI_PROGRAM_PAGE:
        program = _of_original_id(world, landing["mini_program_id"])
        path = _with(landing["mini_program_path"], "gdt_vid", click_id)
        params: Json = {"account": program.id, "path": path, "scene": _SCENES.get(site, _OTHER_SCENE)}
        return {**ACTIONS["open_mini_program"](world, Act(act.at, act.person, "open_mini_program", params)), "converts": True}
    assert kind == OFFICIAL
    account = world.accounts.by_app_id(landing["app_id"])
    if account is None or account.kind != OFFICIAL_ACCOUNT or not converts:
        return {"converts": False, "deliveries": []}
    followed = ACTIONS["follow"](world, Act(act.at, act.person, "follow", {"account": account.id}))
    return {**followed, "converts": bool(followed["followed"])}


def _open_page(world: World, act: Act, url: str, click_id: str, site: str, converts: bool) -> Json:
    """Open a page of the brand with the click's id in its address, or a link by which people add staff."""
    found = links.at_address(world, url)
    if found is None:
        address = _with(url, "qz_gdt" if site == CHANNELS else "gdt_vid", click_id)
        world.phones.open_page(world.account(act, ADVERTISER), address)
        return {"opened": address, "converts": converts, "deliveries": []}
    if not converts:
        return {"converts": False, "deliveries": []}
    corp, link = found
    channel = parse_qs(urlsplit(url).query).get("customer_channel", [click_id])[0]
    params = {"account": corp.id, "link_id": link["link_id"], "customer_channel": channel}
    added = ACTIONS["add_by_link"](world, Act(act.at, act.person, "add_by_link", params))
    return {**added, "converts": bool(added.get("added"))}


def _persuade(world: World, act: Act, click_id: str, effect: float) -> bool:
    """Let a click wake the wish to buy; say whether somebody buys today because of it."""
    source = f"ad {click_id}"
    raised = world.settings.effect_ad * effect * world.people.traits.reader(act.person).persuadable
    day = world.persuade(Influence(act.person, "ad", source, raised, {"click_id": click_id}))
    if day is not None:
        params = {"day": day, "cause": source}
        world.store.plan(act.at + _SOON_SECONDS, act.person, "shop", params)
    return day is not None


def _of_original_id(world: World, original_id: str) -> Account:
    for account in world.accounts.of_kind(MINI_PROGRAM):
        if original_id in (account.original_id, account.app_id):
            return account
    raise ActError("the ad leads to a Mini Program that is not here")


def _with(url: str, name: str, value: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{name}={quote(value)}"
