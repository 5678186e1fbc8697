"""Passwords: argon2id, hashed in two threads of their own so that sign-ins cannot take the whole machine."""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from quanyu.platform.members.errors import WeakPassword

LEAST, MOST = 10, 200

HASHER = PasswordHasher()
NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$NRhswZVcNvdONZFQKb5OOA$+OI+LJGN9Hqr6faQ9+VSOXUPfDpFy6xDlp5IkmYxDR8"
"""A hash that costs as much to check as anybody's, for logins that do not exist."""

_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="passwords")


async def hash_password(password: str) -> str:
    """The text to keep."""
    return await asyncio.get_running_loop().run_in_executor(_threads, HASHER.hash, password)


async def matches(password: str, kept: str | None) -> bool:
    """Whether the password is the one kept. ``None`` (nobody) takes as long and never matches."""

    def check() -> bool:
        try:
            return HASHER.verify(kept or NOBODY, password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False

    return await asyncio.get_running_loop().run_in_executor(_threads, check)


def require_strong(password: str, login: str) -> None:
    """Refuse what is guessed first.

    Raises:
        WeakPassword: too short, too long, too few different characters, or the login itself.
    """
    if not LEAST <= len(password) <= MOST or len(set(password)) < 4 or password.lower() == login:
        raise WeakPassword(least=LEAST, most=MOST)


def one_time_password() -> str:
    """A password to hand over once; 80 random bits."""
    return secrets.token_urlsafe(10)
