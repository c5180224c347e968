"""Live inheritance: site, series, folder in a series, talk; and changes by date."""

import pytest

from announcer.errors import RecordError
from announcer.mailbox import Mailbox
from announcer.record import read_site


def talk(desk, name="wilks/talk.yaml", text="date: 2021-03-08\n"):
    desk.put(name, text)
    return next(t for t in read_site(desk.folder).talks if t.source == f"talks/{name}")


def test_the_nearest_word_counts(desk):
    desk.put(
        "site.yaml",
        "title: T\nurl: https://t.example.edu\nlocation: S\nlanguage: de\nhost: Olga\n",
    )
    desk.put("wilks/series.yaml", "location: W\ntopics: [a]\n")
    desk.put("wilks/deep/series.yaml", "link: https://d.example.edu\n")
    found = talk(desk, "wilks/deep/a.yaml", "date: 2021-03-08\nlink_access: members\n")
    assert (found.location, found.language, found.topics) == ("W", "de", ("a",))
    assert found.link == "https://d.example.edu"
    assert found.host
    assert found.host.name == "Olga"
    assert found.series.parent == "wilks"
    assert found.series.location == "W"


@pytest.mark.parametrize("key", ["location", "link", "host", "topics", "registration"])
def test_none_takes_away_what_would_be_inherited(desk, key):
    value = "https://x.example.edu"
    desk.put("wilks/series.yaml", f"{key}: {value}\n")
    assert getattr(talk(desk), key)
    assert not getattr(talk(desk, text=f"date: 2021-03-08\n{key}: none\n"), key)


def test_each_setting_of_mail_is_inherited_by_itself(desk):
    site = "title: T\nurl: https://t.example.edu\n"
    mail = "mail: {smtp: 'smtp://localhost:25', from: a@example.edu}\n"
    desk.put("site.yaml", site + mail)
    desk.put("wilks/series.yaml", "mail: {from: Wilks <w@example.edu>}\n")
    found = talk(desk).series.mail
    assert found.via == "smtp://localhost:25"
    assert found.sender == Mailbox("w@example.edu", "Wilks")


def test_a_change_holds_from_its_day_on(desk):
    desk.put(
        "wilks/series.yaml",
        "location: A1\ntime: 12:30-13:30\nchanges:\n"
        "  - {since: 2021-10-01, location: B2, duration: 90 min}\n"
        "  - {since: 2021-04-01, location: Virtual}\n",
    )
    for day in ("2021-03-31", "2021-04-01", "2021-09-30", "2021-10-01"):
        desk.put(f"wilks/{day}.yaml", f"date: {day}\n")
    records = read_site(desk.folder)
    assert [t.location for t in records.talks] == ["A1", "Virtual", "Virtual", "B2"]
    lasts = [(t.end - t.start).total_seconds() / 60 for t in records.talks]
    assert lasts == [60, 60, 60, 90]
    assert records.series[0].location == "B2"


def test_a_change_of_a_series_reaches_the_folders_in_it(desk):
    desk.put(
        "wilks/series.yaml",
        "location: A1\nchanges: [{since: 2021-10-01, location: B2}]\n",
    )
    assert talk(desk, "wilks/in/a.yaml").location == "A1"
    assert talk(desk, "wilks/in/b.yaml", "date: 2021-10-01\n").location == "B2"
    desk.put("wilks/in/series.yaml", "location: C3\n")
    assert talk(desk, "wilks/in/b.yaml", "date: 2021-10-01\n").location == "C3"


def test_a_broken_default_is_told_once_and_not_for_every_talk(desk):
    desk.put("wilks/series.yaml", "timezone: EST\ntime: 02:30\n")
    for day in (13, 14, 15):
        desk.put(f"wilks/{day}.yaml", f"date: 2021-03-{day}\n")
    with pytest.raises(RecordError) as caught:
        read_site(desk.folder)
    assert [problem.code for problem in caught.value.problems] == ["bad-timezone"]


def test_origins_name_file_and_line_of_every_value(desk):
    desk.put("wilks/series.yaml", "name: W\nlocation: A1\ntime: 12:30-13:30\n")
    desk.put(
        "wilks/talk.md", "---\ntitle: Surprises\ndate: 2021-03-08\n---\n\nAbstract.\n"
    )
    records = read_site(desk.folder)
    found = records.origins(records.talks[0])
    told = {key: (o.value, o.path, o.line) for key, o in found.items()}
    series, own = "talks/wilks/series.yaml", "talks/wilks/talk.md"
    assert told["title"] == ("Surprises", own, 2)
    assert told["abstract"] == ("Abstract.", own, 6)
    assert told["location"] == ("A1", series, 2)
    assert told["time"] == told["duration"] == ("12:30-13:30", series, 3)
    assert told["timezone"] == ("America/New_York", "talks/site.yaml", 3)
    assert told["uid"] == ("wilks.talk@talks.example.edu", "", 0)


def test_origins_of_a_change_name_the_change(desk):
    desk.put(
        "wilks/series.yaml",
        "location: A1\nchanges:\n  - since: 2021-01-01\n    location: B2\n",
    )
    desk.put("wilks/talk.yaml", "date: 2021-03-08\n")
    records = read_site(desk.folder)
    assert records.origins(records.talks[0])["location"].line == 4
