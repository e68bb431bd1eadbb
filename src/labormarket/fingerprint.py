"""Digests of the code that a result comes from, and of the packages under it."""

from __future__ import annotations

import ast
import hashlib
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGE = Path(__file__).parent
# What results may depend on beyond the project's own files: a new release of one of them redoes the work.
DECISIVE = (
    *("pandas", "numpy", "pyarrow", "pandera", "babel", "rapidfuzz", "scipy", "matplotlib", "seaborn", "pillow"),
    *("lxml", "extruct", "jstyleson", "openpyxl", "nbclient", "nbformat", "ipykernel", "jinja2", "markupsafe"),
)
COMPILED = {".pyc", ".pyo"}


def digest_file(path: Path) -> str:
    """SHA-256 of a file's bytes in hexadecimal, "" where there is no such file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return ""


def digest_texts(texts: Iterable[str]) -> str:
    """SHA-256 of texts, told apart from each other.

    >>> digest_texts(["ab", "c"]) == digest_texts(["a", "bc"])
    False
    """
    return hashlib.sha256("\0".join(f"{len(text)}:{text}" for text in texts).encode()).hexdigest()


def digest_files(files: Iterable[Path], root: Path) -> str:
    """Digest of files: their places below `root` and their bytes."""
    return digest_texts(f"{path.relative_to(root).as_posix()} {digest_file(path)}" for path in sorted(files))


@cache
def digest_code(*modules: str) -> str:
    """Digest of the modules, of everything of this package that they import, and of the lists and fonts beside it."""
    return digest_files(files_of(modules), PACKAGE)


def files_of(modules: Iterable[str]) -> set[Path]:
    """Return the files of this package that the modules rest on.

    Followed is what a module imports anywhere in its text, and what it names in a string ("labormarket.pay"), as lazy
    imports do. The `__init__` of a folder counts with every module in it, but what it imports only where it is
    imported from. A room's files that aren't code (lists, rules, fonts) count with every module of the room.

    >>> sorted(path.name for path in files_of(["labormarket.tiers"]))
    ['__init__.py', 'distinct.py', 'tiers.py']
    """
    code: set[Path] = set()
    waiting = list(modules)
    while waiting:
        path = file_of(waiting.pop())
        if path is not None and path not in code:
            code.add(path)
            waiting += imports_of(path)
    rooms = {path.relative_to(PACKAGE).parts[0] for path in code}
    beside = {path for room in rooms for path in files_below(PACKAGE / room) if path.suffix != ".py"}
    folders = {folder for path in code for folder in path.parents if folder.is_relative_to(PACKAGE)}
    return code | beside | {folder / "__init__.py" for folder in folders}


def file_of(module: str) -> Path | None:
    """Return the file of a module of this package, None where there is none of that name."""
    first, *names = module.split(".")
    place = PACKAGE.joinpath(*names)
    for path in (place.with_suffix(".py"), place / "__init__.py") if first == PACKAGE.name and names else ():
        if path.is_file():
            return path
    return PACKAGE / "__init__.py" if module == PACKAGE.name else None


@cache
def imports_of(path: Path) -> frozenset[str]:
    """Return every module that a file may import, by statement or by name in a string."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names.add(node.value)
    return frozenset(name for name in names if name.split(".")[0] == PACKAGE.name)


def files_below(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder, but for compiled code."""
    return (path for path in folder.rglob("*") if path.is_file() and path.suffix not in COMPILED)


@cache
def digest_packages() -> str:
    """Digest of the versions of Python and of the packages that decide a result."""
    return digest_texts([f"python {sys.version_info.major}.{sys.version_info.minor}", *map(version_of, DECISIVE)])


def version_of(package: str) -> str:
    """Return a package's name and version, or that it isn't there."""
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} is not installed"
