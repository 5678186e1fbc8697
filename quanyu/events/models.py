"""Tables of the event log in PostgreSQL."""

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from quanyu.infra.postgres import Base


class FollowerPosition(Base):
    """How far a follower has come."""

    __tablename__ = "follower_position"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    batch: Mapped[int] = mapped_column(BigInteger)
