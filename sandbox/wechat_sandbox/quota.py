"""How often an API may still be called: by the simulated day, and for some by the wall-clock minute."""

import time

from wechat_sandbox.accounts import WECOM, Account
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
        self._minutes: dict[tuple[str, str], tuple[int, int]] = {}

    def use(self, account: Account, endpoint: Endpoint, sim_now: float) -> None:
        """Count one call.

        Raises:
            ApiError: 45009 (a day's quota, or WeCom's minute) or 45011 (a minute's quota).
        """
        self._use_minute(account, endpoint)
        ceiling = self.ceiling(account, endpoint)
        used = self.used(account, endpoint.path, sim_now)
        if ceiling and used >= ceiling:
            raise ApiError(45009, f"{ceiling} calls a day")
        day = china_day(sim_now)
        self._store.put("quota", account.id, endpoint.path, {"day": day, "used": used + 1})

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

    def _use_minute(self, account: Account, endpoint: Endpoint) -> None:
        wecom = account.kind == WECOM
        ceiling = self._minute_ceiling(account, endpoint)
        if not ceiling:
            return
        minute = int(time.time() // 60)
        key = (account.id, endpoint.path)
        counted, used = self._minutes.get(key, (minute, 0))
        used = used + 1 if counted == minute else 1
        self._minutes[key] = (minute, used)
        if used > ceiling:
            raise ApiError(45009 if wecom else 45011, f"{ceiling} calls a minute")

    def _minute_ceiling(self, account: Account, endpoint: Endpoint) -> int:
        if endpoint.path == "/cgi-bin/stable_token":
            return self._settings.stable_token_per_wall_minute
        if account.kind == WECOM:
            return self._settings.wecom_calls_per_wall_minute
        return endpoint.minute
