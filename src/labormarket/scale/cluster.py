"""The same cleaning on a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pandas as pd

from labormarket.clean import clean
from labormarket.files.errors import SourceError
from labormarket.hourly import ExchangeRates

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
