"""JSON Schema of the record files, from the tables that the reader itself uses."""

from __future__ import annotations

from announcer.record.fields import SERIES, SITE, TALK
from announcer.record.kinds import Schema
from announcer.record.table import Table, object_schema

DRAFT = "https://json-schema.org/draft/2020-12/schema"

FILES: dict[str, tuple[str, Table]] = {
    "site": ("talks/site.yaml: the site and what all series share", SITE),
    "series": ("series.yaml: a series and what its talks share", SERIES),
    "talk": ("a talk, or the front matter of a talk in Markdown", TALK),
}


def schema(file: str | None = None) -> Schema:
    """Return the schema of ``site``, ``series`` or ``talk`` files, or of all three.

    It accepts the keys, shapes and patterns that ``read_site`` accepts, for values as
    text or as an editor reads them (YAML 1.2). What only the calendar knows (days that
    do not exist, unknown zones, pictures that are not there) is left to the reader.
    """
    if file is not None:
        title, table = FILES[file]
        return {"$schema": DRAFT, "title": title, **object_schema(table)}
    parts = {name: schema(name) for name in FILES}
    for part in parts.values():
        del part["$schema"]
    return {
        "$schema": DRAFT,
        "title": "Records of announcer",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in parts],
        "$defs": parts,
    }
