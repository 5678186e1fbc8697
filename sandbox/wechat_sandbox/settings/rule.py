"""How a setting says what it is: its rule in a few words, and how sure one may be of its default."""

from dataclasses import field
from typing import Any

SEEN = "✔"
"""Seen in an official page or in a public SDK's tests."""
DOUBTFUL = "◐"
"""Only in a secondary, older or contradicting source."""
UNVERIFIED = "✘"
"""General knowledge; look at the official page before relying on it."""


def rule(default: Any, mark: str, about: str, about_zh: str) -> Any:
    """Declare a setting that stands for a rule of the platform.

    Args:
        mark: SEEN, DOUBTFUL or UNVERIFIED.
        about: what is counted or limited, in English; the settings page shows it.
        about_zh: the same in Chinese, in WeChat's own words.
    """
    return field(default=default, metadata={"mark": mark, "about": about, "about_zh": about_zh})


def habit_rate(default: Any, about: str, about_zh: str) -> Any:
    """Declare a setting that stands for how people behave; no platform rule is behind it."""
    return rule(default, "", about, about_zh)
