"""Everything that is there: the clock, the store, the people, the brand's accounts and the ways out to the brand."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from wechat_sandbox import catalogue, seeds
from wechat_sandbox.accounts import MINI_PROGRAM, OFFICIAL_ACCOUNT, STORE, Account, Accounts
from wechat_sandbox.callbacks import Callbacks
from wechat_sandbox.catalogue import Item
from wechat_sandbox.clock import DAY, Clock, rfc3339
from wechat_sandbox.codes import Codes
from wechat_sandbox.faults import Faults
from wechat_sandbox.network import Network
from wechat_sandbox.people.demand import Demand, Influence
from wechat_sandbox.people.population import CATEGORIES, Population
from wechat_sandbox.people.randomness import Dice
from wechat_sandbox.phones import Phones
from wechat_sandbox.posts import Posts
from wechat_sandbox.quota import Quota
from wechat_sandbox.registry import ACTIONS, RELAYS, SEEDS, Act, ActError, Json
from wechat_sandbox.settings import Settings
from wechat_sandbox.store import Store
from wechat_sandbox.tokens import Tokens


class World:
    """One sandbox. What happens in it is simulated by `Simulation`."""

    def __init__(
        self,
        folder: Path,
        *,
        seed: int,
        people: int,
        start: float,
        day_seconds: float,
        running: bool,
        network: Network,
        members: Sequence[str] = (),
        items: Sequence[Item] = (),
    ) -> None:
        self._folder = folder
        self._network = network
        self._committing: asyncio.Future[None] | None = None
        self.items = list(items) or catalogue.built_in()
        self.item_by_id = {item.item_id: item for item in self.items}
        self.item_by_name = {item.name: item for item in self.items}
        self.items_of = [[item for item in self.items if item.category == c] for c in range(CATEGORIES)]
        self.store = Store(folder)
        self._remember("seed", seed)
        self._remember("people", people)
        self._remember("members", list(members))
        self._remember("now", start)
        self._open()
        self.clock = Clock(self.simulated_until, DAY / day_seconds, running)

    def _open(self) -> None:
        """Read everything from the store."""
        self.settings = Settings()
        self.settings.restore(self.store.value("settings") or {})
        self.dice = Dice(self.store.value("seed"))
        self.accounts = Accounts(self.store, self.dice)
        self.simulated_until = float(self.store.value("now"))
        self.people = Population(self.dice, self.settings, self.store.value("people"), self.store.value("members"))
        self.people.restore(self.store.arrays())
        self.demand = Demand(self.settings, self.people, self.store)
        self.demand.start(self.simulated_until)
        self.codes = Codes(self.store)
        self.tokens = Tokens(self.store, self.settings, self.dice)
        self.quota = Quota(self.store, self.settings)
        self.faults = Faults(self.store, self.dice)
        self.callbacks = Callbacks(self.store, self.settings, self.accounts, self.faults, self._network)
        self.posts = Posts(self, self._network)
        self.phones = Phones(self.store, self.settings, self.accounts, self.people, self.codes, self._network)
        if not self.accounts.all():
            seeds.plant(self.store, self.accounts, self.people, self.settings, self.simulated_until)

    def now(self) -> float:
        """Return simulated time; it waits when the simulation cannot keep the pace."""
        return min(self.clock.now(), self.simulated_until + self.settings.slot_sim_seconds)

    async def committed(self) -> None:
        """Commit, together with whatever else happens in this turn of the event loop."""
        if self._committing is None:
            loop = asyncio.get_running_loop()
            self._committing = loop.create_future()
            loop.call_soon(self._commit_for_all)
        # One caller that goes away must not take the others along.
        await asyncio.shield(self._committing)

    def _commit_for_all(self) -> None:
        waiting, self._committing = self._committing, None
        assert waiting is not None
        try:
            self.commit()
        except Exception as error:
            waiting.set_exception(error)
        else:
            waiting.set_result(None)

    def reach(self, moment: float) -> None:
        """Note that time has been simulated until here."""
        self.simulated_until = moment
        self.store.set_value("now", moment)
        self.commit()

    def change_settings(self, changes: Mapping[str, Any]) -> None:
        """Change settings for good.

        Raises:
            SettingError: an unknown name or a value it cannot hold; then nothing is changed.
        """
        self.settings.change(changes)
        self.store.set_value("settings", self.settings.changed())
        self.commit()

    def tidy(self) -> None:
        """Forget the oldest entries of the logs."""
        self.codes.tidy()
        self.store.trim("calls", self.settings.kept_calls)
        self.store.trim("uploads", self.settings.kept_calls)
        self.store.trim("deliveries", self.settings.kept_deliveries)
        self.commit()

    def furnish(self) -> None:
        """Run every seed that this world has not known before."""
        planted = self.store.value("planted") or []
        for name, plant in SEEDS.items():
            if name not in planted:
                plant(self)
                planted.append(name)
        self.store.set_value("planted", planted)

    def resume(self) -> None:
        """Go on telling the brand what an earlier process had no time for. Needs a running event loop."""
        self.callbacks.resume()
        self.posts.resume()
        self.phones.resume()

    def commit(self) -> None:
        """Make what has happened so far survive the end of the process, however it comes."""
        self.store.commit(*self.people.take_touched())

    def snapshots(self) -> list[Json]:
        """List the snapshots in the sandbox's folder, oldest first."""
        files = sorted(self._snapshots().glob("*.sqlite3"), key=lambda file: file.stat().st_mtime)
        return [{"name": file.stem, "bytes": file.stat().st_size, "taken": rfc3339(file.stat().st_mtime)} for file in files]

    def take_snapshot(self, name: str) -> Json:
        """Keep everything as it is now under a name; one with this name is replaced."""
        self.commit()
        file = self._snapshots() / f"{name}.sqlite3"
        file.unlink(missing_ok=True)
        self.store.copy_to(file)
        return next(one for one in self.snapshots() if one["name"] == name)

    async def restore_snapshot(self, name: str) -> bool:
        """Go back to a snapshot, tokens, time and all; False when there is none of this name."""
        file = self._snapshots() / f"{name}.sqlite3"
        if not file.exists():
            return False
        await self.callbacks.stop()
        await self.posts.stop()
        await self.phones.stop()
        on_passive_reply, on_visit = self.callbacks.on_passive_reply, self.phones.on_visit
        self.store.replace_with(file)
        self._open()
        self.callbacks.on_passive_reply, self.phones.on_visit = on_passive_reply, on_visit
        self.clock.set(self.simulated_until)
        self.resume()
        return True

    def _snapshots(self) -> Path:
        folder = self._folder / "snapshots"
        folder.mkdir(exist_ok=True)
        return folder

    async def close(self) -> None:
        """Stop sending, save and close."""
        await self.callbacks.stop()
        await self.posts.stop()
        await self.phones.stop()
        self.tidy()
        self.store.close()

    def perform(self, act: Act) -> Json:
        """Let a person do something now; say what happened.

        Raises:
            ActError: no such action, or it is not possible for this person.
        """
        action = ACTIONS.get(act.action)
        if action is None:
            raise ActError(f"people can {', '.join(sorted(ACTIONS))}")
        return action(self, self._after_last(act))

    def account(self, act: Act, kind: str) -> Account:
        """Return the account an act names, or the first of its kind."""
        named = act.params.get("account")
        found = self.accounts.get(str(named)) if named else next(iter(self.accounts.of_kind(kind)), None)
        if found is None or found.kind != kind:
            raise ActError(f"no {kind} account {named or ''}".strip())
        return found

    def callback(self, account: Account, person: int, at: float, **fields: Any) -> list[int]:
        """Tell the account's server what a person did; return the deliveries that will carry it."""
        sender = "sys" if account.kind not in (OFFICIAL_ACCOUNT, MINI_PROGRAM, STORE) else ""
        sender = sender or self.people.openid(account, person)
        message = {
            "ToUserName": account.receiver,
            "FromUserName": sender,
            "CreateTime": int(at),
            "MsgType": "event",
            **fields,
        }
        if message["MsgType"] != "event":
            # What a person says is kept, whether or not a server listens: their phone shows it.
            said = {"account": account.id, "message": message, "sim_time": rfc3339(at)}
            self.store.append("said", said, person)
        delivery = self.callbacks.send(account, person, sender, message, at)
        told = [] if delivery is None else [delivery]
        return told + [number for tell in RELAYS for number in tell(self, account, person, message, at)]

    def replay(self, delivery: int) -> int | None:
        """Send a delivery once more, as a new one; None when there is no such delivery."""
        doc = self.store.entry("deliveries", delivery)
        if doc is not None and "via" in doc:
            return self.posts.replay(delivery, doc)
        return self.callbacks.replay(delivery)

    def persuade(self, influence: Influence) -> int | None:
        """Let something reach a person; return today's number if they will buy today because of it, else None."""
        planned = max(float(self.store.value("planned until") or 0), self.simulated_until)
        return self.demand.reach(influence, self.simulated_until, planned)

    def log_call(self, entry: Json) -> None:
        """Write down an API call."""
        self.store.append("calls", {**entry, "sim_time": rfc3339(entry["sim_time"])}, key=entry["rid"])

    def _after_last(self, act: Act) -> Act:
        """Give each of a person's acts a second of its own: WeChat's events are told apart by it."""
        if act.person < 0:
            return act
        at = max(act.at, float(int(self.people.array("acted")[act.person]) + 1))
        self.people.put("acted", act.person, at)
        return act._replace(at=at)

    def _remember(self, name: str, value: Any) -> None:
        """Keep what a world was made with: a later start with other values changes nothing."""
        if self.store.value(name) is None:
            self.store.set_value(name, value)
