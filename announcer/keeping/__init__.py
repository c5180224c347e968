"""Keeping the memory where it travels: an export in a file, and that file in a branch.

A file never forgets: an export joins what the file holds with what the ledger knows.

``keep`` runs a command between import and export. While it is at work a mark stands in
the remote repository, so that no two runs on any machines tell the same at once; a run
that was killed leaves its mark, and the next one asks instead of telling again.
"""

from announcer.keeping.clone import Clone, Patience, open_clone
from announcer.keeping.exports import export_file, import_file, refuse_absent
from announcer.keeping.running import Kept, keep

__all__ = [
    "Clone",
    "Kept",
    "Patience",
    "export_file",
    "import_file",
    "keep",
    "open_clone",
    "refuse_absent",
]
