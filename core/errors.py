"""Errors that a person is to read: a code and its fields, never a sentence. The edge words them (`error.<code>`)."""

from __future__ import annotations


class Word(str):
    """As a field of an error: a key of the words, which the edge puts into the reader's language."""

    __slots__ = ()


class UserError(Exception):
    """Something the user can understand and mend. `code` names the sentence, `fields` fill it."""

    def __init__(self, code: str, /, **fields: object) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields


class NotAllowed(UserError):
    """The user is known but may not do this."""
