"""Dates, times and fixed words, in English and in other people's languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import pytz
from babel import Locale
from babel.dates import format_date
from babel.localedata import locale_identifiers

from announcer import when
from announcer.catalogue import Mark
from announcer.errors import BadValue
from announcer.words import words_for
from announcer.words.style import formatted, style_of
from announcer.words.zones import SHARED_LETTERS

DAY = date(2021, 3, 8)
EN = words_for("en")


def at(zone: str, *wall: int) -> datetime:
    naive = datetime(*wall)  # type: ignore[arg-type] # noqa: DTZ001
    return when.localize(naive, when.zone(zone))


NOON = at("America/New_York", 2021, 3, 8, 12, 30)


def test_an_english_date_reads_as_in_the_original_announcement():
    assert EN.date(DAY) == "Monday, March 8th, 2021"


def test_an_english_time_reads_as_in_the_original_announcement():
    assert f"{EN.time(NOON)} {EN.zone(NOON)}" == "12:30pm EST"


@pytest.mark.parametrize(
    ("day", "ordinal"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (31, "31st")],
)
def test_ordinals(day, ordinal):
    assert EN.date(date(2021, 1, day)).split()[2] == f"{ordinal},"


@pytest.mark.parametrize(
    ("day", "ordinal"),
    [
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (22, "22nd"),
        (23, "23rd"),
    ],
)
def test_ordinals_after_ten(day, ordinal):
    assert EN.date(date(2021, 1, day)).split()[2] == f"{ordinal},"


@pytest.mark.parametrize(
    ("hour", "minute", "text"),
    [(0, 0, "12:00am"), (9, 5, "9:05am"), (12, 0, "12:00pm"), (23, 59, "11:59pm")],
)
def test_english_times_of_day(hour, minute, text):
    assert EN.time(at("UTC", 2021, 3, 8, hour, minute)) == text


def test_a_range_of_times_says_pm_once():
    assert EN.time_range(NOON, NOON + timedelta(hours=1)) == "12:30–1:30pm"


def test_a_range_across_noon_says_both_halves():
    start = at("UTC", 2021, 3, 8, 11, 30)
    assert EN.time_range(start, start + timedelta(hours=1)) == "11:30am–12:30pm"


def test_a_range_across_midnight_says_so():
    start = at("UTC", 2021, 3, 8, 23, 0)
    end = start + timedelta(hours=2)
    assert EN.time_range(start, end) == "11:00pm–1:00am (+1 day)"
    assert words_for("de").time_range(start, end) == "23:00–01:00 (+1 Tag)"


@pytest.mark.parametrize(
    ("language", "day", "short", "clock"),
    [
        ("en-US", "Monday, March 8th, 2021", "March 8, 2021", "12:30pm"),
        ("en-GB", "Monday 8 March 2021", "8 March 2021", "12:30"),
        ("de", "Montag, 8. März 2021", "8. März 2021", "12:30"),
        ("de-AT", "Montag, 8. März 2021", "8. März 2021", "12:30"),
        ("fr", "lundi 8 mars 2021", "8 mars 2021", "12:30"),
        ("he", "יום שני, 8 במרץ 2021", "8 במרץ 2021", "12:30"),
        ("ja", "2021年3月8日月曜日", "2021年3月8日", "12:30"),
        ("fi", "maanantai 8. maaliskuuta 2021", "8. maaliskuuta 2021", "12.30"),
    ],
)
def test_dates_and_times_in_many_languages(language, day, short, clock):
    words = words_for(language)
    assert (words.date(DAY), words.date_short(DAY), words.time(NOON)) == (
        day,
        short,
        clock,
    )


def test_parts_of_a_date():
    assert EN.day_month(DAY) == "March 8"
    assert EN.month_year(DAY) == "March 2021"
    assert EN.weekday(DAY) == "Monday"
    assert words_for("de").month_year(DAY) == "März 2021"
    assert words_for("ru").month_year(DAY).startswith("март ")


def test_a_range_of_one_day_is_that_day():
    assert EN.date_range(DAY, DAY) == EN.date(DAY)
    assert EN.date_range(DAY, date(2021, 3, 9)) == (
        "Monday, March 8th, 2021 – Tuesday, March 9th, 2021"
    )


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("America/New_York", "EST"),
        ("Asia/Tokyo", "JST"),
        ("Europe/Istanbul", "UTC+3"),
        ("America/Sao_Paulo", "UTC-3"),
        ("Asia/Kathmandu", "UTC+5:45"),
        ("Pacific/Marquesas", "UTC-9:30"),
        ("UTC", "UTC"),
    ],
)
def test_zones_without_letters_are_offsets_to_utc(zone, name):
    assert EN.zone(NOON.astimezone(when.zone(zone))) == name


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("Asia/Kolkata", "IST (Kolkata)"),
        ("Asia/Jerusalem", "IST (Jerusalem)"),
        ("America/Chicago", "CST (Chicago)"),
        ("Asia/Shanghai", "CST (Shanghai)"),
    ],
)
def test_letters_of_several_zones_never_stand_alone(zone, name):
    assert EN.zone(NOON.astimezone(when.zone(zone))) == name


def test_a_zone_of_a_talk_without_its_record_has_no_city_and_says_its_offset():
    fixed = timezone(timedelta(hours=8), "CST")
    assert EN.zone(datetime(2021, 3, 8, tzinfo=fixed)) == "CST (UTC+8)"


def test_no_letters_that_zones_share_are_forgotten():
    """Whatever the tz database calls two offsets in these years is named apart."""
    offsets: dict[str, set[timedelta | None]] = {}
    days = [
        datetime(year, month, 15, tzinfo=UTC)
        for year in (2021, 2030)
        for month in (1, 7)
    ]
    for name in pytz.common_timezones:
        for day in days:
            there = day.astimezone(pytz.timezone(name))
            offsets.setdefault(there.tzname() or "", set()).add(there.utcoffset())
    shared = {name for name, all_ in offsets.items() if len(all_) > 1}
    assert shared <= SHARED_LETTERS


def test_a_fixed_offset_is_an_offset_to_utc():
    fixed = timezone(timedelta(hours=-3))
    assert EN.zone(datetime(2021, 3, 8, tzinfo=fixed)) == "UTC-3"
    assert EN.zone(datetime(2021, 3, 8, tzinfo=UTC)) == "UTC"


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "New York time"),
        ("de", "Ortszeit New York"),
        ("fr", "heure locale (New York)"),
        ("he", "שעון ניו יורק"),
        ("ja", "ニューヨーク"),
    ],
)
def test_a_zone_can_be_called_by_its_city(language, name):
    assert words_for(language).zone_long(NOON, "America/New_York") == name


def test_utc_has_no_city():
    assert EN.zone_long(NOON.astimezone(UTC), "UTC") == "UTC"


def test_lists_are_joined_as_people_say_them():
    assert EN.join(["A"]) == "A"
    assert EN.join(["A", "B"]) == "A and B"
    assert EN.join(("A", "B", "C")) == "A, B and C"
    assert EN.join([]) == ""
    assert words_for("de").join(["A", "B", "C"]) == "A, B und C"


@pytest.mark.parametrize(
    ("language", "minutes", "text"),
    [
        ("en", 60, "1 hour"),
        ("en", 90, "1 hour 30 minutes"),
        ("en", 45, "45 minutes"),
        ("en", 0, "0 minutes"),
        ("de", 121, "2 Stunden 1 Minute"),
        ("ja", 90, "1 h 30 min"),
        ("ja", 60, "1 h"),
    ],
)
def test_durations(language, minutes, text):
    assert words_for(language).duration(timedelta(minutes=minutes)) == text


@pytest.mark.parametrize(("language", "shift"), [("en", "−1 day"), ("fr", "−1 jour")])
def test_a_date_elsewhere_may_be_the_day_before(language, shift):
    assert words_for(language).day_shift(-1) == shift


@pytest.mark.parametrize(
    ("language", "direction", "first_weekday"),
    [
        ("en", "ltr", 0),
        ("en-US", "ltr", 6),
        ("en-GB", "ltr", 0),
        ("de", "ltr", 0),
        ("he", "rtl", 6),
        ("ar", "rtl", 5),
        ("fa", "rtl", 5),
        ("ur", "rtl", 6),
        ("yi", "rtl", 0),
    ],
)
def test_direction_and_first_weekday(language, direction, first_weekday):
    words = words_for(language)
    assert (words.direction, words.first_weekday) == (direction, first_weekday)


def test_fixed_words_are_translated():
    assert EN.gettext("to be announced") == "to be announced"
    assert words_for("de").gettext("to be announced") == "wird noch bekannt gegeben"
    assert words_for("de-AT").gettext("Calendar") == "Kalender"
    assert words_for("fr").ngettext("%(num)s talk", "%(num)s talks", 0) == (
        "%(num)s exposé"
    )


def test_an_empty_text_stays_empty():
    assert words_for("de").gettext("") == ""


def test_a_language_without_a_catalogue_has_its_dates_and_says_so():
    words = words_for("es")
    assert not words.translated
    assert words.gettext("Calendar") == "Calendar"
    assert words.date(DAY) == "lunes, 8 de marzo de 2021"
    assert EN.translated
    assert words_for("de").translated


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("English", "Did you mean en?"),
        ("german", "Did you mean de?"),
        ("en_GB", "Did you mean en-GB?"),
        ("xx", "Write a tag such as en, de, fr or he."),
        ("", "Write a tag such as en, de, fr or he."),
        ("../../etc", "Write a tag such as en, de, fr or he."),
    ],
)
def test_an_unknown_language_is_refused_with_a_hint(written, hint):
    with pytest.raises(BadValue) as told:
        words_for(written)
    assert told.value.hint == hint


def test_the_words_of_a_language_are_made_once():
    assert words_for("de") is words_for("de")


def test_every_language_that_babel_knows_can_be_spoken():
    for identifier in sorted({name.split("_")[0] for name in locale_identifiers()}):
        words = words_for(identifier)
        texts = [words.date(NOON), words.date_short(DAY), words.day_month(DAY)]
        texts += [
            words.month_year(DAY),
            words.weekday(DAY),
            words.join(["a", "b", "c"]),
        ]
        texts += [words.time_range(NOON, NOON), words.zone_long(NOON, "Asia/Jerusalem")]
        assert all(texts)
        assert words.first_weekday in range(7)
        assert words.direction in {"ltr", "rtl"}


def test_every_mark_that_a_talk_can_bear_has_its_word():
    """A new mark of the catalogue is worded before a page asks for it."""
    assert set(EN.marks) == set(Mark)


@pytest.mark.parametrize("tag", ["en", "en-GB", "de", "fr", "he", "ar", "ja", "cs"])
def test_dates_put_together_from_known_parts_are_those_of_babel(tag):
    """In every pattern of a language, on days of all months and weekdays."""
    locale = Locale.parse(tag, sep="-")
    patterns = [
        "full",
        "long",
        "medium",
        "short",
        "EEEE d MMMM y",
        "LLLL y G",
        "yyMMdd",
    ]
    for number in range(0, 800, 13):
        day = date(2020, 1, 1) + timedelta(days=number)
        for pattern in patterns:
            made = formatted(day, pattern, locale)
            assert made == format_date(day, pattern, locale)


@pytest.mark.parametrize("tag", ["en", "en-GB", "de", "fi"])
def test_hours_that_were_said_before_are_those_of_other_days_too(tag):
    """They are kept by the clock alone; a night is none of them."""
    words, style = words_for(tag), style_of(Locale.parse(tag, sep="-"))
    clocks = [(hour, minute) for hour in range(24) for minute in (0, 5, 30)]
    for day in (8, 9):
        moments = [datetime(2021, 3, day, *clock, tzinfo=UTC) for clock in clocks]
        for start in moments:
            assert words.time(start) == style.time(start)
            for end in moments[::7]:
                assert words.time_range(start, end) == style.time_range(start, end)
        late, early = moments[-1], moments[0] + timedelta(days=1)
        said = f"{style.time_range(late, early)} ({words.day_shift(1)})"
        assert words.time_range(late, early) == said
