"""The people: who they are follows from the seed, what became of them is kept in arrays."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.people.ids import Ids
from wechat_sandbox.people.randomness import Dice, Floats, Ints
from wechat_sandbox.people.randomness import Flags as Flags
from wechat_sandbox.people.shapes import Small
from wechat_sandbox.people.traits import Reader, Traits
from wechat_sandbox.settings import Settings
from wechat_sandbox.store import Arrays

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN_NAMES = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰婷雪琳晨宇欣怡梓涵子轩浩然诗雨佳慧思彤"
PHONE_PREFIXES = ("138", "139", "150", "158", "186", "188", "177", "199")
_NUMBERS = 100_000_000
_SCATTER = 61_803_399
RHYTHMS = 4
CATEGORIES = 3


class Population:
    """`count` people numbered from 0.

    Traits never change. State is one array for each thing that does; what is written to them is saved with the store.
    """

    def __init__(self, dice: Dice, settings: Settings, count: int, members: Sequence[str]) -> None:
        self.dice = dice
        self.count = count
        self.everyone: Ints = np.arange(count, dtype=np.int64)
        self.member_numbers = _hand_out_members(dice, count, members)
        self.is_member: Flags = np.zeros(count, dtype=bool)
        self.is_member[list(self.member_numbers)] = True
        self.rhythm: Ints = (self._draw("rhythm") * RHYTHMS).astype(np.int64)
        self.taste: Ints = (self._draw("taste") * CATEGORIES).astype(np.int64)
        self.store_visitor: Flags = self._draw("store visitor") < settings.store_visitors
        self.visits_per_day: Floats = self._gamma(settings.visit_shape, settings.visit_scale)
        self.visits_per_day[self.is_member] *= 1.2
        self.traits = Traits(dice, settings, self.taste, self.rhythm)
        self.ids = Ids(dice, count)
        self._state: Arrays = {}
        self._views: Arrays = {}
        self._touched: dict[str, list[Any]] = {}

    # State

    def restore(self, state: Arrays) -> None:
        """Take over the arrays of an earlier start."""
        self._state = state
        self._views = {name: _read_only(array) for name, array in state.items()}

    def array(self, name: str, dtype: Any = np.float64, fill: Any = 0) -> NDArray[Any]:
        """Return the state array of this name, made on first use, to read; `put` and `add` write."""
        view = self._views.get(name)
        if view is None:
            self._state[name] = np.full(self.count, fill, dtype=dtype)
            view = self._views[name] = _read_only(self._state[name])
        return view

    def put(self, name: str, who: Any, value: Any, dtype: Any = np.float64, fill: Any = 0) -> None:
        """Write to a state array: one person, or several by their numbers, a mask or a slice."""
        self.array(name, dtype, fill)
        self._state[name][who] = value
        self._touched.setdefault(name, []).append(who)

    def add(self, name: str, person: int, amount: int = 1, dtype: Any = np.int64) -> int:
        """Count one person up or down in a state array; return the new number."""
        number = int(self.array(name, dtype)[person]) + amount
        self.put(name, person, number, dtype)
        return number

    def take_touched(self) -> tuple[Arrays, dict[str, Ints]]:
        """Return every array, and where each was written to since this was last asked."""
        touched = {name: self._places(written) for name, written in self._touched.items()}
        self._touched = {}
        return self._state, touched

    def _places(self, written: list[Any]) -> Ints:
        if all(type(who) is int for who in written):
            return np.fromiter(set(written), dtype=np.int64)
        return np.unique(np.concatenate([np.atleast_1d(self.everyone[who]) for who in written]))

    # Ids

    def openid(self, account: Account, person: int) -> str:
        """Return what the account knows this person by; for WeCom the external_userid."""
        prefix, length = ("wm", 32) if account.kind == WECOM else ("o", 28)
        return self.ids.write(prefix, length, account.app_id, person)

    def find(self, account: Account, openid: str) -> int | None:
        """Return the person behind an openid of this account."""
        prefix, length = ("wm", 32) if account.kind == WECOM else ("o", 28)
        return self.ids.read(prefix, length, account.app_id, openid)

    def unionid(self, account: Account, person: int) -> str:
        """Return the id shared by all accounts on one open-platform account, empty without one."""
        return self.ids.write("oU", 28, "union " + account.open_platform, person) if account.open_platform else ""

    def find_unionid(self, account: Account, unionid: str) -> int | None:
        """Return the person behind a unionid of the account's open-platform account."""
        if not account.open_platform:
            return None
        return self.ids.read("oU", 28, "union " + account.open_platform, unionid)

    def anonymous_id(self, person: int) -> str:
        """Return the id that the Mini Program's SDK gave to the phone this person uses; some share one."""
        return self.dice.uuid("device", self.traits.device_owner(person))

    def phone(self, person: int) -> str:
        """Return the phone number a person gives: their own, which is nobody else's, or in some families that of its head."""
        owner = self.traits.households.phone_owner(person)
        prefix = PHONE_PREFIXES[self.dice.pick("phone", owner, 0, len(PHONE_PREFIXES))]
        # Multiplying by a number coprime to 10^8 scatters neighbours without collisions.
        return f"{prefix}{(owner * _SCATTER + self.dice.seed * 7919) % _NUMBERS:08d}"

    def find_phone(self, phone: str) -> int | None:
        """Return the person whose phone has this number."""
        if len(phone) != 11 or not (phone.isascii() and phone.isdigit()):
            return None
        person = (int(phone[3:]) - self.dice.seed * 7919) * pow(_SCATTER, -1, _NUMBERS) % _NUMBERS
        return person if person < self.count and self.phone(person) == phone else None

    def name(self, person: int) -> str:
        """Return the name shown in WeChat."""
        given = [GIVEN_NAMES[self.dice.pick("given name", person, n, len(GIVEN_NAMES))] for n in (0, 1)]
        surname = SURNAMES[self.dice.pick("surname", person, 0, len(SURNAMES))]
        return surname + "".join(given[: 1 + self.dice.pick("name length", person, 0, 2)])

    # Traits

    @property
    def spending(self) -> Small:
        """How freely each person spends."""
        return self.traits.spending

    def reader(self, person: int) -> Reader:
        """Return what decides how this person meets a message."""
        return self.traits.reader(person)

    def _draw(self, purpose: str, tick: int = 0) -> Floats:
        return self.dice.roll(purpose, self.everyone, tick)

    def _gamma(self, shape: float, scale: float) -> Floats:
        """Draw from a gamma distribution by the inverse of its distribution function on a grid."""
        grid = np.linspace(0, scale * (shape + 12), 4001)
        density = np.where(grid > 0, grid, 1e-9) ** (shape - 1) * np.exp(-grid / scale)
        total = np.cumsum(density)
        return np.interp(self._draw("visits per day"), total / total[-1], grid)


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    view = array.view()
    view.flags.writeable = False
    return view


def _hand_out_members(dice: Dice, count: int, members: Sequence[str]) -> dict[int, str]:
    """Give each member number to one person, as many as there are people."""
    order = np.argsort(dice.roll("member", np.arange(count, dtype=np.int64), 0), kind="stable")
    return {int(person): number for person, number in zip(order, members, strict=False)}
