"""What the store remembers, by whichever way it is written and read, before and after a kill."""

import tempfile
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from wechat_sandbox import quick_json
from wechat_sandbox.quick_json import Raw
from wechat_sandbox.store import Doc, Store

IDS = st.sampled_from(["a", "b", "c"])
KINDS = st.sampled_from(["tag", "fan"])


class Documents(RuleBasedStateMachine):
    """Whichever way documents are written, every way of reading shows the same, before and after a kill."""

    @initialize(folder=st.none())
    def begin(self, folder: None) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.store = Store(Path(self.folder.name))
        self.now: dict[tuple[str, str], Doc] = {}
        self.saved: dict[tuple[str, str], Doc] = {}

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    @rule(kind=KINDS, doc_id=IDS, number=st.integers(0, 9))
    def put(self, kind: str, doc_id: str, number: int) -> None:
        self.store.put(kind, "", doc_id, {"number": number}, key="even" if number % 2 == 0 else "odd")
        self.now[kind, doc_id] = {"number": number}

    @rule(kind=KINDS, doc_id=IDS)
    def change_in_place(self, kind: str, doc_id: str) -> None:
        self.store.live(kind, "", doc_id, {"number": 100})["number"] += 1
        had = self.now.get((kind, doc_id), {"number": 100})
        self.now[kind, doc_id] = {"number": had["number"] + 1}

    @rule(kind=KINDS, doc_id=IDS)
    def delete(self, kind: str, doc_id: str) -> None:
        assert self.store.delete(kind, "", doc_id) == (self.now.pop((kind, doc_id), None) is not None)

    @rule()
    def commit(self) -> None:
        self.store.commit({}, {})
        self.saved = {place: dict(doc) for place, doc in self.now.items()}

    @rule()
    def be_killed(self) -> None:
        self.store.close()
        self.store = Store(Path(self.folder.name))
        self.now = {place: dict(doc) for place, doc in self.saved.items()}

    @rule(kind=KINDS)
    def list_all(self, kind: str) -> None:
        known = {doc_id: doc for (its, doc_id), doc in self.now.items() if its == kind}
        assert {doc_id: doc for _, doc_id, doc in self.store.page(kind, "")} == known
        assert self.store.count(kind, "") == len(known)

    @invariant()
    def reading_one_shows_what_was_written(self) -> None:
        for kind in ("tag", "fan"):
            assert self.store.get(kind, "", "a") == self.now.get((kind, "a"))


TestDocuments = Documents.TestCase


def test_what_is_written_is_put_into_something_larger_even_with_half_a_surrogate_beside_it() -> None:
    half = "half of \ud83d"
    for name in ("whole", half):
        assert quick_json.read(quick_json.write({"name": name, "body": Raw(quick_json.write([half, "whole"]))})) == {
            "name": name,
            "body": [half, "whole"],
        }


def test_errands_are_left_until_they_end(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first, second, third = (store.errands.begin({"number": number}) for number in (1, 2, 3))
    store.errands.end(first)
    store.commit({}, {})
    store.errands.end(second)
    store.errands.begin({"number": 4})
    store.close()
    store = Store(tmp_path)
    assert store.errands.all() == [(second, {"number": 2}), (third, {"number": 3})]
    store.errands.end(second)
    assert store.errands.begin({"number": 5}) > third
    assert [errand["number"] for _, errand in store.errands.all()] == [3, 5]
    store.close()
