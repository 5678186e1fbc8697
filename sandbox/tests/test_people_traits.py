from pathlib import Path

import numpy as np
import pytest
from crowd import crowd
from wechat_sandbox.people import forms, frauds
from wechat_sandbox.people.cities import CITIES
from wechat_sandbox.people.frauds import BOT, HONEST, HUNTER, RING_LEADER, RING_MEMBER
from wechat_sandbox.people.graph import Graph
from wechat_sandbox.people.households import Households
from wechat_sandbox.people.interests import INTERESTS
from wechat_sandbox.people.population import Population
from wechat_sandbox.people.randomness import Dice
from wechat_sandbox.people.shapes import gamma
from wechat_sandbox.people.traits import FEMALE, LIKED
from wechat_sandbox.settings import Settings

MANY = 100_000


def _people(count: int = MANY, seed: int = 7, **settings: float) -> Population:
    chosen = Settings()
    chosen.change(settings)
    return Population(Dice(seed), chosen, count, [])


@pytest.fixture(scope="module")
def many() -> Population:
    return _people()


def test_traits_follow_from_the_seed() -> None:
    one, same, other = _people(500), _people(500), _people(500, seed=8)
    for name in ("age", "gender", "likes", "buying", "persuadable", "slowness"):
        assert np.array_equal(getattr(one.traits, name), getattr(same.traits, name)), name
    assert not np.array_equal(one.traits.age, other.traits.age)
    assert np.array_equal(one.traits.graph.rows[1], same.traits.graph.rows[1])


def test_what_is_one_on_average_is(many: Population) -> None:
    for name in ("price_sensitivity", "buying", "spending", "persuadable", "patience", "fickleness"):
        assert getattr(many.traits, name).mean() == pytest.approx(1, rel=0.02), name
    assert np.median(many.traits.slowness) == pytest.approx(1, rel=0.01)


@pytest.mark.parametrize("shape", [0.4, 1.0, 2.5])
def test_a_gamma_distribution_has_its_mean_and_variance(shape: float) -> None:
    drawn = gamma((np.arange(MANY) + 0.5) / MANY, shape, 3.0)
    assert drawn.mean() == pytest.approx(3, rel=0.01)
    assert drawn.var() == pytest.approx(9 / shape, rel=0.03)


def test_some_people_are_put_off_by_messages(many: Population) -> None:
    assert (many.traits.persuadable < 0).mean() == pytest.approx(0.08, rel=0.03)


def test_people_differ_in_what_they_like(many: Population) -> None:
    liked = many.traits.likes
    assert {int(n).bit_count() for n in np.unique(liked)} == {LIKED}
    assert len(np.unique(liked)) == 220
    beauty = sum(1 << place for place, interest in enumerate(INTERESTS) if interest.shelf == 0)
    on_beauty = np.array([int(n & beauty).bit_count() for n in liked[:20_000]])
    assert on_beauty[many.taste[:20_000] == 0].mean() > 1.5 * on_beauty[many.taste[:20_000] == 1].mean()
    weights = many.traits.interests(np.arange(50))
    assert np.allclose(weights.sum(axis=1), 1)


def test_age_gender_and_town_hang_together(many: Population) -> None:
    traits = many.traits
    assert 16 <= traits.age.min() < traits.age.max() <= 80
    assert traits.age[many.rhythm == 0].mean() > traits.age[many.rhythm == 3].mean() + 15
    assert (traits.gender == FEMALE)[many.taste == 0].mean() > 0.75
    assert traits.price_sensitivity[traits.tier == 4].mean() > 1.2 * traits.price_sensitivity[traits.tier == 1].mean()


def test_people_live_in_real_towns_by_their_size(many: Population) -> None:
    counts = np.bincount(many.traits.households.city, minlength=len(CITIES))
    total = sum(city.weight for city in CITIES)
    shanghai = next(n for n, city in enumerate(CITIES) if city.name == "上海")
    assert counts[shanghai] / MANY == pytest.approx(CITIES[shanghai].weight / total, rel=0.05)
    assert len({city.name for city in CITIES}) == len(CITIES) >= 60
    assert all(18 < city.latitude < 46 and 87 < city.longitude < 127 for city in CITIES)


def test_households_have_one_to_five_people_at_one_address(many: Population) -> None:
    homes = many.traits.households
    assert np.bincount(homes.of).min() >= 1
    assert np.bincount(homes.of).max() == 5
    assert homes.sizes().sum() == pytest.approx(1)
    members = next(homes.members(n) for n in range(homes.number) if len(homes.members(n)) == 3)
    assert len({str(homes.address(n)) for n in members}) == len({homes.ip(n) for n in members}) == 1
    assert len({homes.coordinates(n) for n in members}) == 1
    assert all(homes.head(n) == members[0] for n in members)
    assert sorted(n for home in range(homes.number) for n in homes.members(home)) == list(range(MANY))


def test_some_in_a_family_give_the_number_of_its_head() -> None:
    people = _people(2000, shared_phones=0.5, shared_devices=0.5)
    homes = people.traits.households
    others = [n for n in range(2000) if homes.head(n) != n]
    sharing = [n for n in others if homes.phone_owner(n) != n]
    assert len(sharing) / len(others) == pytest.approx(0.5, abs=0.04)
    assert all(people.phone(n) == people.phone(homes.head(n)) for n in sharing)
    assert all(people.find_phone(people.phone(n)) == homes.head(n) for n in sharing[:20])
    with_device = next(n for n in others if homes.device_owner(n) != n)
    assert people.anonymous_id(with_device) == people.anonymous_id(homes.head(with_device))
    assert all(homes.phone_owner(n) == n for n in range(0, MANY, 1000) if n < 2000 and homes.head(n) == n)


