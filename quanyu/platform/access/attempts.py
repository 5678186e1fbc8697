"""How often somebody may try to sign in: a count for each login and address in windows of fifteen minutes."""

import hashlib

from sqlalchemy import delete, text
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.platform.access.errors import TooManySignIns
from quanyu.platform.access.models import SignInAttempts

WINDOW_SECONDS = 900

TAKE = text(
    """
    INSERT INTO sign_in_attempts AS known (key, attempts, opened_at) VALUES (:key, 1, now())
    ON CONFLICT (key) DO UPDATE SET
        attempts = CASE WHEN known.opened_at > now() - make_interval(secs => :window) THEN known.attempts + 1 ELSE 1 END,
        opened_at = CASE WHEN known.opened_at > now() - make_interval(secs => :window) THEN known.opened_at ELSE now() END
    WHERE known.attempts < :most OR known.opened_at <= now() - make_interval(secs => :window)
    RETURNING attempts
    """
)
WAIT = text("SELECT ceil(extract(epoch FROM opened_at - now()) + :window)::int FROM sign_in_attempts WHERE key = :key")
SWEEP = text("DELETE FROM sign_in_attempts WHERE opened_at <= now() - make_interval(secs => :window)")


def key_of(login: str, address: str) -> bytes:
    """What attempts are counted by; says nothing of who tried."""
    return hashlib.sha256(f"{login}\n{address}".encode()).digest()


async def take(tx: AsyncSession, key: bytes, most: int) -> None:
    """Use up one attempt. Commit ``tx`` before the password is checked, so that a failure cannot give it back.

    Raises:
        TooManySignIns: ``most`` were used in this window.
    """
    if (await tx.execute(TAKE, {"key": key, "most": most, "window": WINDOW_SECONDS})).scalar_one_or_none() is None:
        wait = (await tx.execute(WAIT, {"key": key, "window": WINDOW_SECONDS})).scalar_one_or_none()
        raise TooManySignIns(retry_after=max(1, wait or 1))


async def forgive(tx: AsyncSession, key: bytes) -> None:
    """Forget the attempts before a success, and everybody's old ones."""
    await tx.execute(delete(SignInAttempts).where(SignInAttempts.key == key))
    await tx.execute(SWEEP, {"window": WINDOW_SECONDS})
