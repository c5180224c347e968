"""Time as people write it: zones, wall times, dates, durations, and how near a day is.

This room alone knows pytz. Nothing in it reads the clock: ``now`` is always given.
"""

from announcer.when.dates import DATE_PATTERN, parse_date
from announcer.when.days import WEEKDAYS
from announcer.when.named import (
    ZONE_PATTERN,
    Meant,
    letters_of,
    shows,
    zones_meant,
)
from announcer.when.posix import DayRule, PosixRule
from announcer.when.spoken import Spoken, iso_time, spoken, written
from announcer.when.tells import parse_tell
from announcer.when.times import (
    DURATION_PATTERN,
    PERIOD_PATTERN,
    TIME_PATTERN,
    ZONED_TIME_PATTERN,
    any_case,
    parse_duration,
    parse_period,
    parse_time,
    zoned_time,
)
from announcer.when.wall import (
    Nearness,
    academic_year,
    days_between,
    days_of,
    elsewhere,
    hours_of,
    in_zone,
    last_day,
    later,
    localize,
    midnight,
    nearness,
    readings,
    unclear,
    utc,
    week_begins,
)
from announcer.when.wanted import Wanted, parse_wanted
from announcer.when.zones import (
    Kind,
    Transition,
    kind_at,
    kind_of_time,
    posix_rule,
    rule,
    transitions,
    zone,
    zone_data,
)

__all__ = [
    "DATE_PATTERN", "DURATION_PATTERN", "PERIOD_PATTERN", "TIME_PATTERN", "WEEKDAYS",
    "ZONED_TIME_PATTERN", "ZONE_PATTERN", "DayRule", "Kind", "Meant", "Nearness",
    "PosixRule", "Spoken", "Transition", "Wanted", "academic_year", "any_case",
    "days_between", "days_of", "elsewhere", "hours_of", "in_zone", "iso_time",
    "kind_at", "kind_of_time", "last_day", "later", "letters_of", "localize",
    "midnight", "nearness", "parse_date", "parse_duration", "parse_period",
    "parse_tell", "parse_time", "parse_wanted", "posix_rule", "readings", "rule",
    "shows", "spoken", "transitions", "unclear", "utc", "week_begins", "written",
    "zone", "zone_data", "zoned_time", "zones_meant",
]  # fmt: skip
