"""The command that shows site and mails in a browser while talks are written."""

from __future__ import annotations

import webbrowser
from threading import Event

import click

from announcer import disk
from announcer.cli import shown
from announcer.cli.project import Project, pass_project
from announcer.cli.words import Number
from announcer.errors import AnnouncerError, Problem, own_mistake
from announcer.post import is_loopback
from announcer.preview import News, Rebuilt, Sources, serving
from announcer.record import Store

_PORT = 8000
_HOST = "127.0.0.1"


@click.command("serve")
@click.option(
    "--port",
    type=Number(0, 65_535),
    help=f"The port (default: {_PORT}, or the next one that is free; 0: any).",
)
@click.option(
    "--host",
    default=_HOST,
    show_default=True,
    help="Another address of this machine, to let others look.",
)
@click.option("--open", "opened", is_flag=True, help="Open the site in the browser.")
@pass_project
def serve_command(
    project: Project, port: int | None, host: str, *, opened: bool
) -> None:
    """Show the site and the mails in a browser, reloading on every save.

    It builds in memory, and the ledger is only read. What is wrong with a record or a
    template is shown in the page, which stays as it was before. Ctrl-C ends it.
    """
    sources = sources_of(project)
    if not is_loopback(host):
        click.echo(
            f"{click.style('warning:', fg='yellow')} everybody who can reach {host} "
            "sees the mails too, with links that only members may know.",
            err=True,
        )
    tell = _Teller()
    with serving(
        sources,
        host=host,
        port=_PORT if port is None else port,
        exactly=port is not None,
        tell=tell,
    ) as address:
        click.echo(f"The site:  {address.site}")
        click.echo(f"The mails: {address.mails}")
        click.echo("Ctrl-C ends this.")
        if opened:
            webbrowser.open(address.site)
        Event().wait()


def sources_of(project: Project) -> Sources:
    """Return where a preview takes things from: records are read when they change."""
    kept = project.folder / disk.PRIVATE  # not begun by who only looks
    store = Store(project.folder, lasting=True)
    return Sources(
        folder=project.folder.resolve(),
        records=lambda: project.records(keep=kept.is_dir(), store=store),
        survey=project.survey,
        templates=lambda: project.templates(keeping=True),
    )


class _Teller:
    """Says what happens on a terminal, and the same doubts once only."""

    def __init__(self) -> None:
        self.doubts: tuple[Problem, ...] = ()

    def __call__(self, news: News) -> None:
        """Say what was rebuilt, or what is wrong."""
        if isinstance(news, Rebuilt):
            self._rebuilt(news)
        elif isinstance(news.error, AnnouncerError):
            shown.show_error(news.error)
        else:
            shown.show_error(AnnouncerError(own_mistake(news.error)))

    def _rebuilt(self, news: Rebuilt) -> None:
        doubts = news.records.problems
        if doubts != self.doubts:
            shown.show_problems(doubts)
            self.doubts = doubts
        if news.changed:
            first, *others = news.changed
            more = f" and {shown.number(len(others), 'other')}" if others else ""
            click.echo(f"{first}{more}: shown after {news.seconds:.2f} s")
