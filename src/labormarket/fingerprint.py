"""Has anything changed? Digests of files, of the package's own code, and of the packages it stands on."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).parent
# What results may depend on beyond the project's own files; a new release of one of them redoes the work.
DECISIVE_PACKAGES = ("pandas", "numpy", "pyarrow", "pandera", "babel", "rapidfuzz", "scipy", "matplotlib", "seaborn")
NOT_CODE = {".pyc", ".pyo"}


def digest_file(path: Path) -> str:
    """SHA-256 of a file's bytes in hexadecimal, "" where there is no such file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, IsADirectoryError):
        return ""


def digest_texts(texts: Iterable[str]) -> str:
    """SHA-256 of texts, told apart from each other.

    >>> digest_texts(["ab", "c"]) == digest_texts(["a", "bc"])
    False
    """
    return hashlib.sha256("\0".join(f"{len(text)}:{text}" for text in texts).encode()).hexdigest()


@cache
def digest_code(without: frozenset[str] = frozenset()) -> str:
    """Digest of this package's files (code, rules, lists, fonts), but for the rooms named in `without`."""
    parts = []
    for path in sorted(PACKAGE.rglob("*")):
        place = path.relative_to(PACKAGE)
        if path.is_file() and path.suffix not in NOT_CODE and place.parts[0].removesuffix(".py") not in without:
            parts += [place.as_posix(), digest_file(path)]
    return digest_texts(parts)


@cache
def versions() -> tuple[str, ...]:
    """Python and the decisive packages with their versions."""
    python = f"python {sys.version_info.major}.{sys.version_info.minor}"
    return (python, *(f"{name} {version(name)}" for name in DECISIVE_PACKAGES))
