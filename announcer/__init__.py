"""One talk record, told everywhere, and told again when it changes."""

__version__ = "0.1.0"
