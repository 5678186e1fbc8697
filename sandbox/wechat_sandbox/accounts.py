"""The brand's accounts, one of each kind at first start, more by request."""

import re
from base64 import b64encode
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from wechat_sandbox.crypto import decode_aes_key
from wechat_sandbox.people.randomness import Dice
from wechat_sandbox.store import Store

OFFICIAL_ACCOUNT = "official_account"
MINI_PROGRAM = "mini_program"
WECOM = "wecom"
STORE = "store"
MERCHANT = "merchant"
ADVERTISER = "advertiser"
SMS_SENDER = "sms_sender"
COMPONENT = "component"
SUITE = "suite"
KINDS = (OFFICIAL_ACCOUNT, MINI_PROGRAM, WECOM, STORE, MERCHANT, ADVERTISER, SMS_SENDER, COMPONENT, SUITE)
_PREFIXES = {WECOM: "ww", SUITE: "ww", MERCHANT: "", ADVERTISER: "", SMS_SENDER: ""}
MOST_ACCOUNTS = 100

SDK_ADDRESSES = ("collector_url", "write_key", "login_url", "shop_url")


class AccountError(ValueError):
    """An account that cannot be as asked."""


@dataclass(frozen=True)
class Account:
    """One account of the brand.

    `app_id` is the corp id of WeCom, the number of a merchant or advertiser, the suite or component id of a provider.
    `more` holds what only one kind of account has.
    """

    id: str
    kind: str
    name: str
    app_id: str
    original_id: str
    secret: str
    token: str
    aes_key: str
    agent_id: int = 0
    mode: str = "aes"
    callback_format: str = "xml"
    callback_url: str = ""
    open_platform: str = "brand"
    sdk: dict[str, str] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return the account as the admin API shows it."""
        return asdict(self)

    @property
    def receiver(self) -> str:
        """The `ToUserName` of callbacks: the corp id of WeCom, else the original id."""
        return self.app_id if self.kind in (WECOM, SUITE, COMPONENT) else self.original_id


class Accounts:
    """All accounts, kept in memory and in the store."""

    def __init__(self, store: Store, dice: Dice) -> None:
        self._store = store
        self._dice = dice
        self._by_id = {doc["id"]: Account(**doc) for doc in store.all("account", "")}

    def all(self) -> list[Account]:
        """Return every account in the order of creation."""
        return list(self._by_id.values())

    def of_kind(self, kind: str) -> list[Account]:
        """Return the accounts of one kind."""
        return [account for account in self._by_id.values() if account.kind == kind]

    def get(self, account_id: str) -> Account | None:
        """Find an account by its id."""
        return self._by_id.get(account_id)

    def by_app_id(self, app_id: str) -> Account | None:
        """Find an account by its app id or corp id."""
        return next((a for a in self._by_id.values() if a.app_id == app_id), None)

    def create(self, kind: str, name: str, account_id: str, **given: Any) -> Account:
        """Open an account; ids and secrets that are not given derive from the seed.

        Raises:
            AccountError: unknown kind, a taken id, or a field that cannot be as given.
        """
        if kind not in KINDS:
            raise AccountError(f"kind is one of {', '.join(KINDS)}")
        if not re.fullmatch(r"[a-z0-9_-]{1,40}", account_id) or account_id in self._by_id:
            raise AccountError("id is 1 to 40 of a-z, 0-9, _ and -, and not taken")
        if len(self._by_id) >= MOST_ACCOUNTS:
            raise AccountError(f"at most {MOST_ACCOUNTS} accounts")
        return self._keep(_checked(replace(self._derived(kind, name, account_id), **_known(given))))

    def change(self, account: Account, changes: dict[str, Any]) -> Account:
        """Change an account's fields.

        Raises:
            AccountError: an unknown or fixed field, or a value it cannot take.
        """
        changes = dict(changes)
        if isinstance(changes.get("sdk"), dict):
            changes["sdk"] = {**account.sdk, **changes["sdk"]}
        return self._keep(_checked(replace(account, **_known(changes))))

    def _keep(self, account: Account) -> Account:
        self._by_id[account.id] = account
        self._store.put("account", "", account.id, account.as_dict())
        return account

    def _derived(self, kind: str, name: str, account_id: str) -> Account:
        def hexadecimal(purpose: str, length: int) -> str:
            return self._dice.digest("account", account_id, purpose).hex()[:length]

        number = str(1_600_000_000 + int(hexadecimal("app_id", 7), 16))
        prefix = _PREFIXES.get(kind, "wx")
        return Account(
            id=account_id,
            kind=kind,
            name=name,
            app_id=prefix + hexadecimal("app_id", 16) if prefix else number,
            original_id="gh_" + hexadecimal("original_id", 12),
            secret=hexadecimal("secret", 32),
            token=hexadecimal("token", 24),
            aes_key=_aes_key(self._dice.digest("account", account_id, "aes_key")),
            agent_id=1000002 if kind == WECOM else 0,
            callback_format="json" if kind in (MINI_PROGRAM, STORE) else "xml",
        )


def _aes_key(noise: bytes) -> str:
    """Write an EncodingAESKey: 43 letters and digits, the last without spare bits."""
    letters = b64encode(noise).decode()[:42].replace("+", "p").replace("/", "s")
    return letters + "AEIMQUYcgkosw048"[noise[-1] % 16]


def _known(given: dict[str, Any]) -> dict[str, Any]:
    changeable = {f.name for f in fields(Account)} - {"id", "kind"}
    for name in given:
        if name not in changeable:
            raise AccountError(f"{name!r} cannot be set")
    return given


def _checked(account: Account) -> Account:
    for name in ("name", "app_id", "original_id", "secret", "token", "callback_url", "open_platform"):
        value = getattr(account, name)
        if not isinstance(value, str) or len(value) > 500:
            raise AccountError(f"{name} is a text of at most 500 characters")
    if account.callback_url and not account.callback_url.startswith(("http://", "https://")):
        raise AccountError("callback_url starts with http:// or https://")
    if account.mode not in ("aes", "plain") or (account.kind == WECOM and account.mode != "aes"):
        raise AccountError("mode is aes, or plain for an account that is not WeCom")
    if account.callback_format not in ("xml", "json"):
        raise AccountError("callback_format is xml or json")
    if not isinstance(account.more, dict):
        raise AccountError("more is an object")
    if account.kind == MERCHANT and not re.fullmatch(r"[!-~]{32}", str(account.more.get("api_v3_key") or "x" * 32)):
        raise AccountError("api_v3_key is 32 characters")
    if not isinstance(account.agent_id, int):
        raise AccountError("agent_id is a number")
    if not isinstance(account.sdk, dict) or not set(account.sdk) <= set(SDK_ADDRESSES):
        raise AccountError(f"sdk has only {', '.join(SDK_ADDRESSES)}")
    if not all(isinstance(value, str) for value in account.sdk.values()):
        raise AccountError("sdk holds texts")
    try:
        decode_aes_key(account.aes_key)
    except (ValueError, TypeError) as error:
        raise AccountError("aes_key is 43 characters of base64") from error
    return account
