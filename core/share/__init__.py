"""What departments get of the registers, why and until when; and tasks that are given to them and come back."""

from core.share.contents import CONTENTS, Content
from core.share.hand_out import HandedOut, hand_out
from core.share.handed import accept, answer, call_back, departments, given, hand_over, handed_of
from core.share.make import WRITE, make_share, new_token, revoke
from core.share.reads import Share, share_of_token, share_uses, shares

__all__ = [
    "CONTENTS",
    "WRITE",
    "Content",
    "HandedOut",
    "Share",
    "accept",
    "answer",
    "call_back",
    "departments",
    "given",
    "hand_out",
    "hand_over",
    "handed_of",
    "make_share",
    "new_token",
    "revoke",
    "share_of_token",
    "share_uses",
    "shares",
]
