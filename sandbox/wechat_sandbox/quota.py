"""How often an API may still be called: by the simulated day, and for some by the wall-clock minute and hour."""

import time

from wechat_sandbox.accounts import ADVERTISER, WECOM, Account
from wechat_sandbox.clock import china_date, china_day
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import Endpoint
from wechat_sandbox.settings import Settings
from wechat_sandbox.store import Store


class Quota:
    """Counts calls by account and API."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        # By name: which stretch of time was counted last, the calls in it, and until when there is a lock.
        self._used: dict[str, tuple[int, int, float]] = {}

    def use(self, account: Account, endpoint: Endpoint, sim_now: float, address: str) -> None:
        """Count one call that came from an address.

        Raises:
            ApiError: 45009 (a day's quota, or WeCom's minute or hour) or 45011 (a minute's quota).
        """
        self._use_windows(account, endpoint, address)
        ceiling = self.ceiling(account, endpoint)
        day = china_day(sim_now)
        counted = self._store.live("quota", account.id, endpoint.path, {"day": day, "used": 0})
        used = int(counted["used"]) if counted["day"] == day else 0
        if ceiling and used >= ceiling:
            raise ApiError(45009, f"{ceiling} calls a day")
        counted |= {"day": day, "used": used + 1}

    def used(self, account: Account, path: str, sim_now: float) -> int:
        """Count today's calls."""
        counted = self._store.get("quota", account.id, path)
        return int(counted["used"]) if counted and counted["day"] == china_day(sim_now) else 0

    def ceiling(self, account: Account, endpoint: Endpoint) -> int:
        """Return the calls allowed in a day, 0 for any number; a test may have set its own."""
        own = self._store.get("quota ceiling", account.id, endpoint.path)
        if own is not None:
            return int(own["daily"])
        return 0 if account.kind == WECOM else endpoint.daily

    def set_ceiling(self, account: Account, path: str, daily: int) -> None:
        """Give an account a ceiling of its own for one API."""
        self._store.put("quota ceiling", account.id, path, {"daily": daily})

    def clear(self, account: Account, sim_now: float) -> None:
        """Forget today's calls.

        Raises:
            ApiError: 48006 after ten times in a month.
        """
        month = china_date(sim_now).strftime("%Y-%m")
        times = (self._store.get("quota cleared", account.id, month) or {"times": 0})["times"]
        if times >= self._settings.clear_quota_per_month:
            raise ApiError(48006, f"clear_quota {self._settings.clear_quota_per_month} times a month")
        self._store.put("quota cleared", account.id, month, {"times": times + 1})
        for _, path, _ in self._store.page("quota", account.id, limit=-1):
            self._store.delete("quota", account.id, path)

    def _use_windows(self, account: Account, endpoint: Endpoint, address: str) -> None:
        """Count in minutes and hours. WeCom's lock lasts as long as the window that was overdrawn."""
        locks = account.kind == WECOM
        now = time.time()
        for key, seconds, ceiling in self._windows(account, endpoint, address):
            number, used, locked_until = self._used.get(key, (0, 0, 0.0))
            used = used + 1 if number == int(now // seconds) else 1
            overdrawn = bool(ceiling) and (used > ceiling or now < locked_until)
            if locks and ceiling and used > ceiling and now >= locked_until:
                locked_until = now + seconds
            self._used[key] = (int(now // seconds), used, locked_until)
            if overdrawn:
                raise ApiError(45009 if locks else 45011, f"{ceiling} calls in {seconds} s")

    def _windows(self, account: Account, endpoint: Endpoint, address: str) -> list[tuple[str, int, int]]:
        """List what a call counts in: a name, how many seconds, and how many calls, 0 for any number."""
        settings, api = self._settings, f"{account.id} {endpoint.path}"
        if account.kind == ADVERTISER:
            return [(f"{api} 60", 60, settings.ads_calls_per_wall_minute)]
        if account.kind != WECOM:
            stable = endpoint.path == "/cgi-bin/stable_token"
            return [(f"{api} 60", 60, settings.stable_token_per_wall_minute if stable else endpoint.minute)]
        return [
            (f"{api} 60", 60, settings.wecom_calls_per_wall_minute),
            (f"{api} 3600", 3600, settings.wecom_calls_per_wall_hour),
            (f"from {address} 60", 60, settings.wecom_calls_per_address_wall_minute),
            (f"from {address} 3600", 3600, settings.wecom_calls_per_address_wall_hour),
        ]
