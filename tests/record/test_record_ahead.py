"""Records that workers have read first are the same records."""

import pytest

from announcer.copies import can_copy
from announcer.errors import RecordError
from announcer.executing import Forked
from announcer.record import ahead, folder, read_site, reader

pytestmark = pytest.mark.skipif(not can_copy(), reason="no copies of a process here")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Return a folder of talks, one with a warning, one with a picture that is not."""
    monkeypatch.setattr(ahead, "_FEW", 0)
    monkeypatch.setattr(ahead, "_SLICE", 1)
    top = tmp_path / "talks"
    for key in ("algebra", "logic"):
        (top / key).mkdir(parents=True)
        (top / key / "series.yaml").write_text(f"name: The {key} seminar\n")
        for day in range(1, 6):
            (top / key / f"2021-03-0{day}-one.yaml").write_text(
                f"title: Number {day}\nspeaker: {{name: Ada, photo: ada.png}}\n"
                f"date: 2021-03-0{day}\ntime: '14:00'\n"
            )
    (top / "site.yaml").write_text(
        "title: Talks\nurl: https://talks.example.edu\ntimezone: Europe/Berlin\n"
    )
    (top / "logic/2021-03-06-two.yaml").write_text(
        "title: Both\ndate: 2021-03-06\ntime: '14:00'\nalso: [algebra]\n"
    )
    (top / "logic/2021-03-07-odd.yaml").write_text(
        "title: Odd\ndate: 2021-03-07\ntime: '14:00'\nlink: zoom.example.edu/j/1\n"
    )
    return tmp_path


@pytest.fixture
def read_here(monkeypatch):
    """Return the paths of the records that this process itself has read as YAML."""
    paths = []
    read = folder.read_values

    def reading(project, record, *rest):
        paths.append(record.path)
        return read(project, record, *rest)

    monkeypatch.setattr(reader, "read_values", reading)
    return paths


def ahead_of(project):
    """Read with two workers and keep what was read."""
    return read_site(project, partial=True, cache=True, keep=True, executor=Forked(2))


def test_workers_read_what_one_process_reads(project, read_here, monkeypatch):
    """They begin at the end, and only what is not kept is read here once more."""
    monkeypatch.setattr(ahead, "_SLICE", 4)
    alone = read_site(project, partial=True)
    read_here.clear()
    made = ahead_of(project)
    assert made == alone
    assert made.problems
    assert "talks/logic/2021-03-06-two.yaml" in read_here
    assert "talks/logic/2021-03-05-one.yaml" not in read_here
    assert len(read_here) == len(set(read_here))


def test_workers_read_again_what_other_settings_stand_around(
    project, read_here, monkeypatch
):
    """Another title of the site may say something of every talk."""
    monkeypatch.setattr(ahead, "_SLICE", 4)
    ahead_of(project)
    site = project / "talks/site.yaml"
    site.write_text(site.read_text().replace("title: Talks", "title: Lectures"))
    read_here.clear()
    assert ahead_of(project) == read_site(project, partial=True)
    assert read_here.count("talks/logic/2021-03-05-one.yaml") == 1  # by the last one


def test_what_workers_read_is_kept_for_the_next_run(project, read_here):
    ahead_of(project)
    read_here.clear()
    again = read_site(project, partial=True, cache=True)
    assert again == read_site(project, partial=True)
    assert sum(path.endswith("-one.yaml") for path in read_here) == 10


def test_two_records_of_one_uid_are_told_as_by_one_process(project):
    """Though each was read by another worker, which saw nothing wrong."""
    for key in ("algebra", "logic"):
        file = project / f"talks/{key}/2021-03-01-one.yaml"
        file.write_text(file.read_text() + "uid: the-same@example.edu\n")
    with pytest.raises(RecordError) as alone:
        read_site(project)
    with pytest.raises(RecordError) as several:
        read_site(project, cache=True, keep=True, executor=Forked(2))
    assert str(several.value) == str(alone.value)


def test_an_error_of_a_record_is_told_once(project):
    file = project / "talks/algebra/2021-03-03-one.yaml"
    file.write_text("title: [\n")
    with pytest.raises(RecordError) as alone:
        read_site(project)
    with pytest.raises(RecordError) as several:
        read_site(project, cache=True, keep=True, executor=Forked(2))
    assert several.value.problems == alone.value.problems


def test_workers_far_away_are_not_asked_to_read(project):
    """The records are on this disk."""

    class Elsewhere(Forked):
        is_near = False

        def run(self, *_):
            raise AssertionError

    far = Elsewhere(2)
    made = read_site(project, partial=True, cache=True, keep=True, executor=far)
    assert made == read_site(project, partial=True)


@pytest.mark.parametrize("number", [1, 49, 50, 500, 851, 5000])
@pytest.mark.parametrize("workers", [1, 3])
def test_workers_are_first_given_what_they_read_while_nobody_listens(
    monkeypatch, number, workers
):
    """Each gets one long slice from the end; none is left out or read twice."""
    monkeypatch.undo()
    slices = ahead._slices(number, workers)
    assert sorted(n for one in slices for n in one) == [*range(number)]
    assert [one[0] for one in slices] == sorted(
        (one[0] for one in slices), reverse=True
    )
    given = sum(map(len, slices[:workers]))
    assert number < 500 or 2 * given > min(number, 1000)
    assert len(slices) == 1 or len(slices[-1]) <= ahead._SLICE
