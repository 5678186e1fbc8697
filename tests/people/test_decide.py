"""U1: whatever comes in whatever order, people are the connected groups that a plain model of the rules makes."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from quanyu.people.identity.decide import Known, decide
from quanyu.people.identity.kinds import KINDS, Id

ORDER = list(KINDS)


def id_of(kind: str, value: int) -> Id:
    return Id(kind, "app" if KINDS[kind].scoped else "", str(value))


IDS = st.builds(id_of, st.sampled_from(ORDER), st.integers(1, 4))
EVENTS = st.lists(st.lists(IDS, min_size=1, max_size=4, unique=True), max_size=30)


def fits(people: list[set[Id]], ids: set[Id]) -> bool:
    """The limits, over the union; a group that is over one already may stay so, but not grow."""
    before = [Counter(id.kind for id in person) for person in people]
    for kind, count in Counter(id.kind for id in ids.union(*people)).items():
        if count > max([KINDS[kind].limit, *(own[kind] for own in before)]):
            return False
    return True


def strong(ids: set[Id]) -> bool:
    return any(KINDS[id.kind].strong for id in ids)


class Model:
    """People as sets of ids, oldest first; an event joins the sets that it touches."""

    def __init__(self) -> None:
        self.people: list[set[Id]] = []

    def take(self, ids: list[Id]) -> set[Id]:
        ordered = sorted(ids, key=lambda id: (ORDER.index(id.kind), id))
        wanted = [id for id in ordered if KINDS[id.kind].strong]
        while wanted and not fits(self.touched(wanted), set(wanted)):
            wanted.pop()
        person = self.join(wanted) if wanted else set()
        for id in (id for id in ordered if not KINDS[id.kind].strong):
            owners = self.touched([id])
            both = bool(owners) and bool(person) and person not in owners and strong(owners[0]) and strong(person)
            if not both and fits([*self.touched([*person]), *owners], {id}):
                person = self.join([*person, id])
        return person

    def touched(self, ids: list[Id]) -> list[set[Id]]:
        return [person for person in self.people if person & set(ids)]

    def join(self, ids: list[Id]) -> set[Id]:
        touched = self.touched(ids)
        whole = set(ids).union(*touched)
        place = min((self.people.index(person) for person in touched), default=len(self.people))
        self.people = [person for person in self.people if person not in touched]
        self.people.insert(place, whole)
        return whole


@given(EVENTS)
@settings(max_examples=400, deadline=None)
def test_people_are_the_groups_of_the_model(events: list[list[Id]]) -> None:
    known, model = Known(), Model()
    for event in events:
        ordered = sorted(event, key=lambda id: (ORDER.index(id.kind), id))
        decision = decide(ordered, known)
        person = model.take(event)

        ours = {id for id in known.owner if known.owner_of(id) == known.root(decision.profile)}
        assert ours == person

    groups: dict[int, set[Id]] = {}
    for id in known.owner:
        groups.setdefault(known.owner_of(id) or 0, set()).add(id)
    assert sorted(map(sorted, groups.values())) == sorted(map(sorted, model.people))


@given(EVENTS)
@settings(max_examples=200, deadline=None)
def test_no_person_has_more_ids_than_the_limits_allow(events: list[list[Id]]) -> None:
    known = Known()
    for event in events:
        decide(sorted(event, key=lambda id: (ORDER.index(id.kind), id)), known)

    held = Counter((known.owner_of(id), id.kind) for id in known.owner)
    assert all(count <= KINDS[kind].limit for (_, kind), count in held.items())
