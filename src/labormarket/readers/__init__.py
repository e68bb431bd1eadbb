"""Readers of files: bytes in, statements and passages out, with what was left out and why.

Each reader is one module with the same handshake, `read(content, *, name, url) -> Reading`; text only, nothing guessed.
"""

from labormarket.readers.model import (
    MAX_FILE_BYTES,
    MAX_ROWS,
    Passage,
    RawStatement,
    Reading,
    Skipped,
    UnreadableError,
)

__all__ = ["MAX_FILE_BYTES", "MAX_ROWS", "Passage", "RawStatement", "Reading", "Skipped", "UnreadableError"]
