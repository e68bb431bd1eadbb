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

# where the public names are defined
MODULES = ("run", "cluster")


def __getattr__(name: str) -> object:
    if name in __all__:
        modules = (import_module(f"{__name__}.{module}") for module in MODULES)
        return next(getattr(module, name) for module in modules if hasattr(module, name))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
