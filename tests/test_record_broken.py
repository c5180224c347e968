"""Broken records, each beside what the organiser is told.

``tests/records/`` holds the records. The expected text is remade by running this file
as a program; read the difference before you keep it.
"""

import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from announcer.errors import Problem, RecordError
from announcer.record import read_site

RECORDS = Path(__file__).parent / "records"
BROKEN = sorted(path for path in RECORDS.iterdir() if path.suffix in {".yaml", ".md"})

SITE = "title: Talks\nurl: https://talks.example.edu\ntimezone: America/New_York\n"
TALK = "title: Surprises\ndate: 2021-03-15\n"


def place(record: Path, project: Path) -> None:
    """Put a broken record where it belongs, among good ones."""
    series = project / "talks" / "wilks"
    series.mkdir(parents=True)
    (project / "outside.png").write_bytes(b"")
    (project / "talks" / "site.yaml").write_text(SITE)
    (series / "series.yaml").write_text("name: Wilks\n")
    (series / "good.yaml").write_text(TALK)
    kind = record.stem.partition("-")[0]
    target = {"site": series.parent / "site.yaml", "series": series / "series.yaml"}
    shutil.copy(record, target.get(kind, series / record.name))


def told(problem: Problem) -> str:
    """Write a problem as the expected texts have it."""
    name = problem.path.rpartition("/")[2]
    return (
        f"{name}:{problem.line}:{problem.column} {problem.severity} {problem.code}\n"
        f"  {problem.message}\n"
        f"  {problem.excerpt}\n"
        f"  {problem.hint}\n"
    )


def report(record: Path, project: Path) -> str:
    """Return everything that is said about a record."""
    place(record, project)
    try:
        problems = read_site(project).problems
    except RecordError as error:
        problems = error.problems
    return "".join(told(problem) for problem in problems)


@pytest.mark.parametrize("record", BROKEN, ids=lambda path: path.name)
def test_broken_record_is_told_with_place_and_cure(record, tmp_path):
    expected = record.with_suffix(".txt").read_text(encoding="utf-8")
    assert report(record, tmp_path) == expected


@pytest.mark.parametrize("record", BROKEN, ids=lambda path: path.name)
def test_every_problem_names_a_line_and_a_cure(record, tmp_path):
    place(record, tmp_path)
    with pytest.raises(RecordError) as caught:
        read_site(tmp_path)
    for problem in caught.value.problems:
        assert problem.line > 0
        assert problem.column > 0
        assert problem.excerpt
        assert problem.hint.endswith((".", "?"))
        assert problem.code


def test_all_broken_records_are_told_in_one_run(tmp_path):
    talks = [
        path for path in BROKEN if path.stem.split("-")[0] not in {"site", "series"}
    ]
    place(talks[0], tmp_path)
    for record in talks[1:]:
        shutil.copy(record, tmp_path / "talks" / "wilks" / record.name)
    with pytest.raises(RecordError) as caught:
        read_site(tmp_path)
    named = {problem.path.rpartition("/")[2] for problem in caught.value.problems}
    assert named == {path.name for path in talks}
    assert len(named) > 30


def remake() -> None:
    """Write down what is said now."""
    for record in BROKEN:
        with tempfile.TemporaryDirectory() as folder:
            text = report(record, Path(folder))
        record.with_suffix(".txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    remake()
    sys.exit()
