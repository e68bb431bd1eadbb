"""Errors that the user can mend; that of a raw file names the file, the row, the reason and the mend."""

from __future__ import annotations


class UserError(Exception):
    """An error about the user's files or words: its message says all, and a command ends with it, not a traceback."""


class SourceError(UserError):
    """A raw file that cannot be trusted as it stands.

    >>> print(SourceError("data/raw/x.csv", "the file is empty", mend="collect it again"))
    data/raw/x.csv: the file is empty
      mend: collect it again
    >>> print(SourceError("data/raw/x.csv", "duplicate statement_id 'a1'", row=7, mend="rename one"))
    data/raw/x.csv, line 7: duplicate statement_id 'a1'
      mend: rename one
    """

    def __init__(self, file: str, reason: str, *, mend: str, row: int | None = None) -> None:
        self.file, self.reason, self.mend, self.row = file, reason, mend, row
        place = file if row is None else f"{file}, line {row}"
        super().__init__(f"{place}: {reason}\n  mend: {mend}")
