"""The one front door: any file of pay statements, as people scrape it, in; batches of raw statements out."""

from labormarket.readers.column_map import parse_column_options
from labormarket.readers.front_door import plan_splits, read_file, read_split
from labormarket.readers.listings import add_coverage
from labormarket.readers.model import (
    BATCH_FIELDS,
    BATCH_SCHEMA,
    LEFT_OUT_SCHEMA,
    STREAMED,
    Batch,
    Budget,
    Coverage,
    Passage,
    RawStatement,
    ReadOptions,
    Skipped,
    UnreadableError,
)
from labormarket.readers.source import Source
from labormarket.readers.splits import Split

__all__ = [
    "BATCH_FIELDS", "BATCH_SCHEMA", "LEFT_OUT_SCHEMA", "STREAMED", "Batch", "Budget", "Coverage", "Passage",
    "RawStatement", "ReadOptions", "Skipped", "Source", "Split", "UnreadableError", "add_coverage",
    "parse_column_options", "plan_splits", "read_file", "read_split",
]  # fmt: skip
