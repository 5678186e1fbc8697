"""Access tokens: two kinds that do not disturb each other, an overlap at renewal, and their refusals."""

import hmac
import time
from typing import Any

from wechat_sandbox.accounts import SUITE, WECOM, Account, Accounts
from wechat_sandbox.clock import china_day
from wechat_sandbox.errors import ApiError
from wechat_sandbox.people.randomness import Dice
from wechat_sandbox.settings import Settings
from wechat_sandbox.store import Store

PLAIN = "plain"
STABLE = "stable"
_HANDED = "handed secret"


class Tokens:
    """Issues tokens and tells whose they are. Lives in wall-clock time."""

    def __init__(self, store: Store, settings: Settings, dice: Dice) -> None:
        self._store = store
        self._settings = settings
        self._dice = dice

    def issue(self, account: Account, kind: str = PLAIN) -> dict[str, Any]:
        """Answer /cgi-bin/token: a new token each time; the one before of its kind lives on for the overlap."""
        return self._answer(self._renew(account, kind, time.time()))

    def current(self, account: Account, kind: str = PLAIN) -> dict[str, Any]:
        """Answer WeCom's gettoken: the same token for as long as it lives."""
        now = time.time()
        held = self._held(account, kind)
        if held is None or held["expires"] <= now:
            held = self._renew(account, kind, now)
        return self._answer(held)

    def kind(self, token: str) -> str:
        """Say of which kind a token is, empty for an unknown one."""
        held = self._store.get("token", "", token)
        return str(held.get("kind", PLAIN)) if held else ""

    def stable(self, account: Account, force: bool, sim_now: float) -> dict[str, Any]:
        """Answer /cgi-bin/stable_token: a new token only when forced or in the last minutes of the old one."""
        now = time.time()
        held = self._held(account, STABLE)
        if force:
            self._count_force(account, now, sim_now)
            if held is not None:
                self._shorten(held, now)
            held = None
        if held is None or held["expires"] - now <= self._settings.token_overlap_wall_seconds:
            held = self._renew(account, STABLE, now)
        return self._answer(held)

    def owner(self, token: str, wecom: bool, accounts: Accounts) -> Account:
        """Say whose token this is.

        Raises:
            ApiError: missing, unknown, overtaken by a newer one, or expired.
        """
        if not token:
            raise ApiError(41001, "access_token is missing from the query")
        held = self._store.get("token", "", token)
        account = accounts.get(held["account"]) if held else None
        if held is None or account is None:
            raise ApiError(40014 if wecom else 40001, "no such token")
        if (account.kind in (WECOM, SUITE)) != wecom:
            raise ApiError(40014, "a token of the other platform")
        now = time.time()
        if now >= held["overtaken"]:
            raise ApiError(40001, "a newer token has replaced this one")
        if now >= held["expires"]:
            raise ApiError(42001, "the token's life is over")
        return account

    def kind_for(self, account: Account, secret: str) -> str:
        """Say which kind of token a secret gives: the account's own, one handed to a provider, or empty for neither."""
        if hmac.compare_digest(account.secret.encode(), secret.encode()):
            return PLAIN
        held = self._store.get(_HANDED, account.id, secret)
        return str(held["kind"]) if held else ""

    def hand(self, account: Account, secret: str, kind: str) -> None:
        """Let a provider's secret ask for tokens of an account."""
        self._store.put(_HANDED, account.id, secret, {"kind": kind})

    def take_back(self, account: Account, secret: str) -> None:
        """Make a provider's secret worth nothing."""
        self._store.delete(_HANDED, account.id, secret)

    def expire(self, account: Account) -> int:
        """End the life of all tokens of an account now, as WeChat sometimes does early."""
        ended = 0
        for _, token, held in self._store.page("token", "", limit=-1):
            if held["account"] == account.id:
                self._store.put("token", "", token, {**held, "expires": time.time()})
                ended += 1
        return ended

    def _held(self, account: Account, kind: str) -> dict[str, Any] | None:
        named = self._store.get("current token", account.id, kind)
        return None if named is None else self._store.get("token", "", named["token"])

    def _renew(self, account: Account, kind: str, now: float) -> dict[str, Any]:
        before = self._held(account, kind)
        if before is not None:
            self._shorten(before, now + self._settings.token_overlap_wall_seconds)
        number = self._store.next_number("tokens")
        token = f"{number}_" + "".join(self._dice.word(43, "token", account.id, number, n) for n in range(3))
        never = now + 10 * self._settings.token_wall_seconds
        held = {
            "token": token,
            "account": account.id,
            "kind": kind,
            "expires": now + self._settings.token_wall_seconds,
            "overtaken": never,
        }
        self._store.put("token", "", token, held)
        self._store.put("current token", account.id, kind, {"token": token})
        return held

    def _shorten(self, held: dict[str, Any], until: float) -> None:
        self._store.put("token", "", held["token"], {**held, "overtaken": min(held["overtaken"], until)})

    def _count_force(self, account: Account, now: float, sim_now: float) -> None:
        used = self._store.get("forced token", account.id, str(china_day(sim_now))) or {"times": 0, "at": 0.0}
        if used["times"] >= self._settings.stable_force_per_day:
            raise ApiError(45009, f"force_refresh {self._settings.stable_force_per_day} times a day")
        if now - used["at"] < self._settings.stable_force_gap_wall_seconds:
            raise ApiError(45011, f"force_refresh {self._settings.stable_force_gap_wall_seconds} s apart")
        self._store.put("forced token", account.id, str(china_day(sim_now)), {"times": used["times"] + 1, "at": now})

    def _answer(self, held: dict[str, Any]) -> dict[str, Any]:
        return {"access_token": held["token"], "expires_in": max(int(held["expires"] - time.time()), 0)}
