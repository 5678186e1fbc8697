"""Starting, stopping and starting again; faults are one clear sentence."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.demo.conftest import ROOT, Demo, free_port

pytestmark = pytest.mark.slow


def _run(arguments: list[str], **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr.strip()


def test_the_second_start_goes_on_where_the_first_stopped(demo: Demo) -> None:
    assert demo.second_start_seconds < demo.first_start_seconds / 2
    assert len(demo.api.get("/imports").json()["items"]) == 1, "the history was imported once"


def test_ctrl_c_leaves_nothing_behind(demo: Demo) -> None:
    assert demo.left_behind == []


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        code, said = _run(["quanyu", "serve"], QUANYU_DATA=str(tmp_path), QUANYU_PORT=port)

    assert code == 1
    assert said.startswith(f"quanyu: Port {port} on 127.0.0.1 cannot be used") and "\n" not in said


def test_a_second_process_on_a_folder_is_refused_in_one_sentence(demo: Demo, tmp_path: Path) -> None:
    folder = _folder_of(demo)

    code, said = _run(["quanyu", "serve"], QUANYU_DATA=str(folder), QUANYU_PORT=str(free_port()))

    assert code == 1
    assert "Another Quanyu process" in said and "\n" not in said


def _folder_of(demo: Demo) -> Path:
    port = demo.url.rsplit(":", 1)[1]
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                environment = (process / "environ").read_bytes().split(b"\0")
            except OSError:
                continue
            if f"QUANYU_PORT={port}".encode() in environment:
                for entry in environment:
                    if entry.startswith(b"QUANYU_DATA="):
                        return Path(entry.split(b"=", 1)[1].decode())
    raise AssertionError("the demo's server is not running")


def test_an_unknown_setting_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "quanyu.toml").write_text("colour = 'red'\n")

    code, said = _run(["quanyu", "settings"], QUANYU_DATA=str(tmp_path))

    assert code == 1
    assert "settings we do not know: colour" in said
