"""WARC files of a crawl: one file a partition, the same rows through Dask and the command."""

from collections.abc import Iterator
from pathlib import Path

import dask
import pandas as pd
import pyarrow.parquet as pq
import pytest

from labormarket.hourly import ExchangeRates
from labormarket.scale import Location, clean_dump, clean_files
from tests.scale import crawl_pages as crawl

RATES = ExchangeRates({})
FILES, ADVERTS, SILENT, ARTICLES = 3, 8, 3, 4


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Path]]:
    folder = tmp_path_factory.mktemp("crawl")
    kinds = ((crawl.advert, ADVERTS), (crawl.silent_advert, SILENT), (crawl.article, ARTICLES))
    pages = {
        f"/{file}/{make.__name__}/{number}": make(file * 100 + number)
        for file in range(FILES)
        for make, count in kinds
        for number in range(count)
    }
    with crawl.served(pages) as port:
        yield [
            crawl.save_crawl(
                folder / f"part-{file}.warc{'.gz' if file else ''}",
                port,
                [*(address for address in pages if address.startswith(f"/{file}/")), f"/{file}/gone"],
            )
            for file in range(FILES)
        ]


def check_rows(pay: pd.DataFrame) -> None:
    assert len(pay) == FILES * ADVERTS
    assert set(pay["platform"]) == {"Outlier"}
    assert set(pay["country"]) == {"KE"}
    assert set(pay["period"]) == {"hour"}
    assert pay["low"].between(20, 49).all()


def test_one_file_is_one_partition_and_pages_without_pay_are_rows_with_a_reason(crawled: list[Path]) -> None:
    dataset = clean_files(list(map(str, crawled)), rates=RATES)
    assert dataset.npartitions == FILES
    with dask.config.set(scheduler="synchronous"):
        rows = dataset.compute()
    assert dict(rows.dtypes) == dict(dataset.dtypes)
    check_rows(rows[rows["bound"].notna()])
    refused = rows[rows["bound"].isna()]
    assert len(refused) == FILES * (SILENT + ARTICLES)
    assert refused["reason"].notna().all()


def test_the_command_reads_the_same_rows(crawled: list[Path], tmp_path: Path) -> None:
    summary = clean_dump(Location.of(crawled[0].parent), Location.of(tmp_path / "out"), RATES)
    check_rows(pq.read_table(tmp_path / "out/pay").to_pandas())
    assert (summary.splits, summary.read, summary.refused) == (FILES, FILES * ADVERTS, FILES * (SILENT + ARTICLES))
    assert (summary.listings, summary.listings_with_pay) == (FILES * (ADVERTS + SILENT), FILES * ADVERTS)
    assert not summary.is_lacking


def test_a_file_cut_short_gives_the_pages_before_the_cut_and_says_so(crawled: list[Path], tmp_path: Path) -> None:
    content = crawled[0].read_bytes()
    (tmp_path / "cut.warc").write_bytes(content[: len(content) // 2])
    with dask.config.set(scheduler="synchronous"):
        rows = clean_files([str(tmp_path / "cut.warc"), str(tmp_path / "none.warc.gz")], rates=RATES).compute()
    assert 0 < rows["bound"].notna().sum() < ADVERTS + 1
    assert rows["reason"].str.contains("no such file").sum() == 1


@pytest.mark.slow
def test_a_cluster_reads_the_same_rows(crawled: list[Path]) -> None:
    from distributed import Client, LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster):
        rows = clean_files(list(map(str, crawled)), rates=RATES).compute()
    check_rows(rows[rows["bound"].notna()])
