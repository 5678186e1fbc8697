"""`python -m demo`: start, load once, say READY, run until Ctrl-C."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from demo import brand
from demo.children import Child, Failed
from demo.loading import Brand

FOLDER = Path(os.environ.get("QUANYU_DEMO_DATA", "var/demo")).resolve()
PORT = int(os.environ.get("QUANYU_PORT", "8900"))
SANDBOX_PORT = int(os.environ.get("QUANYU_SANDBOX_PORT", "8902"))
DAY_SECONDS = os.environ.get("QUANYU_DEMO_DAY_SECONDS", "60")
HELP = """A working brand on a local WeChat, on loopback, until Ctrl-C.

  QUANYU_DEMO_DATA         folder of its data (var/demo)
  QUANYU_PORT              port of Quanyu (8900)
  QUANYU_SANDBOX_PORT      port of the local WeChat (8902)
  QUANYU_DEMO_DAY_SECONDS  seconds that a simulated day takes (60)"""
URL, SANDBOX_URL = f"http://127.0.0.1:{PORT}", f"http://127.0.0.1:{SANDBOX_PORT}"


def main() -> None:
    """Run the demo until it is told to stop."""
    argparse.ArgumentParser(prog="python -m demo", description=HELP, formatter_class=argparse.RawTextHelpFormatter).parse_args()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: sys.exit(0))
    children: list[Child] = []
    try:
        started = time.monotonic()
        for port, name in ((PORT, "QUANYU_PORT"), (SANDBOX_PORT, "QUANYU_SANDBOX_PORT")):
            _free(port, name)
        ready = _start(children)
        print(f"\n  全域 Quanyu 已就绪（{time.monotonic() - started:.0f} 秒）· ready", flush=True)
        print(f"  打开 open {ready['url']}    账号 login {ready['login']}    密码 password {ready['password']}", flush=True)
        print(f"  本地微信 local WeChat {ready['sandbox_url']}    停止 stop: Ctrl-C\n", flush=True)
        print("READY " + json.dumps(ready), flush=True)
        while True:
            time.sleep(0.5)
            for child in children:
                child.check()
    except Failed as fault:
        sys.exit(f"demo: {fault}")
    finally:
        for child in reversed(children):
            child.stop()


def _free(port: int, name: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Failed(f"port {port} is taken ({error.strerror}): set {name} to a free one") from error


def _start(children: list[Child]) -> dict[str, str]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    members = FOLDER / "members.txt"
    if not members.exists():
        _say("准备会员名单 listing the shop's customers")
        members.write_text("\n".join(brand.members()) + "\n")
    _say("启动本地微信 starting the local WeChat")
    sandbox = Child("The local WeChat", _sandbox_arguments(members), FOLDER / "sandbox.log", {})
    children.append(sandbox)
    environment = {
        "QUANYU_DATA": str(FOLDER / "quanyu"),
        "QUANYU_PORT": str(PORT),
        "QUANYU_CLOCK_URL": f"{SANDBOX_URL}/_sandbox/clock",
        "QUANYU_PUBLIC_URL": URL,
    }
    sandbox.wait_for(f"{SANDBOX_URL}/_sandbox/clock", 60)
    state = FOLDER / "demo.json"
    known = json.loads(state.read_text()) if state.exists() else {}
    if not known:
        _say("创建工作区 making the workspace")
        known = {"login": brand.LOGIN, "password": brand.PASSWORD or secrets.token_urlsafe(9)}
        _init(environment, known)
        _keep(state, known)
    _say("启动全域 starting Quanyu")
    server = Child("Quanyu", ["quanyu", "serve"], FOLDER / "quanyu.log", environment)
    children.append(server)
    server.wait_for(f"{URL}/readyz", 90)
    if "token" not in known:
        with Brand(URL, SANDBOX_URL, known["login"], known["password"], _say) as loading:
            known["token"] = loading.load()
        _keep(state, known)
    Brand.run_clock(SANDBOX_URL)
    return {"url": URL, **known, "sandbox_url": SANDBOX_URL}


def _keep(path: Path, known: dict[str, str]) -> None:
    path.touch(mode=0o600)
    path.write_text(json.dumps(known))


def _sandbox_arguments(members: Path) -> list[str]:
    return [
        "wechat_sandbox", "serve", "--port", str(SANDBOX_PORT), "--data", str(FOLDER / "sandbox"), "--seed", "7",
        "--people", str(brand.PEOPLE), "--members", str(members), "--start", brand.START, "--day-seconds", DAY_SECONDS,
        "--catalogue", str(brand.CATALOGUE), "--paused",
    ]  # fmt: skip


def _init(environment: dict[str, str], known: dict[str, str]) -> None:
    arguments = [
        "init",
        "--login",
        known["login"],
        "--workspace",
        brand.NAME,
        "--time-zone",
        "Asia/Shanghai",
        "--currency",
        brand.CURRENCY,
    ]
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "quanyu", *arguments],
        env={**os.environ, **environment, "QUANYU_OWNER_PASSWORD": known["password"]},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Failed((done.stderr.strip().splitlines() or ["the workspace could not be made"])[-1])


def _say(step: str) -> None:
    print(f"  · {step}", flush=True)


main()
