"""Settings: the environment wins over the file; what cannot be read is one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from quanyu.infra.settings import BadSetting, load


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "quanyu.toml").write_text("port = 1234\nhost = '0.0.0.0'\n")

    settings = load({"QUANYU_DATA": str(tmp_path), "QUANYU_PORT": "4321"})

    assert (settings.port, settings.host, settings.data) == (4321, "0.0.0.0", tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("port = 'many'", "QUANYU_PORT must be int"),
        ("colour = 1", "do not know: colour"),
        ("port = =", "not a readable TOML"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "quanyu.toml").write_text(text)

    with pytest.raises(BadSetting, match=said):
        load({"QUANYU_DATA": str(tmp_path)})
