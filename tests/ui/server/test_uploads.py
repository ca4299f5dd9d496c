"""How much visitors may upload."""

from dataclasses import dataclass

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from ui.server import uploads
from ui.server.uploads import MAX_BYTES, MAX_FILES, MAX_KEPT, MAX_TOTAL, WINDOW, Uploads, kept


@dataclass
class Visitors:
    """Who uploads files, in their sessions, as the gate lets them."""

    bounds: Uploads
    storage: MemoryUploadedFileManager
    count: int = 0

    def upload(self, session, size, now=0.0, stored=None):
        """Whether an upload is taken."""
        if self.bounds.refusal(session, size, self.storage, now):
            return False
        with self.bounds.receiving(session, size, self.storage):
            self.count += 1
            data = b"x" * (size if stored is None else stored)
            self.storage.add_file(session, UploadedFileRec(str(self.count), "a.csv", "text/csv", data))
        return True


@pytest.fixture
def visitors():
    return Visitors(Uploads(), MemoryUploadedFileManager("/_stcore/upload_file"))


def test_a_session_uploads_so_many_files_in_a_window(visitors):
    assert sum(visitors.upload("a", 10, i) for i in range(400)) == MAX_FILES
    assert visitors.upload("b", 10, 400)
    assert not visitors.upload("a", 10, WINDOW - 1)
    assert visitors.upload("a", 10, WINDOW + 1)


def test_a_session_uploads_so_many_bytes_in_a_window(visitors):
    size = 1_000_000
    assert sum(visitors.upload("a", size, i, stored=1) for i in range(400)) == MAX_BYTES // size
    assert visitors.upload("b", size, 400, stored=1)
    assert visitors.upload("a", size, WINDOW + 1, stored=1)


def test_only_the_newest_files_of_a_session_are_kept(visitors):
    for i in range(3 * MAX_KEPT):
        assert visitors.upload("a", 1000, i)
    assert list(visitors.storage.file_storage["a"]) == [str(visitors.count - MAX_KEPT + 1 + i) for i in range(MAX_KEPT)]
    assert kept(visitors.storage) == 1000 * MAX_KEPT


def test_all_sessions_together_have_a_bound_also_while_files_are_under_way(visitors, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_TOTAL", 100_000)
    taken = sum(visitors.upload(str(i), 1000) for i in range(300))
    assert taken == 100
    assert kept(visitors.storage) == 100_000
    visitors.storage.remove_session_files("0")
    assert visitors.upload("late", 1000)
    with visitors.bounds.receiving("slow", 1000, visitors.storage):
        visitors.storage.remove_session_files("1")
        assert not visitors.upload("next", 1000)
    assert visitors.upload("next", 1000)


def test_what_is_noted_of_sessions_is_forgotten(visitors):
    for i in range(50):
        visitors.upload(str(i), 10, now=0.0)
    visitors.upload("later", 10, now=2 * WINDOW)
    assert list(visitors.bounds.recent) == ["later"]


def test_the_bounds_leave_room_for_a_class():
    assert MAX_TOTAL / 100 >= 500_000  # bytes for each of a hundred; a table of 5,000 points takes about 150,000
