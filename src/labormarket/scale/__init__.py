"""From 500 statements to a billion postings: one `clean`, in batches, on one core, several, or a cluster."""

from labormarket.scale.cluster import clean_dataset, on_cluster
from labormarket.scale.fields import parse_mapping
from labormarket.scale.places import Place
from labormarket.scale.run import Summary, clean_dump, weigh
from labormarket.scale.workers import available_cores

__all__ = [
    "Place",
    "Summary",
    "available_cores",
    "clean_dataset",
    "clean_dump",
    "on_cluster",
    "parse_mapping",
    "weigh",
]
