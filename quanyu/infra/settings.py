"""Every setting, typed, read once at start from the environment (``QUANYU_…``) and one file.

The file is ``quanyu.toml`` in the data folder, or the one named by ``QUANYU_CONFIG``; the environment wins.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, get_type_hints

PREFIX = "QUANYU_"


class BadSetting(ValueError):
    """A setting that cannot be read; the message is one sentence for a person."""


def _setting(default: Any, help: str) -> Any:
    return field(default=default, metadata={"help": help})


@dataclass(frozen=True)
class Settings:
    """All of them; ``quanyu settings`` prints this table with the values in force."""

    data: Path = _setting(Path("var/quanyu"), "folder for the embedded stores, keys and uploaded files")
    host: str = _setting("127.0.0.1", "address to listen on")
    port: int = _setting(8900, "port to listen on")
    public_url: str = _setting("", "address by which WeChat and browsers reach us; empty: http://host:port")
    postgres_url: str = _setting("", "PostgreSQL to use; empty: the embedded server in the data folder")
    clickhouse_url: str = _setting("", "ClickHouse to use; empty: the embedded engine in the data folder")
    secret_key: str = _setting("", "base64 of 32 bytes for encryption and hashes; empty: made once, kept in the data folder")
    clock_url: str = _setting("", "follow the clock told at this address (a sandbox); empty: the machine's clock")
    ingest_max_waiting: int = _setting(200_000, "events that may wait for the next group commit before we answer 503")
    ingest_rows: int = _setting(20_000, "most events in one group commit")
    ingest_wait_ms: int = _setting(5, "how long a group commit waits for company, where callers come one by one")
    dedupe_ids: int = _setting(20_000_000, "event ids remembered so that a repeat counts once at once")
    callback_max_bytes: int = _setting(1_000_000, "largest callback body that is read")
    callback_replay_seconds: int = _setting(300, "how far a callback's timestamp may be from the machine's clock")
    upload_max_bytes: int = _setting(200_000_000, "largest file that an import takes")
    login_attempts: int = _setting(10, "sign-in attempts per account and address in 15 minutes")
    session_hours: int = _setting(12, "hours a sign-in lasts")
    log_format: str = _setting("auto", "json, text, or auto: text on a terminal")
    log_level: str = _setting("info", "debug, info, warning or error")

    @property
    def url(self) -> str:
        """The address others reach us by, without a trailing slash."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")


def load(environ: dict[str, str] | None = None) -> Settings:
    """Settings from the environment and the file.

    Raises:
        BadSetting: an unknown name in the file, or a value of the wrong type.
    """
    env = dict(os.environ if environ is None else environ)
    data = env.get(PREFIX + "DATA", str(Settings.data))
    path = Path(env.get(PREFIX + "CONFIG", str(Path(data) / "quanyu.toml")))
    given: dict[str, Any] = {}
    if path.exists():
        try:
            given = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadSetting(f"{path} is not a readable TOML file: {error}") from error
    hints = get_type_hints(Settings)
    if unknown := sorted(given.keys() - hints.keys()):
        raise BadSetting(f"{path} has settings we do not know: {', '.join(unknown)}")
    for one in fields(Settings):
        if (text := env.get(PREFIX + one.name.upper())) is not None:
            given[one.name] = text
    return Settings(**{name: _read(name, value, hints[name]) for name, value in given.items()})


def _read(name: str, value: Any, kind: type) -> Any:
    try:
        return kind(value)
    except (TypeError, ValueError) as error:
        raise BadSetting(f"{PREFIX}{name.upper()} must be {kind.__name__}, not {value!r}") from error
