"""``python -m bench NAME [--json]``: every module here with a ``run() -> dict`` is a benchmark."""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import signal
from pathlib import Path

names = [found.name for found in pkgutil.iter_modules([str(Path(__file__).parent)]) if not found.name.startswith("_")]

if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that servers are stopped on the way out
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("name", choices=names)
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    chosen = parser.parse_args()
    figures = importlib.import_module(f"bench.{chosen.name}").run()
    if chosen.json:
        print(json.dumps(figures))
    else:
        width = max(map(len, figures))
        for key, value in figures.items():
            print(f"{key:<{width}}  {value:>14,}")
