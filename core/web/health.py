"""`/healthz`: the process answers and its store can be read."""

from __future__ import annotations

import duckdb
from starlette.requests import Request
from starlette.responses import JSONResponse

from core.store import shared_store


def health(request: Request) -> JSONResponse:
    try:
        shared_store().value("select count(*) from migration")
    except duckdb.Error:
        return JSONResponse({"status": "down"}, status_code=503)
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})
