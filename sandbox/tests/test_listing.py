from pathlib import Path

import wechat_sandbox.app  # noqa: F401 - registers everything
from wechat_sandbox.listing import listing

PAGE = Path(__file__).parent.parent / "APIS.md"


def test_the_page_of_apis_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == listing(), "write it anew: wechat-sandbox apis > sandbox/APIS.md"
