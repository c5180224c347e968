"""Time as people write it: zones, wall times, dates, durations, and how near a day is.

This room alone knows pytz. Nothing in it reads the clock: ``now`` is always given.
"""

from announcer.when.dates import DATE_PATTERN, parse_date
from announcer.when.posix import DayRule, PosixRule
from announcer.when.said import Said, parse_said
from announcer.when.tells import parse_tell
from announcer.when.times import (
    DURATION_PATTERN,
    PERIOD_PATTERN,
    TIME_PATTERN,
    any_case,
    parse_duration,
    parse_period,
    parse_time,
)
from announcer.when.wall import (
    Nearness,
    academic_year,
    days_between,
    days_of,
    hours_of,
    in_zone,
    last_day,
    later,
    localize,
    midnight,
    nearness,
    utc,
)
from announcer.when.zones import Transition, posix_rule, rule, transitions, zone

__all__ = [
    "DATE_PATTERN", "DURATION_PATTERN", "PERIOD_PATTERN", "TIME_PATTERN", "DayRule",
    "Nearness", "PosixRule", "Said", "Transition", "academic_year", "any_case",
    "days_between", "days_of", "hours_of", "in_zone", "last_day", "later", "localize",
    "midnight", "nearness", "parse_date", "parse_duration", "parse_period",
    "parse_said", "parse_tell", "parse_time", "posix_rule", "rule", "transitions",
    "utc", "zone",
]  # fmt: skip
