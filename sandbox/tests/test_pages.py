"""The pages' files: served with strict types, complete, and nothing but themselves."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
from rig import Sandbox
from wechat_sandbox.settings import Settings

ROOT = Path(str(files("wechat_sandbox") / "pages"))
SHELLS = ("/", "/phone", "/phone/3", "/staff", "/staff/corp/linxiao", "/scan")


@pytest.mark.parametrize("path", SHELLS)
async def test_a_page_lets_in_only_what_comes_from_here(sandbox: Sandbox, path: str) -> None:
    page = await sandbox.client.get(path)
    policy = page.headers["content-security-policy"]
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["x-content-type-options"] == "nosniff"
    for rule in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"):
        assert rule in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["home.html", "serving.py", "../app.py", "%2e%2e/app.py", "js/none.js", "phone"])
async def test_only_scripts_styles_and_drawings_are_given_out(sandbox: Sandbox, path: str) -> None:
    assert (await sandbox.client.get(f"/_pages/{path}")).status_code == 404


async def test_files_have_the_type_they_are(sandbox: Sandbox) -> None:
    for path, kind in (("look.css", "text/css"), ("js/dom.js", "text/javascript"), ("icons.svg", "image/svg+xml")):
        answer = await sandbox.client.get(f"/_pages/{path}")
        assert answer.headers["content-type"].startswith(kind)


def test_every_file_that_is_named_is_there() -> None:
    missing = []
    for file in [*ROOT.rglob("*.js"), *ROOT.glob("*.html")]:
        text = file.read_text(encoding="utf-8")
        named = [file.parent / name for name in re.findall(r'from "(\.[^"]+)"', text)]
        named += [ROOT / name for name in re.findall(r'"/_pages/([\w/.-]+)"', text)]
        missing += [str(name) for name in named if not name.resolve().is_file()]
    assert missing == []


def test_every_icon_that_is_drawn_is_there() -> None:
    drawn = set(re.findall(r'<symbol id="(\w+)"', (ROOT / "icons.svg").read_text(encoding="utf-8")))
    used = {name for file in ROOT.rglob("*.js") for name in re.findall(r'\bicon\("(\w+)"\)', file.read_text(encoding="utf-8"))}
    assert used - drawn == set()


def test_no_text_is_ever_read_as_html() -> None:
    forbidden = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function")
    found = [file.name for file in ROOT.rglob("*.js") if forbidden.search(file.read_text(encoding="utf-8"))]
    assert found == []


async def test_an_api_called_by_its_host_name_does_not_reach_the_pages(sandbox: Sandbox) -> None:
    named = {"host": "api.weixin.qq.com"}
    assert (await sandbox.client.get("/scan", headers=named)).status_code == 404
    assert (await sandbox.client.get("/", headers=named)).status_code == 404


async def test_quotas_in_use_are_listed(sandbox: Sandbox) -> None:
    await sandbox.get("oa", "/cgi-bin/menu/get")
    await sandbox.admin("POST", "/accounts/oa/quota", {"api": "/cgi-bin/menu/get", "daily": 5})
    items = (await sandbox.admin("GET", "/accounts/oa/quotas"))["items"]
    used = {item["api"]: (item["used"], item["daily"]) for item in items}
    assert used["/cgi-bin/menu/get"] == (1, 5)
    assert used["/cgi-bin/token"] == (1, 2000)
    assert "/cgi-bin/gettoken" not in used
    assert (await sandbox.client.get("/_sandbox/accounts/none/quotas")).status_code == 404


async def test_every_setting_says_what_it_stands_for_in_both_languages(sandbox: Sandbox) -> None:
    items = (await sandbox.admin("GET", "/settings/about"))["items"]
    assert {item["name"] for item in items} == set(sandbox.world.settings.as_dict())
    assert [item["name"] for item in items if not re.search("[a-z]{3}", item["about"])] == []
    assert [item["name"] for item in items if not re.search("[\u4e00-\u9fff]{2}", item["about_zh"])] == []
    assert {item["mark"] for item in items} <= {"✔", "◐", "✘", ""}


def test_the_settings_page_names_every_group_in_both_languages() -> None:
    page = (ROOT / "home" / "settings.js").read_text(encoding="utf-8")
    assert [group for group in {one["group"] for one in Settings().about()} if f"{group}: t(" not in page] == []
