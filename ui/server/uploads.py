"""Bounds of the files that visitors upload: how many in some time, and how much the server keeps of them.

Streamlit bounds the size of one file, and keeps each until its session ends.
"""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

WINDOW = 600.0  # seconds
MAX_FILES = 20  # of one session in a WINDOW
MAX_BYTES = 10_000_000  # of one session in a WINDOW
MAX_KEPT = 4  # files of one session: a page has two places for a file, with one file each
MAX_TOTAL = 60_000_000  # bytes that the server keeps for all: a class of 100 has 600 kB each, a table has about 100
UNKNOWN_SIZE = 2_000_000  # bytes, of an upload that does not say: Streamlit takes no more


class Storage(Protocol):
    """Streamlit's storage of uploaded files."""

    file_storage: dict  # session -> file's id -> file, the oldest first

    def remove_file(self, session_id: str, file_id: str) -> None: ...


class Uploads:
    """What has been uploaded of late. All of it happens on the event loop."""

    def __init__(self) -> None:
        self.recent: dict[str, deque[tuple[float, int]]] = {}  # session -> (time, bytes) of each upload in the WINDOW
        self.under_way = 0  # bytes

    def refusal(self, session: str, size: int, storage: Storage, now: float | None = None) -> str:
        """Return why a session may not upload so many bytes now, or "" and note that it does."""
        now = time.monotonic() if now is None else now
        self._forget(now - WINDOW)
        recent = self.recent.get(session, ())
        if len(recent) >= MAX_FILES:
            return f"more than {MAX_FILES} files in {WINDOW / 60:.0f} minutes"
        if sum(each for _, each in recent) + size > MAX_BYTES:
            return f"more than {MAX_BYTES / 1e6:.0f} MB in {WINDOW / 60:.0f} minutes"
        if kept(storage) + self.under_way + size > MAX_TOTAL:
            return f"all visitors together have uploaded {MAX_TOTAL / 1e6:.0f} MB"
        self.recent.setdefault(session, deque()).append((now, size))
        return ""

    def _forget(self, before: float) -> None:
        for session, recent in list(self.recent.items()):
            while recent and recent[0][0] < before:
                recent.popleft()
            if not recent:
                del self.recent[session]

    @contextmanager
    def receiving(self, session: str, size: int, storage: Storage) -> Iterator[None]:
        """Count an upload while it is under way; then keep only the newest files of its session."""
        self.under_way += size
        try:
            yield
        finally:
            self.under_way -= size
            for file in list(storage.file_storage.get(session, ()))[:-MAX_KEPT]:
                storage.remove_file(session, file)


def kept(storage: Storage) -> int:
    """Return the bytes of all files that are kept."""
    return sum(len(file.data) for files in list(storage.file_storage.values()) for file in list(files.values()))
