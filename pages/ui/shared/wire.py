"""The names of tabs and files in Streamlit's messages, for `core.web.tabs`, which binds them to an account."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

MEDIA = "/media/"
# What our pages send, besides asking for a download. No debugging, no clearing of everybody's cache, no writing into our folder.
USUAL = {"rerun_script", "stop_script", "file_urls_request", "app_heartbeat", "load_git_info"}


def told(message: bytes) -> set[str]:
    """Names that a message gives to the browser: its tab, files to download or to show, and files that are made when asked for."""
    forward = ForwardMsg.FromString(message)
    return {name for name in _told(forward) if name}


def asked(message: bytes) -> set[str] | None:
    """Files that the browser wants made; None for a message of a kind that no page of ours sends."""
    try:
        back = BackMsg.FromString(message)
    except DecodeError:
        return None
    kind = back.WhichOneof("type")
    if kind == "backend_operation_request" and back.backend_operation_request.HasField("deferred_file"):
        return {back.backend_operation_request.deferred_file.file_id}
    return set() if kind in USUAL else None


def by_itself(message: bytes) -> bool:
    """The page asked for its next turn, or the front end says that it lives: nobody clicked or typed."""
    back = BackMsg.FromString(message)
    kind = back.WhichOneof("type")
    return kind == "app_heartbeat" or (kind == "rerun_script" and back.rerun_script.is_auto_rerun)


def anew(message: bytes) -> bool:
    """The whole page is to be drawn, not a fragment of it."""
    back = BackMsg.FromString(message)
    return back.WhichOneof("type") == "rerun_script" and not back.rerun_script.fragment_id


def _told(forward: ForwardMsg) -> Iterator[str]:
    kind = forward.WhichOneof("type")
    if kind == "new_session":
        yield forward.new_session.initialize.session_id
    elif kind == "page_config_changed":
        yield _file(forward.page_config_changed.favicon)
    elif kind == "logo":
        yield from (_file(forward.logo.image), _file(forward.logo.icon_image))
    elif kind == "backend_operation_response":
        yield _file(forward.backend_operation_response.deferred_file.url)
    elif kind == "delta" and forward.delta.HasField("new_element"):
        yield from _of_element(forward.delta.new_element)
    elif kind == "delta" and forward.delta.HasField("new_transient"):
        for element in forward.delta.new_transient.elements:
            yield from _of_element(element)


def _of_element(element: Element) -> Iterator[str]:
    """Only from fields that Streamlit fills: in a text, a reader could write another's address and call it told."""
    kind = element.WhichOneof("type")
    if kind == "download_button":
        yield from (_file(element.download_button.url), element.download_button.deferred_file_id)
    elif kind == "imgs":
        yield from (_file(image.url) for image in element.imgs.imgs)


def _file(url: str) -> str:
    return PurePosixPath(url).stem if url.startswith(MEDIA) else ""
