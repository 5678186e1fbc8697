"""`quanyu doctor`: looks at everything that Quanyu stands on and says what to do about what is wrong.

Changes nothing: it makes no folder, no key and no migration. A server that is running is asked instead of disturbed.
"""

from __future__ import annotations

from pathlib import Path

from quanyu.app import CONSOLE
from quanyu.doctor.place import console_build, data_folder, free_disk, is_running, port, secret_key
from quanyu.doctor.stores import clickhouse, open_postgres, postgres
from quanyu.doctor.types import Check
from quanyu.doctor.world import accounts_of, clock, public_url, stopped_accounts
from quanyu.infra.settings import Settings

__all__ = ["Check", "examine"]


def examine(settings: Settings, console: Path = CONSOLE) -> list[Check]:
    """Every check, in the order in which a person should mend things."""
    running = is_running(settings)
    events = clickhouse(settings, running)  # before PostgreSQL is opened: each holds the data folder while it looks
    with open_postgres(settings) as opened:
        accounts = accounts_of(opened.connection)
        return [
            data_folder(settings.data),
            free_disk(settings.data),
            secret_key(settings),
            port(settings, running),
            postgres(opened),
            events,
            clock(settings, opened.connection),
            public_url(settings, accounts, running),
            stopped_accounts(accounts),
            console_build(console),
        ]