def test_friends_are_friends_of_both_sides_and_nobody_is_their_own(many: Population) -> None:
    starts, ends = many.traits.graph.rows
    assert starts.dtype == ends.dtype == np.int32
    of = np.repeat(np.arange(MANY), np.diff(starts))
    assert not (of == ends).any()
    there, back = np.sort(of.astype(np.int64) * MANY + ends), np.sort(ends.astype(np.int64) * MANY + of)
    assert np.array_equal(there, back)
    assert (np.diff(there) > 0).all()
    person = int(of[0])
    assert many.traits.graph.friends(person) == [int(n) for n in ends[starts[person] : starts[person + 1]]]


def test_people_have_about_as_many_friends_as_set_and_some_far_more(many: Population) -> None:
    degrees = np.diff(many.traits.graph.rows[0])
    assert degrees.mean() == pytest.approx(Settings().friends_mean, rel=0.2)
    assert degrees.std() > 0.3 * degrees.mean()


def test_friends_of_a_person_know_each_other_far_more_often_than_chance_would_have_it(many: Population) -> None:
    graph = many.traits.graph
    closed = pairs = 0
    for person in range(0, MANY, 500):
        friends = graph.friends(person)
        known = [set(graph.friends(friend)) for friend in friends]
        pairs += len(friends) * (len(friends) - 1)
        closed += sum(len(theirs & set(friends)) for theirs in known)
    assert closed / pairs > 0.2
    assert closed / pairs > 500 * Settings().friends_mean / MANY


def test_most_friends_are_of_one_community_but_everybody_is_near_everybody(many: Population) -> None:
    graph = many.traits.graph
    starts, ends = graph.rows
    of = np.repeat(np.arange(MANY), np.diff(starts))
    alike = (graph.community[of] == graph.community[ends]).mean()
    assert alike == pytest.approx(1 - Settings().friends_far, abs=0.03)
    reached, edge = {0}, {0}
    for _ in range(8):
        edge = {friend for person in edge for friend in graph.friends(person)} - reached
        reached |= edge
    assert len(reached) > 0.9 * MANY
    assert all(graph.community[n] == 3 for n in graph.members(3))


def test_forms_are_filled_in_with_slips_at_the_rate_set() -> None:
    people = _people(1500)
    filled = [forms.fill(people, person, 1, 0.3) for person in range(1500)]
    kinds = {kind for form in filled for kind in form.slips.values()}
    expected = {"transposed", "sound_alike", "full_width", "digit_lost", "spaced", "country_code", "missing", "short"}
    assert kinds == expected
    slips = sum(len(form.slips) for form in filled) / (1500 * 6)
    # Not every slip changes what it befalls: some names have no letter that sounds like another.
    assert 0.22 < slips <= 0.3
    assert not any(forms.fill(people, person, 1, 0).slips for person in range(100))


def test_a_slip_is_one_that_people_make() -> None:
    people = _people(400)
    filled = [(n, forms.fill(people, n, 1, 1.0)) for n in range(400)]
    swapped = [(n, f.fields["phone"]) for n, f in filled if f.slips.get("phone") == "transposed"]
    assert all(sorted(written) == sorted(people.phone(n)) for n, written in swapped)
    assert all(f.fields["province"] == "" for _, f in filled if f.slips.get("province") == "missing")
    wide = next(f.fields["phone"] for _, f in filled if f.slips.get("phone") == "full_width")
    assert "0" <= chr(ord(wide[0]) - 0xFEE0) <= "9"
    heard = [(n, f.fields["name"]) for n, f in filled if f.slips.get("name") == "sound_alike"]
    assert heard
    assert all(len(name) == len(people.name(n)) and name != people.name(n) for n, name in heard)


def test_nobody_is_dishonest_unless_asked_for(many: Population) -> None:
    assert (many.traits.frauds.risk == HONEST).all()
    assert many.traits.frauds.rings() == []


def test_bots_and_rings_have_the_shares_set_and_rings_share_devices_and_an_address() -> None:
    people = _people(10_000, hunter_share=0.05, bot_share=0.02, ring_share=0.04, ring_size=20)
    dishonest = people.traits.frauds
    counts = np.bincount(dishonest.risk, minlength=5) / 10_000
    assert counts[HUNTER] == pytest.approx(0.05, rel=0.12)
    assert counts[BOT] == pytest.approx(0.02, rel=0.15)
    assert counts[RING_MEMBER] + counts[RING_LEADER] == pytest.approx(0.04)
    assert dishonest.risk.dtype == np.int8
    rings = dishonest.rings()
    assert len(rings) == 20
    assert len({n for ring in rings for n in ring}) == 400
    ring = rings[0]
    assert 1 <= len({people.anonymous_id(n) for n in ring}) <= frauds.DEVICES_IN_RING
    addresses = {forms.fill(people, n, 0, 0).fields["street"] for n in ring}
    assert len(addresses) == 1


def test_a_larger_share_only_adds_people() -> None:
    few, more = (_people(5000, bot_share=share).traits.frauds.risk == BOT for share in (0.01, 0.03))
    assert few.sum() < more.sum()
    assert not (few & ~more).any()


def test_a_world_of_one_has_traits_and_no_friends(tmp_path: Path) -> None:
    world = crowd(tmp_path, 1)
    assert world.people.traits.graph.friends(0) == []
    assert world.people.traits.households.members(0) == [0]


def test_friendships_follow_the_settings() -> None:
    settings = Settings()
    settings.change({"friends_mean": 4, "community_size": 20})
    homes = Households(Dice(1), settings, 3000)
    graph = Graph(Dice(1), settings, homes)
    assert np.diff(graph.rows[0]).mean() == pytest.approx(4, rel=0.25)
    assert graph.community.max() == 149
