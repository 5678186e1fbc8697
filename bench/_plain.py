"""What one would write in an afternoon: FastAPI, pydantic, SQLAlchemy, one INSERT for each event, one commit a request."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy import BigInteger, DateTime, String
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Table(DeclarativeBase):
    pass


class EventRow(Table):
    __tablename__ = "plain_event"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(128), unique=True)
    event: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    touchpoint: Mapped[str] = mapped_column(String(64))
    account: Mapped[str] = mapped_column(String(64))
    ids: Mapped[dict[str, Any]] = mapped_column(JSONB)
    properties: Mapped[dict[str, Any]] = mapped_column(JSONB)


class Event(BaseModel):
    id: str
    event: str
    at: datetime
    touchpoint: str = ""
    account: str = ""
    ids: dict[str, str] = {}
    properties: dict[str, Any] = {}


class Events(BaseModel):
    events: list[Event]


def serve(postgres_url: str, port: int) -> None:
    """Run it."""
    engine = create_async_engine(postgres_url, pool_size=10)
    sessions = async_sessionmaker(engine)
    app = FastAPI()

    @app.on_event("startup")
    async def create() -> None:
        async with engine.begin() as connection:
            await connection.run_sync(Table.metadata.create_all)

    @app.post("/events")
    async def append(body: Events) -> dict[str, int]:
        async with sessions.begin() as tx:
            for event in body.events:
                await _insert(tx, event)
        return {"accepted": len(body.events)}

    uvicorn.run(app, host="127.0.0.1", port=port, loop="uvloop", http="httptools", access_log=False, log_level="warning")


async def _insert(tx: AsyncSession, event: Event) -> None:
    await tx.execute(insert(EventRow).values(**event.model_dump()).on_conflict_do_nothing(index_elements=["id"]))
