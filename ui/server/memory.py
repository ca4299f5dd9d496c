"""Gives back the memory of visitors who have gone.

Streamlit's collection after every run is off (see .streamlit/config.toml), and glibc keeps what is freed in
arenas, up to eight for each processor, since every visitor's runs have a thread of their own. Both would
leave a server as large as its largest class for good. Elsewhere than on glibc only the collection is done.
Python's own allocator gives a megabyte back only once nothing is left in it; so servers are started with
PYTHONMALLOC=malloc.
"""

import ctypes
import gc
import sys
import time

from ui.server import pacing

GAP = 60.0  # seconds from one tidying to the next
ARENAS = 2  # one thread computes at a time: more arenas would only be more holes
M_ARENA_MAX = -8  # of malloc.h

_last = time.monotonic()


def _libc() -> ctypes.CDLL | None:
    """Return glibc, or None where the C library is another one."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") and hasattr(library, "mallopt") else None


_glibc = _libc()


def limit_arenas() -> None:
    """Have glibc keep few arenas; call it before there are threads."""
    if _glibc:
        _glibc.mallopt(M_ARENA_MAX, ARENAS)


def tidy(now: float | None = None) -> bool:
    """Collect what is left of ended sessions and return free memory to the system, once in GAP; say whether it did."""
    global _last
    now = time.monotonic() if now is None else now
    if now < _last + GAP:
        return False
    _last = now
    pacing.forget_silent(now)  # a number that lives on can hold a whole megabyte of what was beside it
    gc.collect()
    if _glibc:
        _glibc.malloc_trim(0)
    return True
