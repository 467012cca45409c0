"""A file that was made stays until its browser can have fetched it, whoever else looks at pages meanwhile."""

from __future__ import annotations

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileKind, MediaFileStorageError

from pages.ui.shared import kept_files
from pages.ui.shared.kept_files import KeptFiles


def test_a_download_outlives_the_runs_of_others_and_goes_later(monkeypatch):
    moment = [0.0]
    monkeypatch.setattr(kept_files.time, "monotonic", lambda: moment[0])
    storage = KeptFiles("/media")
    manager = MediaFileManager(storage)
    manager._files_by_session_and_coord["s"]["button"] = "d"  # on a page that is open
    picture = storage.load_and_get_id(b"p", "image/png", MediaFileKind.MEDIA)
    file = manager.execute_deferred(_asked_for(manager)).removeprefix("/media/")
    for _ in range(5):
        manager.remove_orphaned_files()
    assert storage.get_file(file).content == b"list"
    moment[0] = kept_files.SECONDS + 1
    storage.delete_file(picture)
    for gone in (file, picture):
        with pytest.raises(MediaFileStorageError):
            storage.get_file(gone)


def _asked_for(manager: MediaFileManager) -> str:
    manager._deferred_callables["d"] = {"callable": lambda: b"list", "mimetype": "text/csv", "filename": "a.csv", "session_id": "s"}  # fmt: skip
    return "d"
