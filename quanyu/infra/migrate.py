"""Schemas, forward only, safe to run by two processes at once.

PostgreSQL: Alembic under an advisory lock. ClickHouse: numbered SQL files, each recorded once applied, run under the
same lock; every statement is written so that running it twice does no harm.
"""

from __future__ import annotations

from pathlib import Path

import alembic.command
import alembic.config
import alembic.migration
import alembic.script
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection

from quanyu.infra.clickhouse import ClickHouse
from quanyu.kit.query import Query

FOLDER = Path(__file__).resolve().parents[2] / "migrations"
LOCK = 7_210_314_159
"""Any number that no other program takes as an advisory lock in our database."""


class NewerData(RuntimeError):
    """The stores were made by a newer version of Quanyu; one sentence for a person."""


def upgrade(postgres_url: str, clickhouse: ClickHouse) -> None:
    """Bring both stores to this version.

    Raises:
        NewerData: a store has a migration that this version does not know.
    """
    engine = create_engine(postgres_url)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LOCK})
            try:
                _upgrade_postgres(connection)
                _upgrade_clickhouse(clickhouse)
            finally:
                connection.rollback()
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": LOCK})
                connection.commit()
    finally:
        engine.dispose()


def alembic_config(connection: Connection) -> alembic.config.Config:
    """Alembic's configuration, working on an open connection."""
    config = alembic.config.Config()
    config.set_main_option("script_location", str(FOLDER / "postgres"))
    config.attributes["connection"] = connection
    return config


def _upgrade_postgres(connection: Connection) -> None:
    config = alembic_config(connection)
    present = alembic.migration.MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in alembic.script.ScriptDirectory.from_config(config).walk_revisions()}
    if present is not None and present not in known:
        raise NewerData(
            f"The data was written by a newer version of Quanyu (database revision {present}); update Quanyu to open it."
        )
    alembic.command.upgrade(config, "head")
    connection.commit()


def _upgrade_clickhouse(clickhouse: ClickHouse) -> None:
    clickhouse.execute_now(
        "CREATE TABLE IF NOT EXISTS migrations (name String) ENGINE = MergeTree ORDER BY name "
        "SETTINGS fsync_after_insert = 1, fsync_part_directory = 1"
    )
    applied = {str(name) for (name,) in clickhouse.rows_now(Query("SELECT name FROM migrations"))}
    files = {path.name: path for path in sorted((FOLDER / "clickhouse").glob("*.sql"))}
    if unknown := sorted(applied - files.keys()):
        raise NewerData(
            f"The data was written by a newer version of Quanyu (event log {unknown[-1]}); update Quanyu to open it."
        )
    for name, path in files.items():
        if name in applied:
            continue
        for statement in _statements(path.read_text(encoding="utf-8")):
            clickhouse.execute_now(statement)
        clickhouse.rows_now(Query("INSERT INTO migrations VALUES ({name:String})", {"name": name}))


def _statements(sql: str) -> list[str]:
    lines = [line for line in sql.splitlines() if not line.lstrip().startswith("--")]
    return [statement for statement in "\n".join(lines).split(";\n") if statement.strip().strip(";")]
