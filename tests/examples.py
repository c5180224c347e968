"""How many examples a test tries: few in the suite, as many times more as one asks.

The few are the same in every run, so that the suite says of a change whether it is to
blame; who asks for more gets others each time.
"""

import os

from hypothesis import HealthCheck, settings

PROFILE = "examples"
_TIMES = int(os.environ.get("EXAMPLES", "1"))

# A machine that others use, too, is slow at times, which is no fault of an example; a
# folder or a seminar that a test is given serves for all its examples.
settings.register_profile(
    PROFILE,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture,
    ],
    derandomize=not {"EXAMPLES", "BUILDS"} & os.environ.keys(),
)


def examples(few: int) -> int:
    """Return how many to try where a few are enough for a look (``make examples``)."""
    return few * _TIMES
