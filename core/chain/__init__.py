"""Who answers for a grid at a moment: the chain from the nearest duty up to the county's desk, its rota, its gaps, and a drill of it."""

from core.chain.health import FLAGS, health
from core.chain.now import DESK, chain_sql, first_steps, make_steps, posts, responsible_now, starts_of
from core.chain.owned import with_owners
from core.chain.rota import Shift, add_rota, away, end_rota, in_force, rota

__all__ = [
    "DESK",
    "FLAGS",
    "Shift",
    "add_rota",
    "away",
    "chain_sql",
    "end_rota",
    "first_steps",
    "health",
    "in_force",
    "make_steps",
    "posts",
    "responsible_now",
    "rota",
    "starts_of",
    "with_owners",
]
