"""What Streamlit and its front end tell each other, in their own form."""

from __future__ import annotations

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


def new_session(tab: str) -> bytes:
    """The first message of a run: the tab's id."""
    message = ForwardMsg()
    message.new_session.initialize.session_id = tab
    return message.SerializeToString()


def download(name: str) -> bytes:
    """A download button with its file's address."""
    message = ForwardMsg()
    message.delta.new_element.download_button.url = f"/media/{name}.xlsx"
    return message.SerializeToString()


def deferred(name: str) -> bytes:
    """A download button whose file is made when it is asked for."""
    message = ForwardMsg()
    message.delta.new_element.download_button.deferred_file_id = name
    return message.SerializeToString()


def made(name: str) -> bytes:
    """The answer to `ask_for`."""
    message = ForwardMsg()
    message.backend_operation_response.deferred_file.url = f"/media/{name}.xlsx"
    return message.SerializeToString()


def text(words: str) -> bytes:
    message = ForwardMsg()
    message.delta.new_element.markdown.body = words
    return message.SerializeToString()


def rerun() -> bytes:
    message = BackMsg()
    message.rerun_script.query_string = ""
    return message.SerializeToString()


def fragment(name: str) -> bytes:
    """A part of the page is drawn anew."""
    message = BackMsg()
    message.rerun_script.fragment_id = name
    return message.SerializeToString()


def ask_for(name: str) -> bytes:
    message = BackMsg()
    message.backend_operation_request.deferred_file.file_id = name
    return message.SerializeToString()


def clear_cache() -> bytes:
    return BackMsg(clear_cache=True).SerializeToString()


def tab_of(message: bytes) -> str:
    return ForwardMsg.FromString(message).new_session.initialize.session_id
