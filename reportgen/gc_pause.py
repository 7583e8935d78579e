"""Pausing the search for reference cycles while much acyclic data is made.

The collector walks everything alive again and again as it grows: reading 25,000 lines took 4.8 s with it and 1.4 s
without. Memory is still freed by reference counts.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gc_paused() -> Iterator[None]:
    """No cyclic garbage collection inside; as it was before, afterwards."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()  # what was made is old: it is not searched at once
            gc.enable()
