"""The large screen: what leaders see from three metres, and the links that open it on a wall without a log-in."""

from core.wall.board import Board, board
from core.wall.links import LONGEST_DAYS, MAKE, Link, link_of_token, links, make_link, revoke_link

__all__ = ["LONGEST_DAYS", "MAKE", "Board", "Link", "board", "link_of_token", "links", "make_link", "revoke_link"]
