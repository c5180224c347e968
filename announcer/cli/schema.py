"""The command that describes the record files to editors: schema."""

from __future__ import annotations

import json

import click

from announcer.cli.words import OneOf
from announcer.record import schema


@click.command("schema")
@click.argument("kind", type=OneOf(["site", "series", "talk"]), required=False)
def schema_command(kind: str | None) -> None:
    """Print a JSON Schema of the record files, for editors.

    Without a kind it accepts any of the three files; with one, only that.
    """
    click.echo(json.dumps(schema(kind), ensure_ascii=False, indent=2))
