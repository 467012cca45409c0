"""Desks in use beside what is measured: each opens page after page through the server's web socket, as a browser does.

In a process of its own: `python -m bench.desks PORT SECONDS TOKEN…`; it prints how many pages were drawn.
"""

from __future__ import annotations

import asyncio
import sys
import time

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from core.access.sessions import COOKIE

PAGES = ("overview", "people", "grid_map", "tasks", "anomalies")
LOOK = 3.0  # seconds at a page, of somebody in a hurry


async def _desk(port: int, token: str, first: int, until: float, *, after: float) -> int:
    """`after`: seconds, for desks do not turn their pages all at once."""
    await asyncio.sleep(after)
    headers = {"Cookie": f"{COOKIE}={token}", "Accept-Language": "zh-CN"}
    address = f"127.0.0.1:{port}"
    drawn = 0
    async with connect(
        f"ws://{address}/_stcore/stream",
        subprotocols=["streamlit", "x"],
        origin=f"http://{address}",
        additional_headers=headers,
        max_size=None,
    ) as tab:
        while time.monotonic() < until:
            wish = BackMsg()
            wish.rerun_script.page_name = PAGES[(first + drawn) % len(PAGES)]
            await tab.send(wish.SerializeToString())
            while ForwardMsg.FromString(await tab.recv()).WhichOneof("type") != "script_finished":
                pass
            drawn += 1
            await asyncio.sleep(LOOK)
    return drawn


async def _desks(port: int, seconds: float, tokens: list[str]) -> int:
    until = time.monotonic() + seconds
    desks = (_desk(port, token, nth, until, after=nth * LOOK / len(tokens)) for nth, token in enumerate(tokens))
    return sum(await asyncio.gather(*desks))


if __name__ == "__main__":
    print(asyncio.run(_desks(int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:])))
