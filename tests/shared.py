"""Where the reference data sets lie: beside the checkout, or where QUANYU_SHARED says."""

import os
from pathlib import Path

SHARED = Path(os.environ.get("QUANYU_SHARED", Path(__file__).resolve().parents[2] / "shared"))
