"""Maps that say which column of a table is which field."""

from __future__ import annotations

from pathlib import Path

from announcer.errors import BadValue
from announcer.importers import table
from announcer.importing.reading import Source
from announcer.record import to_yaml
from announcer.record.written import Written

_HEAD = """\
# Which column is which field; ignore: it is not taken over. Used with --map.
# Fields: {fields}
"""


def read_map(path: Path) -> dict[str, str]:
    """Return the fields by their headings; raises AnnouncerError in words."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadValue(f"cannot read {path}: {error.strerror}") from None
    says = Written(path.name, path.parent, data).says
    for heading, field in says.items():
        if not isinstance(field, str):
            raise BadValue(
                f"{path}: `{heading}` has more than one field",
                "Write a field beside it, such as speakers.name.",
            )
    return says


def suggested_map(source: Source) -> str:
    """Return a map to begin with, as YAML; raises AnnouncerError in words."""
    try:
        found = table.columns(source.content)
    except BadValue as error:
        raise BadValue(f"{source.name}: {error.message}", error.hint) from None
    pairs = {heading: field or "ignore" for heading, field in found}
    fields = ", ".join(table.FIELDS)
    return _HEAD.format(fields=fields) + to_yaml(pairs)
