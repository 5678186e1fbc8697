"""Says how many tests ran in all, from the reports that each runner left."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

RESULTS = Path(__file__).parents[1] / "test-results"


def main() -> None:
    """Print one line for each runner and the sum; fail when anything failed."""
    passed = failed = skipped = 0
    for report in sorted(RESULTS.glob("*.xml")):
        suites = ET.parse(report).getroot().iter("testsuite")
        counts = [[int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")] for suite in suites]
        ran, failures, errors, left_out = (sum(column) for column in zip(*counts, strict=True))
        print(f"{report.stem}: {ran} tests")
        passed, failed, skipped = passed + ran - failures - errors - left_out, failed + failures + errors, skipped + left_out
    for report in sorted(RESULTS.glob("*.json")):
        told = json.loads(report.read_text())
        print(f"{report.stem}: {told['numTotalTests']} tests")
        passed, failed = passed + told["numPassedTests"], failed + told["numFailedTests"]
    print(f"total: {passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(failed > 0 or passed == 0)


main()
