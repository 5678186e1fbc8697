"""Opens callbacks in WeChat's envelope: checks age, signature and receiver before anything is believed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from quanyu.kit.errors import AppError
from quanyu.touchpoints import crypto
from quanyu.touchpoints.parsing import Unreadable, parse
from quanyu.touchpoints.types import Account, Callback


class CallbackRefused(AppError):
    """A callback that we do not believe. ``reason`` is signature, timestamp, receiver, or plain."""

    status = 403
    code = "callback_refused"
    message = "The callback was refused: {reason}."


class CallbackUnreadable(AppError):
    """A callback from the right sender that is not a message."""

    status = 400
    code = "callback_unreadable"
    message = "The callback could not be read: {reason}."


def verify_open(account: Account, callback: Callback, now: datetime, replay_window: timedelta) -> str:
    """Answer the handshake of an Official Account or Mini Program: the word, as it came.

    Raises:
        CallbackRefused: not signed with the account's token, or too old.
    """
    _check_age(callback, now, replay_window)
    _check_signature(account, callback, "signature")
    return callback.query.get("echostr", "")


def verify_sealed(account: Account, callback: Callback, now: datetime, replay_window: timedelta) -> str:
    """Answer the handshake of WeCom: the word, decrypted.

    Raises:
        CallbackRefused: not signed with the account's token, too old, or for another corp.
    """
    _check_age(callback, now, replay_window)
    return _unseal(account, callback, callback.query.get("echostr", ""))


def open_message(account: Account, callback: Callback, now: datetime, replay_window: timedelta) -> Mapping[str, Any]:
    """The message in a callback, sealed or plain.

    Plain messages are taken only by an account without a key: their signature does not cover the body, so an account
    that can have better takes nothing less.

    Raises:
        CallbackRefused: not signed with the account's token, too old, for another receiver, or plain without leave.
        CallbackUnreadable: signed, but not a message.
    """
    _check_age(callback, now, replay_window)
    if not account.aes_key:
        _check_signature(account, callback, "signature")
        return _parse(callback.body)
    envelope = _parse(callback.body)
    sealed = envelope.get("Encrypt", envelope.get("encrypt"))
    if not isinstance(sealed, str) or not sealed:
        raise CallbackRefused(reason="plain")
    return _parse(_unseal(account, callback, sealed).encode())


def _unseal(account: Account, callback: Callback, sealed: str) -> str:
    _check_signature(account, callback, "msg_signature", sealed)
    try:
        return crypto.unseal(account.aes_key, account.app_id, sealed)
    except ValueError as error:
        raise CallbackRefused(reason="receiver") from error


def _check_age(callback: Callback, now: datetime, replay_window: timedelta) -> None:
    stamp = callback.query.get("timestamp", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 11):
        raise CallbackRefused(reason="timestamp")
    if abs(now - datetime.fromtimestamp(int(stamp), UTC)) > replay_window:
        raise CallbackRefused(reason="timestamp")


def _check_signature(account: Account, callback: Callback, name: str, *sealed: str) -> None:
    query = callback.query
    parts = (account.token, query.get("timestamp", ""), query.get("nonce", ""), *sealed)
    if not account.token or not crypto.signed(query.get(name, ""), *parts):
        raise CallbackRefused(reason="signature")


def _parse(body: bytes) -> dict[str, Any]:
    try:
        return parse(body)
    except Unreadable as error:
        raise CallbackUnreadable(reason=str(error)) from error
