"""Migrations make what the models say, fence every workspace's rows, and may be run by two processes at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from quanyu.infra.clickhouse import ClickHouse
from quanyu.infra.migrate import NewerData, upgrade
from quanyu.infra.runtime import Runtime
from quanyu.tables import METADATA

pytestmark = pytest.mark.usefixtures("anyio_backend")


def _ours(_object: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    return not (kind == "table" and name is not None and name.startswith(("procrastinate_", "alembic_")))


def test_the_migrated_database_is_what_the_models_say(runtime: Runtime, postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _ours})

        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_two_processes_may_migrate_an_empty_database_at_once(
    runtime: Runtime, postgres_url: str, clickhouse: ClickHouse
) -> None:
    administrator = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        connection.execute(text("CREATE DATABASE twice"))
    url = postgres_url.replace("/postgres?", "/twice?")

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(upgrade, url, clickhouse) for _ in range(2)]:
            done.result()

    engine = create_engine(url)
    with engine.connect() as connection:
        made = {name for (name,) in connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))}
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1
    assert set(METADATA.tables) <= made
    engine.dispose()
    with administrator.connect() as connection:
        connection.execute(text("DROP DATABASE twice"))
    administrator.dispose()


def test_a_data_folder_of_a_newer_version_is_refused_in_one_sentence(
    runtime: Runtime, postgres_url: str, clickhouse: ClickHouse
) -> None:
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        present = connection.scalar(text("SELECT version_num FROM alembic_version"))
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with pytest.raises(NewerData, match="newer version of Quanyu"):
            upgrade(postgres_url, clickhouse)
    finally:
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :present"), {"present": present})
        engine.dispose()
