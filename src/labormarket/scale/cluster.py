"""Cleaning on a Dask cluster: of a DataFrame, of many files, or through an executor for `clean_dump`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from labormarket.clean import AS_STATED, clean
from labormarket.files.errors import SourceError
from labormarket.hourly import ExchangeRates
from labormarket.readers import STREAMED, Batch, ReadOptions, UnreadableError, plan_splits
from labormarket.readers.documents import left_out_batch
from labormarket.readers.model import ENCODED
from labormarket.scale.batch import clean_batch, pay_schema, read_whole_split
from labormarket.scale.parts import to_table

if TYPE_CHECKING:
    import dask.dataframe as dd

RETRIES = 5
"""Times that a batch is given to another worker when its worker dies or its storage fails for a moment."""


def clean_dataset(dataset: dd.DataFrame, rates: ExchangeRates | None = None) -> dd.DataFrame:
    """Clean a Dask DataFrame of raw statements, partition by partition, with the `clean` of a single frame.

    Takes the columns that `clean` takes and returns the same rows with its columns beside them, lazily; texts come
    back as plain text columns, since each partition would have categories of its own. `rates` are the project's
    registered ones unless given; they travel with the task, so workers need no checkout.

    >>> import dask.dataframe as dd  # doctest: +SKIP
    >>> statements = dd.read_parquet("s3://bucket/postings/*.parquet", columns=[...])  # doctest: +SKIP
    >>> clean_dataset(statements).to_parquet("s3://bucket/clean/")  # doctest: +SKIP
    """
    rates = rates or ExchangeRates.read()
    shape = clean_partition(dataset._meta_nonempty.head(0), rates)
    return dataset.map_partitions(clean_partition, rates, meta=shape)


def clean_partition(frame: pd.DataFrame, rates: ExchangeRates) -> pd.DataFrame:
    """Clean one partition, with text columns of one type in all partitions."""
    cleaned = clean(frame, rates)
    # Categories differ from partition to partition, and Dask has a type of its own for the texts that it reads.
    texts = cleaned.select_dtypes(include=["category", "str", "string"]).columns
    return cleaned.astype(dict.fromkeys(texts, "str"))


def clean_files(
    addresses: Sequence[str], options: ReadOptions | None = None, rates: ExchangeRates | None = None
) -> dd.DataFrame:
    """Read and clean many files of any format that the readers take, one file to a partition, lazily.

    Made for saved pages at scale: each WARC file of a crawl is a partition. Takes paths or addresses; returns the
    columns of the pay table, with `input_row`, `where`, `reason` and `text` of refused records behind them: a row
    whose `bound` is missing was refused, and `reason` says why. A file that can't be read is one such row.
    """
    import dask.dataframe as dd

    options = replace(options or ReadOptions(budget=STREAMED), columns=dict(options.columns if options else {}))
    rates = rates or ExchangeRates.read()
    no_rows = clean_file("", options, rates).head(0)
    return dd.from_map(partial(clean_file, options=options, rates=rates), list(addresses), meta=no_rows)


def clean_file(address: str, options: ReadOptions, rates: ExchangeRates) -> pd.DataFrame:
    """Read and clean one file: the rows that state pay, and those that were refused."""
    tables = [file_schema().empty_table()]
    for batch in read_whole_file(address, options):
        pay, refused = clean_batch(batch, address, rates)
        others = refused.to_pandas().rename(columns=AS_STATED).assign(approximate=False)
        tables += [to_table(rows, file_schema()) for rows in (pay.to_pandas(), others)]
    rows: pd.DataFrame = pa.concat_tables(tables).to_pandas()
    return rows.astype({field.name: "str" for field in file_schema() if pa.types.is_string(field.type)})


def file_schema() -> pa.Schema:
    """Columns of a cleaned file: those of the pay table, the place of the record, the reason where it was refused."""
    pay = [(field.name, pa.string() if field.type == ENCODED else field.type) for field in pay_schema()]
    return pa.schema([*pay, ("where", pa.string()), ("reason", pa.string()), ("text", pa.string())])


def read_whole_file(address: str, options: ReadOptions) -> Iterator[Batch]:
    """Read a file split after split; one that no reader takes is one refused record."""
    try:
        for split in plan_splits(address, options):
            yield from read_whole_split(split, options)
    except UnreadableError as error:
        yield left_out_batch(address, str(error), "")


@contextmanager
def on_cluster(address: str) -> Iterator[Executor | None]:
    """Connect to the Dask scheduler at the address; without an address there is nothing to connect to.

    Raises SourceError where Dask isn't installed or nobody answers.
    """
    if not address:
        yield None
        return
    try:
        from distributed import Client
    except ImportError:
        raise SourceError(
            "--scheduler", "Dask is not installed", mend="pip install 'labormarket[scale]', on the workers too"
        ) from None
    try:
        client = Client(address)
    except (OSError, ValueError) as error:
        raise SourceError("--scheduler", f"no Dask scheduler at {address}: {error}", mend="check the address") from None
    with client:
        yield client.get_executor(retries=RETRIES, pure=False)
