from datetime import UTC, datetime
from pathlib import Path

import pytest
from wechat_sandbox.client import Refused, Running
from wechat_sandbox.running import running

pytest_plugins = ["pytester"]


def test_a_sandbox_serves_in_this_process_and_goes_on_from_its_folder(tmp_path: Path) -> None:
    with running(tmp_path, people=20, start=datetime(2026, 5, 1, tzinfo=UTC), tags_per_account=3) as sandbox:
        assert sandbox.ask("GET", "/totals")["people"] == 20
        assert sandbox.ask("GET", "/settings")["tags_per_account"] == 3
        now = sandbox.advance(3600)["now"]
        assert now == "2026-05-01T01:00:00.000Z"
    with running(tmp_path) as sandbox:
        assert sandbox.ask("GET", "/clock")["now"] == now


def test_a_wrong_setting_is_told_where_the_sandbox_was_asked_for() -> None:
    with pytest.raises(Exception, match="no setting is called"), running(people=5, taggs=3):
        pass


def test_what_the_sandbox_does_not_do_is_refused() -> None:
    with running(people=5) as sandbox, pytest.raises(Refused, match="404") as refused:
        sandbox.act(99, "follow")
    assert refused.value.status == 404


def test_the_fixture_gives_each_test_a_new_sandbox(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_one(wechat_sandbox):
            assert wechat_sandbox.act(3, "follow", wait=False)["person"] == 3
            wechat_sandbox.change(tags_per_account=7)
            wechat_sandbox.advance(60)

        def test_two(wechat_sandbox):
            assert wechat_sandbox.ask("GET", "/clock")["now"] == "2026-01-01T00:00:00.000Z"
            assert wechat_sandbox.ask("GET", "/settings")["tags_per_account"] != 7
        """
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=2)


def test_a_client_reaches_a_sandbox_in_another_process_as_well(wechat_sandbox: Running) -> None:
    there = Running(wechat_sandbox.url)
    there.change(tags_per_account=9)
    assert wechat_sandbox.ask("GET", "/settings")["tags_per_account"] == 9
