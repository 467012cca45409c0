"""Work orders of the 12345 line: dispatched to grids, answered by working days, checked, and handed back as the line wants them. They come in as a kind of import."""

from core.work_orders.acts import accept, dispatch, extend, pause, reply, resume, return_it, send_back, take
from core.work_orders.reads import STATES, acts, order_counts, orders, results, show_phone

__all__ = [
    "STATES", "accept", "acts", "dispatch", "extend", "order_counts", "orders", "pause", "reply", "results", "resume", "return_it", "send_back", "show_phone", "take",
]  # fmt: skip
