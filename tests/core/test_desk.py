"""What the county calls its desk."""

from __future__ import annotations

from core.desk import desk
from core.settings import Settings


def test_without_settings_the_products_own_words_stand():
    own = desk(Settings(), "zh")
    assert own.name == "智慧指挥中台" and own.motto and own.greeting and own.seal is None


def test_the_county_gives_its_name_and_words():
    own = desk(Settings(county="横县", motto="责任到格"), "zh")
    assert (own.name, own.motto) == ("横县智慧指挥中台", "责任到格")


def test_words_set_in_one_language_stand_in_both():
    assert desk(Settings(county="横县"), "en").name == "横县 · Grid Command"
    assert desk(Settings(county="横县", county_en="Hengxian"), "en").name == "Hengxian · Grid Command"


def test_a_seal_is_a_small_picture_beside_the_store(tmp_path):
    settings = {"db": str(tmp_path / "command.duckdb")}
    (tmp_path / "seal.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert desk(Settings(seal="seal.svg", **settings), "zh").seal.startswith("data:image/svg+xml;base64,")
    (tmp_path / "seal.exe").write_bytes(b"MZ")
    (tmp_path / "large.png").write_bytes(b"x" * 300_001)
    for name in ("seal.exe", "large.png", "absent.png"):
        assert desk(Settings(seal=name, **settings), "zh").seal is None
