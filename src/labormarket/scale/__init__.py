"""Dumps of any size in, cleaned part files out: `readers` and `clean` over splits, on every core or a Dask cluster.

The public names load their module on first use, so that the process that workers are forked from can begin before.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labormarket.files.storage import Location
    from labormarket.scale.cluster import clean_dataset, clean_files, on_cluster
    from labormarket.scale.run import Summary, clean_dump, weigh

__all__ = ["Location", "Summary", "clean_dataset", "clean_dump", "clean_files", "on_cluster", "weigh"]

# public name -> the module that defines it
HOME: dict[str, str] = {
    "Location": "labormarket.files.storage",
    "Summary": "labormarket.scale.run",
    "clean_dataset": "labormarket.scale.cluster",
    "clean_dump": "labormarket.scale.run",
    "clean_files": "labormarket.scale.cluster",
    "on_cluster": "labormarket.scale.cluster",
    "weigh": "labormarket.scale.run",
}


def __getattr__(name: str) -> object:
    if name in HOME:
        return getattr(import_module(HOME[name]), name)
    raise AttributeError(f"module 'labormarket.scale' has no attribute {name!r}")
