"""From 500 statements to a billion postings: one `clean`, in batches, on one core, several, or a cluster.

The public names load their module on first use, so that the process that workers are forked from can begin before.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labormarket.scale.cluster import clean_dataset, on_cluster
    from labormarket.scale.fields import parse_mapping
    from labormarket.scale.places import Place
    from labormarket.scale.run import Summary, clean_dump, weigh

__all__ = ["Place", "Summary", "clean_dataset", "clean_dump", "on_cluster", "parse_mapping", "weigh"]

# public name -> the module that defines it
HOME: dict[str, str] = {
    "Place": "labormarket.scale.places",
    "Summary": "labormarket.scale.run",
    "clean_dataset": "labormarket.scale.cluster",
    "clean_dump": "labormarket.scale.run",
    "on_cluster": "labormarket.scale.cluster",
    "parse_mapping": "labormarket.scale.fields",
    "weigh": "labormarket.scale.run",
}


def __getattr__(name: str) -> object:
    if name in HOME:
        return getattr(import_module(HOME[name]), name)
    raise AttributeError(f"module 'labormarket.scale' has no attribute {name!r}")
