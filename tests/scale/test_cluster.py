"""The same rows from a Dask cluster as from one process, whatever happens to its workers."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import dask
import dask.dataframe as dd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from labormarket.clean import clean
from labormarket.files.errors import SourceError
from labormarket.hourly import ExchangeRates
from labormarket.scale import Location, clean_dataset, clean_dump, on_cluster
from labormarket.scale.batch import Done
from labormarket.scale.cluster import clean_partition
from labormarket.sources import read_statements

ROOT = Path(__file__).parents[2]
RATES = ExchangeRates.read(ROOT)
STATEMENTS = read_statements(ROOT)
SOME = STATEMENTS[::20]
MEMORY_OF_A_WORKER = 1024 * 1024 * 1024
ROWS_OF_A_GROUP = 100_000  # a worker holds a few groups at once, before and after they are cleaned


def test_partitions_give_what_the_whole_gives() -> None:
    expected = clean_partition(SOME, RATES)
    for parts in (1, 3):
        dataset = clean_dataset(dd.from_pandas(SOME, npartitions=parts), RATES)
        with dask.config.set(scheduler="synchronous"):
            pd.testing.assert_frame_equal(dataset.compute(), expected)
        assert dict(dataset.dtypes) == dict(expected.dtypes)


def test_texts_have_one_type_in_every_partition() -> None:
    encoded = [name for name, dtype in clean(SOME, RATES).dtypes.items() if dtype == "category"]
    assert encoded
    plain = clean_partition(SOME[:1], RATES).dtypes
    assert {str(plain[name]) for name in encoded} == {"str"}


def test_nobody_at_the_address_is_said() -> None:
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "200ms"}),
        pytest.raises(SourceError, match=r"no Dask scheduler at tcp://127\.0\.0\.1:9"),
        on_cluster("tcp://127.0.0.1:9"),
    ):
        pass


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Statements again and again, until they take more memory than a worker may."""
    path = tmp_path_factory.mktemp("dump") / "dump.parquet"
    frame = pd.concat([STATEMENTS] * (1 + ROWS_OF_A_GROUP // len(STATEMENTS)), ignore_index=True)[:ROWS_OF_A_GROUP]
    frame.loc[frame.index[5::50], "pay_text"] = "see posting"
    group = pa.Table.from_pandas(frame, preserve_index=False)
    groups = 1 + MEMORY_OF_A_WORKER // group.nbytes
    with pq.ParquetWriter(path, group.schema) as writer:
        for _ in range(groups):
            writer.write_table(group)
    assert group.nbytes * groups > MEMORY_OF_A_WORKER
    return path


@pytest.fixture(scope="module")
def cluster() -> Iterator[object]:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, memory_limit=MEMORY_OF_A_WORKER, dashboard_address=None
    ) as local:
        yield local


@pytest.mark.slow
def test_a_killed_worker_costs_nothing(dump: Path, cluster, tmp_path: Path) -> None:
    killed = []

    def kill_one(done: Done | None, weight: int) -> None:
        if not killed:
            killed.append(cluster.workers[0].pid)
            os.kill(cluster.workers[0].process.pid, signal.SIGKILL)

    with on_cluster(cluster.scheduler_address) as executor:
        shared = clean_dump(
            Location.of(dump), Location.of(tmp_path / "shared"), RATES, workers=2, executor=executor, report=kill_one
        )
    alone = clean_dump(Location.of(dump), Location.of(tmp_path / "alone"), RATES)
    assert killed and shared == alone
    assert shared.read + shared.refused == shared.records == pq.ParquetFile(dump).metadata.num_rows
    assert files(tmp_path / "shared") == files(tmp_path / "alone")


@pytest.mark.slow
def test_a_dataset_larger_than_memory_is_cleaned_partition_by_partition(dump: Path, cluster, tmp_path: Path) -> None:
    from distributed import Client

    columns = ["statement_id", "pay_text", "platform", "published_on"]
    with Client(cluster):
        given = dd.read_parquet(dump, split_row_groups=1, columns=columns)
        clean_dataset(given, RATES).to_parquet(str(tmp_path / "cleaned"))
    group = clean_partition(pq.ParquetFile(dump).read_row_group(0, columns).to_pandas(), RATES)
    rows = 0
    for path in (tmp_path / "cleaned").glob("*.parquet"):
        part = pq.read_table(path).to_pandas()
        for start in range(0, len(part), len(group)):  # every row group of the dump holds the same statements
            pd.testing.assert_frame_equal(part.iloc[start : start + len(group)].reset_index(drop=True), group)
        rows += len(part)
    assert rows == pq.ParquetFile(dump).metadata.num_rows


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
