"""The sandbox's controls from Python: the admin API as methods, for tests and scripts."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

LONGEST_SECONDS = 600.0
_NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Refused(Exception):
    """The sandbox does not do what was asked: `status` and its own words."""

    def __init__(self, status: int, answer: str) -> None:
        super().__init__(f"{status} {answer}")
        self.status = status
        self.answer = answer


@dataclass(frozen=True)
class Running:
    """A sandbox that answers at `url`, here or in another process."""

    url: str

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Call the admin API: `ask("GET", "/totals")`.

        Raises:
            Refused: it answered with an error.
        """
        request = urllib.request.Request(  # noqa: S310 - our own address
            f"{self.url}/_sandbox{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"content-type": "application/json"},
        )
        try:
            with _NO_PROXY.open(request, timeout=LONGEST_SECONDS) as response:
                return json.loads(response.read() or b"null")
        except urllib.error.HTTPError as error:
            with error:
                raise Refused(error.code, error.read().decode(errors="replace")) from None

    def account(self, account_id: str) -> dict[str, Any]:
        """Return an account with its ids and secrets."""
        found: dict[str, Any] = self.ask("GET", f"/accounts/{account_id}")
        return found

    def connect(self, account_id: str, callback_url: str, **changes: Any) -> dict[str, Any]:
        """Send an account's callbacks to a server."""
        changed: dict[str, Any] = self.ask("PATCH", f"/accounts/{account_id}", {"callback_url": callback_url, **changes})
        return changed

    def act(self, person: int, action: str, *, wait: bool = True, **params: Any) -> dict[str, Any]:
        """Let a person do something and wait until the brand's server has heard of it."""
        body = {"action": action, "wait": wait, **params}
        done: dict[str, Any] = self.ask("POST", f"/people/{person}/act", body)
        return done

    def advance(self, seconds: float) -> dict[str, Any]:
        """Let simulated time pass, with all that people do in it, until the brand's server has heard everything."""
        clock: dict[str, Any] = self.ask("POST", "/clock", {"advance_seconds": seconds})
        return clock

    def change(self, **settings: Any) -> None:
        """Change settings."""
        self.ask("PATCH", "/settings", settings)

    def messages(self, person: int) -> list[dict[str, Any]]:
        """List what a person has received, oldest first."""
        found: list[dict[str, Any]] = self.ask("GET", f"/messages?person={person}&limit=1000")["items"]
        return found

    def snapshot(self, name: str) -> None:
        """Keep everything as it is under a name."""
        self.ask("POST", "/snapshots", {"name": name})

    def restore(self, name: str) -> None:
        """Go back to a snapshot."""
        self.ask("POST", f"/snapshots/{name}/restore", {})
