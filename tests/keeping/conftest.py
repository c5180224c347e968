"""Mail servers for runners, and a folder in memory for what is killed."""

from tests.delivery.conftest import inbox, serve
from tests.ledger.conftest import memory_folder

__all__ = ["inbox", "memory_folder", "serve"]
