"""Version of the code that results come from: a digest of the package's files and the releases under it."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
PACKAGES = ("pandas", "numpy", "pyarrow", "rapidfuzz", "lxml")
"""Packages whose releases may change a cleaned row."""
WORDS_AND_CODE = frozenset({".py", ".toml", ".csv", ".txt", ".tsv", ".json"})


@cache
def code_version() -> dict[str, str]:
    """Return a digest of the package's code and word lists, and the releases of the packages that results rest on."""
    digest = hashlib.sha256()
    for path in sorted(path for path in PACKAGE.rglob("*") if path.suffix in WORDS_AND_CODE):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return {"labormarket": digest.hexdigest()[:16], **{name: version(name) for name in PACKAGES}}
