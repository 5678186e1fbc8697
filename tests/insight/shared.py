"""Reference data sets that lie beside the repository; ``QUANYU_SHARED`` names another place."""

import json
import os
from pathlib import Path
from typing import Any

FOLDER = Path(os.environ.get("QUANYU_SHARED", Path(__file__).parents[2].parent / "shared")) / "data"


def expected(name: str) -> dict[str, Any]:
    """The published figures of a data set."""
    found: dict[str, Any] = json.loads((FOLDER / name / "expected.json").read_text(encoding="utf-8"))
    return found
