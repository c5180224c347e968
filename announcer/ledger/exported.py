"""What a file says of itself that may be an export: none of its lines is read."""

from __future__ import annotations

HEADER = "announcer-ledger"


def is_export(content: bytes) -> bool:
    """Say whether the bytes of a file are those of an export."""
    return content.startswith(f'{{"{HEADER}"'.encode())


def tells_of_anybody(content: bytes) -> bool:
    """Say whether the bytes of a file are an export that knows who was told."""
    return is_export(content) and b'\n{"telling"' in content
