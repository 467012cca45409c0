"""Settings: environment variables first, then `settings.toml` in the data folder, then these defaults.

Every field `name` is set by the variable `GRID_COMMAND_<NAME>`; `GRID_COMMAND_DB` sets `db`.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    db: str = str(PROJECT / "data" / "command.duckdb")  # the store's file, or ":memory:"
    key: str = ""  # encrypts the store when given; needed again at every start
    memory_limit: str = "4GB"  # of the database
    threads: int = 0  # of the database; 0: one per core
    host: str = "127.0.0.1"  # serve on this address
    port: int = 8501
    hosts: str = (
        ""  # other names under which it is reached, comma-separated; `*`: any. Its own name and addresses are known
    )
    address: str = ""  # where people reach it, as in https://desk.county: one-time links begin with it
    timezone: str = "Asia/Shanghai"  # of the county: every time is its wall clock, wherever the server stands
    county: str = ""  # its name, as in 横县: the desk is called after it; names ending in _en stand on English pages
    county_en: str = ""
    motto: str = ""  # on the log-in page, and beneath the overview
    motto_en: str = ""
    greeting: str = ""  # below the motto on the log-in page
    greeting_en: str = ""
    seal: str = ""  # file of a picture beside the store (SVG, PNG, JPEG, WebP; at most 300 kB), in place of our mark
    demo: bool = False  # offers “enter as …” without a password; never on a store with real people
    notify_hosts: str = ""  # names (with port, where it is not the usual one) that notifications may be sent to, comma-separated; the public robots of WeCom, DingTalk and Feishu are known
    secure_cookie: bool = False  # set behind TLS
    session_hours: float = 12.0  # a session ends then, at work or not
    idle_minutes: int = 60  # without a click or a key; what a page does by itself does not count
    sessions_most: int = 5  # of one account; one more ends the oldest. 0: no limit
    factor_roles: str = ""  # roles that must show a second factor, comma-separated; `*`: all. Anybody else may
    roles_apart: bool = True  # one person is only one of administrator, security officer and auditor
    wider_look_hours: int = 8  # the longest look beyond one's scope
    undo_seconds: int = 10  # that the way back stands beside what was just done with an alert
    decode_seconds: int = 30  # a spreadsheet that takes longer to read is refused
    decode_megabytes: int = 1024  # memory of the child process that reads it
    upload_megabytes: int = 4096  # of one file; it goes to disk as it arrives
    keep_originals_days: int = 30  # imported files, encrypted, for looking things up; 0: never kept

    engine: str = "duckdb"  # what does the heavy work: duckdb, or spark (docs/cluster.md)
    spark: str = ""  # address of a Spark Connect server, as in sc://host:15002
    lake: str = ""  # folder of check-ins in Parquet files, which engine and desk both reach; "": all lie in the store
    spark_lake: str = ""  # the same folder as the cluster calls it, where that is another name (s3a://…, /Volumes/…)

    @property
    def lake_folder(self) -> Path | None:
        return Path(self.lake).resolve() if self.lake else None

    @property
    def serving_file(self) -> Path:
        """Beside the store while it is served: where the server listens, and the word by which commands of this machine reach it."""
        return self.folder / "serving" / "command.json"

    @property
    def folder(self) -> Path:
        """Where the store, its temporary files and its backups live."""
        return PROJECT / "data" if self.db == ":memory:" else Path(self.db).resolve().parent


def load_settings(**overrides: object) -> Settings:
    """Settings from the environment and the data folder's `settings.toml`; `overrides` win over both."""
    db = str(overrides.get("db") or os.environ.get("GRID_COMMAND_DB") or Settings.db)
    file = Settings(db=db).folder / "settings.toml"
    # A store in memory has no folder of its own, so no settings lie beside it.
    given: dict[str, object] = tomllib.loads(file.read_text("utf-8")) if db != ":memory:" and file.exists() else {}
    for f in fields(Settings):
        value = os.environ.get(f"GRID_COMMAND_{f.name.upper()}")
        if value is not None:
            given[f.name] = value
    given.update({k: v for k, v in overrides.items() if v is not None})
    known = {f.name: f for f in fields(Settings)}
    return Settings(**{k: _as(known[k].type, v) for k, v in given.items() if k in known})


def _as(kind: str, value: object) -> object:
    if kind == "bool":
        return value if isinstance(value, bool) else str(value).lower() in ("1", "true", "yes", "on")
    return {"int": int, "float": float, "str": str}[kind](value)
