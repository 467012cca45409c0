"""The library that enciphers: its signature is looked at, once for each file."""

from __future__ import annotations

import shutil

import duckdb
import pytest

from core.store import cipher
from core.store.cipher import begin, extension

pytestmark = pytest.mark.skipif(extension() is None, reason="no such library for this platform")


def test_each_engine_can_encipher_and_loads_nothing_else_that_is_unsigned(tmp_path):
    for number in range(2):
        db, ciphers = begin()
        assert ciphers and not db.execute("select current_setting('allow_unsigned_extensions')").fetchone()[0]
        db.execute(f"attach '{tmp_path}/{number}.duckdb' as kept (encryption_key 'secret')")
        with pytest.raises(duckdb.Error, match="allow_unsigned_extensions"):
            db.execute("set allow_unsigned_extensions = true")
        db.close()


def test_a_library_that_was_changed_is_not_loaded(tmp_path, monkeypatch):
    file = tmp_path / extension().name
    shutil.copy(extension(), file)
    monkeypatch.setattr(cipher, "extension", lambda: file)
    begin()[0].close()
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.unlink()  # else it would change beneath this process, which has it loaded
    file.write_bytes(content)
    with pytest.raises(duckdb.Error, match="signature"):
        begin()
