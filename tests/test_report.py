"""Accounts of talks: a CV, and the year of a series."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess

import openpyxl
import pytest
import yaml

NOW = ("--now", "2024-03-01T09:00")
SITE = """\
title: Talks
url: https://talks.example.edu
timezone: Europe/Berlin
terms:
  - {name: Spring 2023, start: 2023-03-01, end: 2023-07-31}
"""
SERIES = "name: Algebra & Co\ntime: 14:15\nlocation: Room 4\ntype: seminar\n"
TALKS = {
    "2022-05-04-noether": (
        "title: Ideals in $R_1$ - 50% more\nspeaker: Emmy Nöther (Göttingen)\n"
        "date: 2022-05-04\nvideo: https://video.example.edu/a_b%20c\n"
    ),
    "2023-05-10-noether": (
        'title: The "right" rings\nspeaker: Emmy Nöther (Erlangen)\n'
        "date: 2023-05-10 to 2023-05-12\ntype: keynote\nlocation: Hall 1\n"
    ),
    "2023-06-07-artin": (
        "title: =1+1\nspeaker: Emil Artin (Hamburg)\ndate: 2023-06-07\n"
        "link: https://meet.example.edu/secret\nlink_access: members\n"
    ),
    "2023-06-14-off": (
        "title: Not given\nspeaker: Emmy Nöther (Erlangen)\ndate: 2023-06-14\n"
        "status: cancelled\n"
    ),
    "2024-06-05-artin": "speaker: Emil Artin (Hamburg)\ndate: 2024-06-05\n",
}


@pytest.fixture
def report(run, tmp_path):
    """Run the command on two speakers, one talk called off and one to come."""
    folder = tmp_path / "talks" / "algebra"
    folder.mkdir(parents=True)
    (tmp_path / "talks" / "site.yaml").write_text(SITE)
    (folder / "series.yaml").write_text(SERIES)
    for name, text in TALKS.items():
        (folder / f"{name}.yaml").write_text(text)
    return lambda *words: run("-C", tmp_path, *NOW, "report", *words)


def test_a_cv_names_title_series_venue_and_days_the_last_first(report):
    ran = report("--speaker", "noether")
    assert ran.status == 0, ran.err
    years = [line for line in ran.out.splitlines() if line.isdigit()]
    assert years == ["2023", "2022"]
    flat = " ".join(ran.out.split())
    assert 'The "right" rings. Algebra & Co, keynote, Hall 1, May 10 – 12.' in flat
    assert "Recording: https://video.example.edu/a_b%20c" in ran.out


def test_a_cv_holds_no_talk_that_was_called_off(report):
    assert "Not given" not in report("--speaker", "Emmy Nöther").out


def test_a_report_of_a_series_counts_each_person_once(report):
    ran = report("--series", "algebra")
    lines = ran.out.splitlines()
    assert lines[3:7] == ["3 talks", "2 speakers", "1 recording", "1 called off"]
    assert "Types: seminar (2), keynote (1)" in lines


def test_talks_to_come_are_left_out_aloud_and_listed_when_asked_for(report):
    ran = report("--speaker", "artin")
    assert "1 talk not over yet left out; --coming lists them too." in ran.err
    assert "2024" not in ran.out
    assert "2024" in report("--speaker", "artin", "--coming").out


def test_year_and_term_narrow_the_list(report):
    assert "rings" not in report("--year", "2022").out
    assert "50%" not in report("--term", "spring 2023").out


def test_what_is_not_public_is_in_no_report(report, tmp_path):
    for form in ("text", "markdown", "latex", "bibtex", "csv", "rendercv"):
        assert "meet.example.edu" not in report("--as", form).out


def test_a_name_nobody_bears_is_answered_with_a_close_one(report):
    ran = report("--speaker", "Nother E")
    assert ran.status == 1
    assert "nobody of the name 'Nother E' speaks" in ran.err
    assert "did you mean 'Emmy Nöther'?" in report("--speaker", "Noehter").err


def test_an_unknown_term_names_the_known_ones(report):
    ran = report("--term", "Autumn")
    assert ran.status == 2
    assert "site.yaml has: Spring 2023" in ran.err


def test_latex_escapes_words_and_keeps_formulas(report):
    tex = report("--as", "latex").out
    assert r"Ideals in \(R_1\) - 50\% more" in tex
    assert r"Algebra \& Co" in report("--speaker", "noether", "--as", "latex").out
    assert r"\href{https://video.example.edu/a_b\%20c}{Recording}" in tex


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="LaTeX is not installed")
def test_latex_compiles(report, tmp_path):
    body = report("--as", "latex").out
    text = "\\documentclass{article}\\usepackage{hyperref}\\begin{document}\n"
    (tmp_path / "cv.tex").write_text(f"{text}{body}\\end{{document}}\n")
    command = ["pdflatex", "-halt-on-error", "-interaction=nonstopmode", "cv.tex"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)


def test_bibtex_has_an_entry_for_each_talk_with_unlike_keys(report):
    bib = report("--as", "bibtex").out
    keys = [line for line in bib.splitlines() if line.startswith("@misc{")]
    assert len(keys) == len(set(keys)) == 3
    assert "  author = {{Emmy Nöther}}," in bib
    assert "  date = {2023-05-10/2023-05-12}," in bib
    assert bib.count("{") - bib.count(r"\{") == bib.count("}") - bib.count(r"\}")


def test_a_table_tells_what_was_called_off_and_holds_no_formula(report):
    rows = [*csv.DictReader(io.StringIO(report("--as", "csv").out.lstrip("\ufeff")))]
    assert [row["status"] for row in rows].count("cancelled") == 1
    assert "'=1+1" in [row["title"] for row in rows]


def test_a_workbook_holds_the_talks_and_their_totals(report, tmp_path):
    ran = report("--as", "xlsx", "--out", str(tmp_path / "talks.xlsx"))
    assert ran.status == 0, ran.err
    book = openpyxl.load_workbook(tmp_path / "talks.xlsx")
    titles = [cell.value for cell in book.worksheets[0]["C"]]
    assert "=1+1" in titles
    assert all(cell.data_type == "s" for cell in book.worksheets[0]["C"][1:])
    assert "3 talks" in [cell.value for cell in book["totals"]["A"]]


def test_rendercv_reads_a_section_of_dated_entries(report):
    cv = yaml.safe_load(report("--speaker", "noether", "--as", "rendercv").out)["cv"]
    entries = cv["sections"]["Talks"]
    assert cv["name"] == "Emmy Nöther"
    assert [str(one.get("date", one.get("start_date"))) for one in entries] == [
        "2023-05-10",
        "2022-05-04",
    ]


def test_a_file_that_cannot_be_written_is_named(report, tmp_path):
    ran = report("--out", str(tmp_path / "none" / "talks.txt"))
    assert ran.status == 1
    assert "cannot write" in ran.err


def test_whom_to_thank_stands_at_the_foot_of_pages_and_mails(run, project):
    series = project / "talks/wilks/series.yaml"
    thanks = "acknowledgement: Supported by the *Fund*.\n"
    series.write_text(f"{series.read_text()}mailing_list: l@example.edu\n{thanks}")
    clock = ("--now", "2021-03-01T09:00")
    assert run("-C", project, *clock, "build", "--out", project / "b").status == 0
    page = (project / "b/site/wilks/2021-03-08-soudry/index.html").read_text()
    assert "Supported by the <em>Fund</em>." in page
    mail = run("-C", project, *clock, "show", "soudry", "--as", "text")
    assert "\n-- \nSupported by the Fund.\n" in mail.out, mail.err
