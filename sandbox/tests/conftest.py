"""A sandbox of a hundred people, in this process, with a brand that listens to it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from brand import Brand
from rig import Sandbox, running
from served import Served, serving


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def brand() -> Brand:
    return Brand()


@pytest.fixture
async def sandbox(tmp_path: Path, brand: Brand) -> AsyncIterator[Sandbox]:
    async with running(tmp_path, brand) as sandbox:
        yield sandbox


@pytest.fixture
def served(tmp_path: Path, brand: Brand) -> Iterator[Served]:
    with serving(tmp_path, brand) as served:
        yield served
