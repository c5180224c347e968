"""What a person says of messages that nobody knows about: ``send --resolve``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import click

from announcer import finding
from announcer.cli import wording
from announcer.cli.project import Project
from announcer.cli.words import OneOf
from announcer.errors import AnnouncerError
from announcer.ledger import Telling
from announcer.record import Records
from announcer.talk import Site, Talk


def resolved(project: Project, records: Records, meant: str | None, answer: str) -> int:
    """Write down what became of messages that nobody knows about."""
    now = project.now(records.site)
    with project.ledger(records.site) as ledger:
        if not ledger.writable:
            raise AnnouncerError(ledger.notice)
        talks = project.programme(records).talks
        open_ = [
            one
            for one in ledger.unresolved(now)
            if meant is None or meant == one.id or _is_about(one, meant, talks, now)
        ]
        if not open_:
            click.echo("There is nothing to resolve.")
        for one in open_:
            said = _ask(one, records.site) if answer == "ask" else answer
            if said in {"sent", "unsent"}:
                ledger.resolve(one.id, now, sent=said == "sent")
                click.echo(f"{one.kind} to {one.address}: {said}")
        return int(bool(ledger.unresolved(now)))


def _is_about(one: Telling, meant: str, talks: Sequence[Talk], now: datetime) -> bool:
    if meant in (one.uid, one.address):
        return True
    try:
        return finding.find(talks, meant, now).uid == one.uid
    except AnnouncerError:
        return False


def _ask(one: Telling, site: Site) -> str:
    click.echo(wording.told(one, site))
    answer: str = click.prompt(
        f"  {one.subject!r}: did it arrive?",
        type=OneOf(["sent", "unsent", "skip"]),
    )
    return answer
