"""`quanyu doctor` says of everything that is wrong what to do about it, in Chinese and English."""

import asyncio
import base64
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
import uvicorn
from fastapi import FastAPI
from sqlalchemy import Connection, create_engine, make_url, text

from quanyu import doctor
from quanyu.doctor.place import data_folder, is_running, port, secret_key
from quanyu.doctor.stores import clickhouse, open_postgres, postgres
from quanyu.doctor.types import Check
from quanyu.doctor.world import AccountState, accounts_of, clock, public_url, stopped_accounts
from quanyu.infra.runtime import Runtime
from quanyu.infra.settings import Settings
from quanyu.tables import METADATA
from tests.platform.rows import row_for


@pytest.fixture
def taken() -> Iterator[socket.socket]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(16)
        yield listener


@pytest.fixture
def fresh(tmp_path: Path, taken: socket.socket) -> Settings:
    """A machine where Quanyu was never started."""
    free = taken.getsockname()[1]
    taken.close()
    return Settings(data=tmp_path / "data", port=free)


@pytest.fixture
def other_database(postgres_url: str) -> Iterator[str]:
    """A database in the same server that nobody has migrated."""
    engine = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE doctor"))
        yield make_url(postgres_url).set(database="doctor").render_as_string(hide_password=False)
        connection.execute(text("DROP DATABASE doctor WITH (FORCE)"))
    engine.dispose()


def _postgres(settings: Settings) -> Check:
    with open_postgres(settings) as opened:
        return postgres(opened)


def test_a_fresh_machine_lacks_only_the_console(fresh: Settings, tmp_path: Path) -> None:
    checks = doctor.examine(fresh, console=tmp_path)

    assert [check.name for check in checks if not check.ok] == ["console"]
    assert len({check.name for check in checks}) == 10
    assert not fresh.data.exists()


async def test_a_taken_port_is_told_unless_we_took_it(app: FastAPI, fresh: Settings, taken: socket.socket) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(16)
        settings = replace(fresh, port=listener.getsockname()[1])
        assert not port(settings, running=False).ok

        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        running = await asyncio.to_thread(is_running, settings)
        asked = await asyncio.to_thread(clickhouse, settings, running)
        server.should_exit = True
        await serving

    assert running
    assert port(settings, running).ok
    assert asked == Check("clickhouse", True, asked.zh, "ClickHouse answers, says the running process.")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert not data_folder(tmp_path / "file" / "data").ok
    assert data_folder(tmp_path / "folder" / "data").ok


@pytest.mark.parametrize("text", ["", "not base64!", base64.b64encode(bytes(31)).decode(), "密钥"])
def test_a_lost_or_damaged_key_is_told_before_data_is_lost(fresh: Settings, text: str) -> None:
    (fresh.data / "postgres").mkdir(parents=True)
    path = fresh.data / "secret.key"
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")

    assert not secret_key(fresh).ok


def test_a_key_that_others_can_read_is_told(fresh: Settings) -> None:
    fresh.data.mkdir()
    path = fresh.data / "secret.key"
    path.write_text(base64.b64encode(bytes(32)).decode(), encoding="ascii")
    path.chmod(0o644)
    assert "chmod 600" in secret_key(fresh).en

    path.chmod(0o600)
    assert secret_key(fresh).ok


async def test_a_migrated_database_is_well(runtime: Runtime, fresh: Settings, postgres_url: str) -> None:
    settings = replace(fresh, postgres_url=postgres_url)

    assert _postgres(settings).ok
    with open_postgres(settings) as opened:
        assert clock(settings, opened.connection).ok


async def test_a_database_of_another_version_is_told(runtime: Runtime, fresh: Settings, other_database: str) -> None:
    settings = replace(fresh, postgres_url=other_database)
    unmigrated = _postgres(settings)
    engine = create_engine(other_database)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version AS SELECT 'from the future' AS version_num"))
    engine.dispose()

    assert "quanyu migrate" in unmigrated.en
    assert "update Quanyu" in _postgres(settings).en


def test_stores_that_do_not_answer_are_told(fresh: Settings) -> None:
    nowhere = f"127.0.0.1:{fresh.port}"
    settings = replace(fresh, postgres_url=f"postgresql+psycopg://u:p@{nowhere}/d", clickhouse_url=f"http://{nowhere}/default")

    assert "QUANYU_POSTGRES_URL" in _postgres(settings).en
    assert "QUANYU_CLICKHOUSE_URL" in clickhouse(settings, running=False).en


def test_a_clock_to_follow_that_does_not_answer_is_told(fresh: Settings) -> None:
    assert not clock(replace(fresh, clock_url=f"http://127.0.0.1:{fresh.port}/clock"), None).ok


async def test_accounts_of_every_workspace_are_seen_once_there_are_tables(connection: Connection, other_database: str) -> None:
    account = METADATA.tables["account"]
    connection.execute(text("SET LOCAL session_replication_role = replica"))
    named = {"name": "小程序", "state": "stopped", "stop_reason": "48001"}
    connection.execute(account.insert().values(row_for(account, uuid4()) | named))

    assert AccountState("小程序", "48001") in accounts_of(connection)
    engine = create_engine(other_database)
    with engine.connect() as empty:
        assert accounts_of(empty) == []
    engine.dispose()


def test_real_accounts_need_an_https_address(fresh: Settings) -> None:
    accounts = [AccountState("公众号", None)]

    assert public_url(fresh, [], running=False).ok
    assert not public_url(fresh, accounts, running=False).ok
    assert public_url(replace(fresh, public_url="https://quanyu.example.com/"), accounts, running=False).ok
    assert public_url(replace(fresh, clock_url="http://127.0.0.1:1/clock"), accounts, running=False).ok


def test_stopped_accounts_are_named_with_their_reason() -> None:
    checked = stopped_accounts([AccountState("公众号", None), AccountState("小程序", "48001 api unauthorized")])

    assert not checked.ok
    assert "小程序: 48001 api unauthorized" in checked.zh
    assert stopped_accounts([AccountState("公众号", None)]).ok
