"""Returns the memory of visitors who have left to the system.

Streamlit's garbage collection after every run is off (see .streamlit/config.toml), and glibc keeps freed memory in
arenas, up to eight for each processor, since every visitor's runs have a thread of their own. With both, a server would
stay as large as its largest class. Without glibc only the garbage is collected. Python's own allocator returns a
megabyte only once all of it is free, so servers are started with PYTHONMALLOC=malloc.
"""

import ctypes
import gc
import sys
import threading
import time

from ui.server import pacing

TIDY_INTERVAL = 60.0  # seconds
MAX_ARENAS = 2  # one thread computes at a time: more arenas would only be more holes
KEPT_FREE = 32_000_000  # bytes that each arena keeps for what comes next; `tidy` returns them once a minute
OWN_PAGES = 16_000_000  # bytes from which an array gets pages of its own, which are returned as soon as it is freed
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8  # of malloc.h

_last = time.monotonic()


class _Thread(threading.local):
    """A thread, and its processor's seconds that collections have taken."""

    began = collecting = 0.0


_thread = _Thread()


def _libc() -> ctypes.CDLL | None:
    """Return glibc, or None where the C library is another one."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") and hasattr(library, "mallopt") else None


_glibc = _libc()


def tune() -> None:
    """Limit the arenas of glibc, and have them keep some free memory. Call it before there are other threads.

    A convolution's arrays have some hundred kilobytes. To return and request their pages at every step takes longer
    than the arithmetic.
    """
    if _glibc:
        _glibc.mallopt(M_ARENA_MAX, MAX_ARENAS)
        _glibc.mallopt(M_TRIM_THRESHOLD, KEPT_FREE)
        _glibc.mallopt(M_MMAP_THRESHOLD, OWN_PAGES)


def keep() -> None:
    """Take what there is now, all modules, out of every later collection: it stays, and looking at it takes long.

    A collection happens in the midst of some visitor's turn, and holds up all. From now on it is timed, too.
    """
    gc.collect()
    gc.freeze()
    if _time_collection not in gc.callbacks:
        gc.callbacks.append(_time_collection)


def _time_collection(phase: str, _: object) -> None:
    if phase == "start":
        _thread.began = time.thread_time()
    else:
        _thread.collecting += time.thread_time() - _thread.began


def spent() -> float:
    """Return the processor's seconds of this thread, without those of collections, which are nobody's fault."""
    return time.thread_time() - _thread.collecting


def tidy(now: float | None = None) -> bool:
    """Collect what is left of ended sessions and return free memory, once in TIDY_INTERVAL; return whether it did."""
    global _last
    now = time.monotonic() if now is None else now
    if now < _last + TIDY_INTERVAL:
        return False
    _last = now
    pacing.forget_silent(now)  # a number that stays can keep the whole megabyte around it
    gc.collect()
    if _glibc:
        _glibc.malloc_trim(0)
    return True
