"""A download is kept until its browser can have fetched it.

Streamlit lets go of a file that was made when it was asked for as soon as two runs of pages have ended, whoever's they are: at a desk where many look, that is
before the browser asks, which then is told that there is no such file.
"""

from __future__ import annotations

import time

from streamlit.runtime import memory_media_file_storage as streamlits
from streamlit.runtime.media_file_storage import MediaFileKind

SECONDS = 60


class KeptFiles(streamlits.MemoryMediaFileStorage):
    def __init__(self, media_endpoint: str) -> None:
        super().__init__(media_endpoint)
        self._let_go: dict[str, float] = {}  # file → since when nobody holds it

    def load_and_get_id(
        self, path_or_data: str | bytes, mimetype: str, kind: MediaFileKind, filename: str | None = None
    ) -> str:
        file = super().load_and_get_id(path_or_data, mimetype, kind, filename)
        self._let_go.pop(file, None)
        return file

    def delete_file(self, file_id: str) -> None:
        """A picture goes at once; a download, and all that were let go of long enough ago."""
        now = time.monotonic()
        if file_id in self._files_by_id and self._files_by_id[file_id].kind == MediaFileKind.DOWNLOADABLE:
            self._let_go.setdefault(file_id, now)
        else:
            super().delete_file(file_id)
        for old in [file for file, since in self._let_go.items() if now - since > SECONDS]:
            del self._let_go[old]
            super().delete_file(old)


def keep_files() -> None:
    """Before the application is made, which looks its storage up by this name: Streamlit has no setting for it."""
    streamlits.MemoryMediaFileStorage = KeptFiles
