"""Pages say what is true now."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.capabilities import PAGE, ROOT, page

FOREIGN = re.compile(
    "|".join(
        ["files[.]python" + "hosted", "py" + "pi[.]org", "registry[.]npm" + "js", "npm" + "mirror[.]com", "deb[.]deb" + "ian"]
    )
)


def _files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def test_the_page_of_capabilities_is_generated_from_the_tests() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m tests.capabilities`"


@pytest.mark.parametrize(
    "name", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", *[f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md")]]
)
def test_every_link_in_a_page_leads_somewhere(name: str) -> None:
    path = ROOT / name
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))

    assert [link for link in links if not (path.parent / link).exists()] == []


def test_no_file_names_a_package_registry() -> None:
    texts = [path for path in _files() if path.stat().st_size < 3_000_000 and path.suffix not in (".parquet", ".png")]

    assert [path.name for path in texts if FOREIGN.search(path.read_text(encoding="utf-8", errors="replace"))] == []
