"""Guards: no field of a noun is forgotten in the tables, and no key leads nowhere."""

from dataclasses import fields

from announcer.record.fields import SERIES, SITE, TALK
from announcer.record.people import PERSON_FIELDS, SPEAKER_FIELDS
from announcer.talk import Person, Series, Site, Speaker, Talk

# Computed from other fields, or from where the file lies.
DERIVED_TALK = {"slug", "source", "series", "start", "all_day", "end_stated", "daily"}
DERIVED_SERIES = {"key", "slug", "parent"}
# Keys that the moments of a talk are computed from.
WHEN = {"date", "time", "duration"}
# What only the talks of a series show.
FOR_TALKS = {"link_access", "registration", "host", "topics"}


def goes_to(table):
    return {field.goes_to for field in table.values()}


def names(noun):
    return {field.name for field in fields(noun)}


def test_every_field_of_a_talk_has_its_line():
    assert goes_to(TALK) - WHEN == names(Talk) - DERIVED_TALK


def test_every_field_of_a_series_has_its_line():
    assert goes_to(SERIES) - FOR_TALKS - {"changes"} == names(Series) - DERIVED_SERIES


def test_every_field_of_a_site_has_its_line():
    inherited = goes_to(SITE) & (goes_to(SERIES) | WHEN)
    assert goes_to(SITE) - inherited == names(Site) - (inherited & names(Site))
    assert names(Site) <= goes_to(SITE)


def test_every_field_of_a_person_has_its_line():
    assert goes_to(PERSON_FIELDS) == names(Person)
    assert goes_to(SPEAKER_FIELDS) == names(Speaker)
