from __future__ import annotations

import pytest

from core.errors import UserError
from core.ingest.meaning.columns import kinds
from core.workbooks.templates import template
from tests.core.ingest.files import store_file
from tests.county import empty_store


@pytest.mark.parametrize("language", ["zh", "en"])
def test_filled_in_templates_import_without_a_finding(tmp_path, language):
    store = empty_store()
    for kind in ("grids", "units", "people", "exit_applications", "check_ins"):
        file = tmp_path / f"{kind}.xlsx"
        file.write_bytes(template(kind, language))
        report = store_file(store, file)
        assert [s["kind"] for s in report["sheets"]] == [kind]
        part = report["sheets"][0]
        assert part["issues"] == [] and part["new"] == part["rows"] > 0
    assert store.value("select attention from person where name = '韦小例'") == "returnee"


def test_a_template_for_every_kind_and_no_other():
    assert all(template(kind, "zh").startswith(b"PK") for kind in kinds())
    with pytest.raises(UserError, match="kind_unknown"):
        template("cats", "zh")
