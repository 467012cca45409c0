"""Settings: environment variables first, then `settings.toml` in the data folder, then these defaults.

Every field `name` is set by the variable `GRID_COMMAND_<NAME>`; `GRID_COMMAND_DB` sets `db`.
"""

from __future__ import annotations

import os
import re
import stat
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path

from core.errors import UserError

PROJECT = Path(__file__).resolve().parent.parent
TABLE = "table:"  # how a lake begins that is a table of the cluster
FORMATS = ("delta", "iceberg", "parquet")


@dataclass(frozen=True)
class Settings:
    db: str = str(PROJECT / "data" / "command.duckdb")  # the store's file, or ":memory:"
    key: str = ""  # encrypts the store when given; needed again at every start
    key_file: str = ""  # a file that holds the key instead: outside the store's folder, readable by nobody else
    cipher: str = "aes"  # of kept files: aes (AES-256-GCM) or sm4 (SM4-GCM); the store itself knows AES alone
    memory_limit: str = "4GB"  # of the database
    threads: int = 0  # of the database; 0: one per core, one less where it serves
    host: str = "127.0.0.1"  # serve on this address
    port: int = 8501
    hosts: str = (
        ""  # other names under which it is reached, comma-separated; `*`: any. Its own name and addresses are known
    )
    address: str = ""  # where people reach it, as in https://desk.county: one-time links begin with it
    timezone: str = "Asia/Shanghai"  # of the county: every time is its wall clock, wherever the server stands
    clock_behind: int = 0  # minutes by which a demo's clock is behind (docs/decisions/0078); of no other store
    county: str = ""  # its name, as in 横县: the desk is called after it; names ending in _en stand on English pages
    county_en: str = ""
    motto: str = ""  # on the log-in page, and beneath the overview
    motto_en: str = ""
    greeting: str = ""  # below the motto on the log-in page
    greeting_en: str = ""
    seal: str = ""  # file of a picture beside the store (SVG, PNG, JPEG, WebP; at most 300 kB), in place of our mark
    demo: bool = False  # offers “enter as …” without a password; never on a store with real people
    notify_hosts: str = ""  # names (with port, where it is not the usual one) that notifications may be sent to, comma-separated; the public robots of WeCom, DingTalk and Feishu are known
    brief_at: str = ""  # the time of day at which a brief of the county makes itself, as in 07:30; empty: none does
    brief_weekday: int = 0  # the day on which a weekly one is made as well: 1 Monday … 7 Sunday; 0: none
    brief_language: str = "zh"  # of those
    wall_names: bool = False  # the large screen says by name who has an alert (officials alone, never residents); a wall is seen by everybody
    duty_phone_minutes: int = 30  # within which duty information is told by phone, from when its matter is known
    duty_written_minutes: int = 60  # and in writing
    duty_mark: str = ""  # what stands before kind and year of its number, as in 甲指值; else made of the county's name
    duty_issuer: str = ""  # who issues it; else made of the county's name
    duty_to: str = ""  # to whom it goes, as in 市委办公室、市政府办公室
    secure_cookie: bool = False  # set behind TLS
    session_hours: float = 12.0  # a session ends then, at work or not
    idle_minutes: int = 60  # without a click or a key; what a page does by itself does not count
    sessions_most: int = 5  # of one account; one more ends the oldest. 0: no limit
    factor_roles: str = ""  # roles that must show a second factor, comma-separated; `*`: all. Anybody else may
    oidc_issuer: str = ""  # the county's OpenID Connect provider (统一身份认证), as in https://id.county/realms/gov; empty: there is none
    oidc_client: str = ""  # what the provider calls this desk
    oidc_secret: str = ""  # what the desk shows the provider
    oidc_claim: str = "sub"  # which claim of the provider's token is the name that stands in the account list
    oidc_fresh: bool = True  # the provider asks for its password each time, and says when it did (auth_time)
    oidc_name: str = ""  # of the provider on the log-in page, as in 浙政钉; names ending in _en stand on English pages
    oidc_name_en: str = ""
    roles_apart: bool = True  # one person is only one of administrator, security officer and auditor
    wider_look_hours: int = 8  # the longest look beyond one's scope
    undo_seconds: int = 10  # that the way back stands beside what was just done with an alert
    decode_seconds: int = 30  # a spreadsheet that takes longer to read is refused
    decode_megabytes: int = 1024  # memory of the child process that reads it
    upload_megabytes: int = 4096  # of one file; it goes to disk as it arrives
    retention: str = ""  # days by kind, where the county's differ: "scans=60, clues=180" (core/privacy/retention.toml)
    erase_by_two: bool = True  # erasing a person takes a second one's yes
    spare_megabytes: int = 200  # of the store's disk: below that nothing more is written, and pages say so
    backups: str = ""  # folder of the backups that are made by the clock and on the page; beside the data folder when left out: data-backups
    backup_at: str = "02:30"  # when, every day; several times by commas; empty: by hand alone
    backup_days: int = 7  # of so many days the last backup is kept,
    backup_weeks: int = 4  # and of so many weeks
    keep_originals_days: int = 30  # imported files, encrypted, for looking things up; 0: never kept

    engine: str = "duckdb"  # what does the heavy work: duckdb, or spark (docs/cluster.md)
    spark: str = ""  # address of a Spark Connect server, as in sc://host:15002
    lake: str = ""  # folder of check-ins in Parquet files, which engine and desk both reach; or table:catalog.schema.name, a table that the cluster alone reaches; "": all lie in the store
    spark_lake: str = ""  # the same folder as the cluster calls it, where that is another name (s3a://…, /Volumes/…); of a table: where its files lie, if it is to be made there
    lake_format: str = "delta"  # of such a table where the desk makes it: delta, iceberg or parquet
    lake_near: int = 35  # days of such a table that stay at the desk as well, for pages and for what looks through them

    @property
    def behind(self) -> int:
        """Minutes. Whatever stands in its file, a county with real people lives today."""
        return self.clock_behind if self.demo else 0

    @property
    def lake_folder(self) -> Path | None:
        """None where there is none, or it is a table. Raises UserError: lake_address (an object store's, which is no folder of this computer)."""
        if self.lake_table:
            return None
        if "://" in self.lake:
            raise UserError("lake_address", lake=self.lake)
        return Path(self.lake).resolve() if self.lake else None

    @property
    def lake_table(self) -> str:
        """Name of the cluster's table; "" where the lake is a folder, or none. Raises UserError: lake_table_name, lake_format,
        lake_table_engine (only a cluster reads a table)."""
        if not self.lake.startswith(TABLE):
            return ""
        name = self.lake.removeprefix(TABLE)
        if not re.fullmatch(r"\w[\w-]*(\.\w[\w-]*){0,2}", name, re.ASCII):
            raise UserError("lake_table_name", table=name)
        if self.lake_format not in FORMATS:
            raise UserError("lake_format", format=self.lake_format)
        if self.engine != "spark":
            raise UserError("lake_table_engine", table=name)
        return name

    audit_key: str = ""  # chains the audit log when given; else a key file in the audit folder, made on first start
    audit_folder: str = ""  # that key and the log's heads, outside the data folder; beside it when left out: data-audit
    audit_mac: str = "sha256"  # of the chain: sha256, or sm3 where Chinese commercial cryptography is asked for
    audit_days: int = 200  # that entries of the audit log are kept; never fewer than 183
    audit_to: str = ""  # a copy of every entry to a JSON-lines file (its path) or to syslog (syslog://HOST:514, syslog+tcp://HOST:514)

    @property
    def backup_folder(self) -> Path:
        return Path(self.backups).resolve() if self.backups else self.folder.with_name(f"{self.folder.name}-backups")

    @property
    def serving_file(self) -> Path:
        """Beside the store while it is served: where the server listens, and the word by which commands of this machine reach it."""
        return self.folder / "serving" / "command.json"

    @property
    def folder(self) -> Path:
        """Where the store, its temporary files and its backups live."""
        return PROJECT / "data" if self.db == ":memory:" else Path(self.db).resolve().parent

    @property
    def audit_place(self) -> Path:
        """What the audit log is tested by lies where whoever can write the store need not be able to write."""
        return (
            Path(self.audit_folder).resolve()
            if self.audit_folder
            else self.folder.with_name(f"{self.folder.name}-audit")
        )


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
    return _with_key(Settings(**{k: _as(known[k].type, v) for k, v in given.items() if k in known}))


def _with_key(settings: Settings) -> Settings:
    """With the key that stands in its file. Raises UserError: key_file_inside, key_file_missing, key_file_open (others may read it)."""
    if settings.key or not settings.key_file:
        return settings
    file = Path(settings.key_file).resolve()
    if file.is_relative_to(settings.folder):
        raise UserError("key_file_inside", file=str(file))
    try:
        key = file.read_text("utf-8").strip()
        others = os.name != "nt" and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    except (OSError, UnicodeDecodeError) as error:
        raise UserError("key_file_missing", file=str(file)) from error
    if not key:
        raise UserError("key_file_missing", file=str(file))
    if others:
        raise UserError("key_file_open", file=str(file))
    return replace(settings, key=key)


def _as(kind: str, value: object) -> object:
    if kind == "bool":
        return value if isinstance(value, bool) else str(value).lower() in ("1", "true", "yes", "on")
    return {"int": int, "float": float, "str": str}[kind](value)
