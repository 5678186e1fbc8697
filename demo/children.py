"""The two processes of the demo, started and stopped together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx


class Failed(RuntimeError):
    """The demo cannot go on; one sentence for a person."""


class Child:
    """One process in a group of its own, with its output in a file."""

    def __init__(self, name: str, arguments: list[str], log: Path, environment: dict[str, str]) -> None:
        self.name, self.log = name, log
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("w") as output:
            self._process = subprocess.Popen(  # noqa: S603 - our own programs
                [sys.executable, "-m", *arguments],
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **environment},
                start_new_session=True,
            )

    def check(self) -> None:
        """Raise when the process has ended, with the last thing it said."""
        if self._process.poll() is not None:
            lines = [line for line in self.log.read_text(errors="replace").splitlines() if line.strip()]
            said = lines[-1] if lines else "it said nothing"
            raise Failed(f"{self.name} stopped: {said} (log: {self.log})")

    def wait_for(self, url: str, seconds: float) -> None:
        """Wait until ``url`` answers 200.

        Raises:
            Failed: the process ended, or the time is over.
        """
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.check()
            try:
                if httpx.get(url, timeout=2).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.1)
        raise Failed(f"{self.name} was not ready after {seconds:.0f} s (log: {self.log})")

    def stop(self) -> None:
        """Ask it to stop; end it after 20 s."""
        if self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
