"""When this process looks for garbage."""

import gc

from announcer.copies import without_sweeps


def test_what_is_made_without_sweeps_is_not_swept_as_new_afterwards():
    """To look through all that a build has made takes longer than a small build."""
    swept = []
    gc.collect()
    gc.callbacks.append(lambda *about: swept.append(about))
    try:
        with without_sweeps():
            kept: list[list[int]] = [[] for _ in range(5 * gc.get_threshold()[0])]
        kept.append([])
    finally:
        gc.callbacks.pop()
    assert swept == []
    assert gc.isenabled()
    assert not gc.get_freeze_count()
