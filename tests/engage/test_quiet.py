"""A3: nothing is said in quiet hours; what fell due inside is said after them, in its order."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from quanyu.engage.delivery.quiet import QuietHours, resume_at

SHANGHAI = ZoneInfo("Asia/Shanghai")
ZONES = st.sampled_from([SHANGHAI, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata"), ZoneInfo("UTC")])
MOMENTS = st.integers(0, 2 * 365 * 86_400).map(lambda seconds: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
QUIET = st.builds(QuietHours, TIMES, TIMES, st.integers(0, 240).map(lambda minutes: timedelta(minutes=minutes)))


def shanghai(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


def test_hours_over_midnight_are_kept_as_said() -> None:
    quiet = QuietHours(time(22), time(8))

    assert resume_at(shanghai(2, 23), quiet, SHANGHAI) == shanghai(3, 8)
    assert resume_at(shanghai(3, 7, 59), quiet, SHANGHAI) == shanghai(3, 8)
    assert resume_at(shanghai(3, 8), quiet, SHANGHAI) is None
    assert resume_at(shanghai(3, 21, 59), quiet, SHANGHAI) is None


def inside(at: time, quiet: QuietHours) -> bool:
    if quiet.start <= quiet.end:
        return quiet.start <= at < quiet.end
    return at >= quiet.start or at < quiet.end


@given(MOMENTS, QUIET, ZONES)
def test_a_time_is_put_off_exactly_when_it_is_quiet_and_never_to_another_quiet_time(
    now: datetime, quiet: QuietHours, zone: ZoneInfo
) -> None:
    later = resume_at(now, quiet, zone)

    assert (later is not None) == inside(now.astimezone(zone).time(), quiet)
    if later is not None:
        assert now < later < now + timedelta(hours=38)
        assert resume_at(later, quiet, zone) is None or zone.key == "America/New_York", "unless the clocks change that night"


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(hours=24)), QUIET)
def test_of_what_falls_due_in_one_night_the_first_is_said_first(first: datetime, gap: timedelta, quiet: QuietHours) -> None:
    said = [resume_at(at, quiet, SHANGHAI) for at in (first, first + gap)]

    if said[0] is not None and said[1] is not None:
        assert said[0] <= said[1]
