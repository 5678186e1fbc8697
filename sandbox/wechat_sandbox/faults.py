"""Trouble made on purpose: an API that fails, is slow, or acts and then loses its answer; callbacks that misbehave."""

from dataclasses import asdict, dataclass
from typing import Any

from wechat_sandbox.people.randomness import Dice
from wechat_sandbox.store import Store

CALLBACKS = "callback"
MOST_FAULTS = 100


class FaultError(ValueError):
    """A fault that cannot be as asked."""


@dataclass(frozen=True)
class Fault:
    """One kind of trouble, for one API path or for callbacks, in `percent` of cases."""

    id: int
    api: str
    percent: float = 100.0
    errcode: int = 0
    latency_ms: int = 0
    drop_answer_after_effect: bool = False
    duplicate_callbacks: bool = False
    drop: bool = False
    wrong_signature: bool = False
    wrong_receiver: bool = False
    old_timestamp: bool = False
    reorder: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return the fault as the admin API shows it."""
        return asdict(self)


class Faults:
    """The faults that are switched on."""

    def __init__(self, store: Store, dice: Dice) -> None:
        self._store = store
        self._dice = dice
        self._faults = {doc["id"]: Fault(**doc) for doc in store.all("fault", "")}
        self._draws = 0

    def all(self) -> list[Fault]:
        """Return every fault."""
        return list(self._faults.values())

    def add(self, given: dict[str, Any]) -> Fault:
        """Switch a fault on.

        Raises:
            FaultError: an unknown field or a value of the wrong kind.
        """
        if len(self._faults) >= MOST_FAULTS:
            raise FaultError(f"at most {MOST_FAULTS} faults")
        kinds = {name: type(value) for name, value in Fault(id=0, api="").as_dict().items() if name != "id"}
        for name, value in given.items():
            if name not in kinds:
                raise FaultError(f"{name!r} is not part of a fault")
            if not isinstance(value, kinds[name]) and not (kinds[name] is float and type(value) is int):
                raise FaultError(f"{name} takes a {kinds[name].__name__}")
        if not given.get("api") or not 0 <= given.get("percent", 100) <= 100:
            raise FaultError("a fault needs an api (a path, or 'callback') and a percent of 0 to 100")
        if not 0 <= given.get("latency_ms", 0) <= 60_000:
            raise FaultError("latency_ms is 0 to 60000")
        fault = Fault(id=self._store.next_number("faults"), **given)
        self._faults[fault.id] = fault
        self._store.put("fault", "", str(fault.id), fault.as_dict())
        return fault

    def remove(self, fault_id: int) -> bool:
        """Switch a fault off; say whether it was on."""
        self._store.delete("fault", "", str(fault_id))
        return self._faults.pop(fault_id, None) is not None

    def strike(self, api: str) -> Fault | None:
        """Say which fault, if any, hits this call or delivery."""
        for fault in self._faults.values():
            if fault.api == api:
                self._draws += 1
                if self._dice.one("fault", fault.id, self._draws) * 100 < fault.percent:
                    return fault
        return None
