"""Codes with which one message may be sent about an event: a welcome, a place in the queue, a goodbye."""

import time

from wechat_sandbox.accounts import Account
from wechat_sandbox.kf.states import ENDED
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

KF_CODE = "kf code"
WELCOME = "welcome"


def new(world: World, corp: Account, session: Doc, at: float, *, welcome: bool = False) -> str:
    """Make a code for the session as it is now.

    A welcome and a goodbye must follow within seconds of wall-clock time; the other codes live as long as the session.
    """
    code = world.dice.word(43, "kf code", corp.id, world.store.next_number(f"kf codes of {corp.id}"))
    settings, ended = world.settings, session["state"] == ENDED
    wall = settings.kf_welcome_wall_seconds if welcome else settings.kf_end_code_wall_seconds
    doc: Doc = {
        "open_kfid": session["open_kfid"],
        "person": session["person"],
        "about": WELCOME if welcome else session["state"],
        "until_wall": time.time() + wall if welcome or ended else None,
        "until_sim": at + settings.kf_code_sim_seconds,
    }
    world.store.put(KF_CODE, corp.id, code, doc)
    return code


def alive(world: World, corp: Account, code: str) -> Doc | None:
    """Return what a code is about, while its time lasts and it has not been used."""
    held = world.store.get(KF_CODE, corp.id, code)
    if held is None:
        return None
    if held["until_wall"] is not None:
        return held if time.time() < held["until_wall"] else None
    return held if world.now() < held["until_sim"] else None


def use(world: World, corp: Account, code: str) -> None:
    """Let a code serve no more."""
    world.store.delete(KF_CODE, corp.id, code)
