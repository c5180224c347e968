"""How many examples a test tries: few in the suite, as many times more as one asks."""

import os

_TIMES = int(os.environ.get("EXAMPLES", "1"))


def examples(few: int) -> int:
    """Return how many to try where a few are enough for a look (``make examples``)."""
    return few * _TIMES
