"""ClickHouse through one door: the embedded chDB engine or a server, the same SQL and the same parameters.

The client library blocks, so calls run in threads; each thread of our pool has a handle of its own, because a handle
serves one call at a time.
"""

from __future__ import annotations

import asyncio
import queue
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import clickhouse_connect
from clickhouse_connect.driver.client import Client

from quanyu.kit.query import Query

HANDLES = 6


class ClickHouse:
    """Queries and inserts. Made by ``open_embedded`` or ``open_server``."""

    def __init__(self, clients: Sequence[Client], *, embedded: bool) -> None:
        self.embedded = embedded
        self._free: queue.LifoQueue[Client] = queue.LifoQueue()
        self._clients = list(clients)
        for client in clients:
            self._free.put(client)
        self._threads = ThreadPoolExecutor(max_workers=len(self._clients), thread_name_prefix="clickhouse")

    @contextmanager
    def _client(self) -> Iterator[Client]:
        client = self._free.get()
        try:
            yield client
        finally:
            self._free.put(client)

    async def rows(self, query: Query) -> list[tuple[Any, ...]]:
        """All rows of a query, as tuples in column order."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.rows_now, query)

    async def dicts(self, query: Query) -> list[dict[str, Any]]:
        """All rows of a query, as dictionaries by column name."""

        def read() -> list[dict[str, Any]]:
            with self._client() as client:
                return list(client.query(query.sql, parameters=dict(query.params)).named_results())

        return await asyncio.get_running_loop().run_in_executor(self._threads, read)

    async def value(self, query: Query) -> Any:
        """The first column of the first row."""
        return (await self.rows(query))[0][0]

    async def execute(self, query: Query) -> None:
        """A statement without rows: DDL, INSERT … SELECT, ALTER."""

        def run() -> None:
            with self._client() as client:
                client.command(query.sql, parameters=dict(query.params))

        await asyncio.get_running_loop().run_in_executor(self._threads, run)

    async def body(self, query: Query, *, format: str) -> bytes:
        """The answer as the engine writes it in ``format``: for many rows, which should not become objects."""

        def read() -> bytes:
            with self._client() as client:
                found: bytes = client.raw_query(query.sql, parameters=dict(query.params), fmt=format)
                return found

        return await asyncio.get_running_loop().run_in_executor(self._threads, read)

    async def insert(
        self,
        table: str,
        columns: Sequence[str],
        body: bytes,
        *,
        format: str,
        token: str = "",
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        """Insert encoded rows as one block, on disk when this returns.

        Args:
            table: a name from our own code.
            columns: the columns that ``body`` gives, in its order.
            body: rows in ``format`` (TabSeparated, JSONEachRow, RowBinary …).
            token: a repeated token within the table's deduplication window is dropped by the engine.
            settings: of the engine, for this insert.
        """
        chosen = {**(settings or {}), **({"insert_deduplication_token": token} if token else {})}

        def run() -> None:
            with self._client() as client:
                client.raw_insert(table, column_names=list(columns), insert_block=body, fmt=format, settings=chosen)

        await asyncio.get_running_loop().run_in_executor(self._threads, run)

    def rows_now(self, query: Query) -> list[tuple[Any, ...]]:
        """Like ``rows``, in the calling thread: for start-up and the command line."""
        with self._client() as client:
            return [tuple(row) for row in client.query(query.sql, parameters=dict(query.params)).result_rows]

    def execute_now(self, sql: str) -> None:
        """Like ``execute``, in the calling thread."""
        with self._client() as client:
            client.command(sql)

    def close(self) -> None:
        """Wait for running calls, then close every handle."""
        self._threads.shutdown(wait=True)
        for client in self._clients:
            client.close()


def open_embedded(folder: Path) -> ClickHouse:
    """The engine inside this process, on ``folder``. One process for a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return ClickHouse(
        [clickhouse_connect.get_client(interface="chdb", path=str(folder)) for _ in range(HANDLES)], embedded=True
    )


def open_server(url: str) -> ClickHouse:
    """A ClickHouse server or cluster by URL (``http://user:password@host:8123/database``)."""
    return ClickHouse(
        [clickhouse_connect.get_client(dsn=url, autogenerate_session_id=False) for _ in range(HANDLES)], embedded=False
    )
