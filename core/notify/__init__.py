"""Telling receivers outside the desk: robots in group chats, SMS gateways, other systems. What is told holds no personal value."""

from core.notify.channels import KINDS, SEVERITIES, add, channels, messages, send_try, switch
from core.notify.gather import gather
from core.notify.send import send_due

__all__ = ["KINDS", "SEVERITIES", "add", "channels", "gather", "messages", "send_due", "send_try", "switch"]
