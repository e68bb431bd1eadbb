"""What saved pages cost: a WARC file of pages served on loopback, one advert in ten, read and cleaned on one core.

python benchmarks/crawl.py
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from labormarket.hourly import ExchangeRates
from labormarket.readers import STREAMED, ReadOptions
from labormarket.scale.cluster import clean_file

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "scale"))
from crawl_pages import advert, article, save_crawl, served

ADVERTS, ARTICLES = 50, 450
PAGES_OF_A_FILE = 30_000  # of Common Crawl, some
FILLER = "<p>" + "Words about the weather and the town hall. " * 120 + "</p>"


def main() -> None:
    """Measure and print."""
    pages = {f"/a/{number}": advert(number) + FILLER for number in range(ADVERTS)}
    pages |= {f"/n/{number}": article(number) + FILLER * 6 for number in range(ARTICLES)}
    with tempfile.TemporaryDirectory() as folder, served(pages) as port:
        path = str(save_crawl(Path(folder) / "x.warc.gz", port, list(pages)))
        options, rates = ReadOptions(budget=STREAMED), ExchangeRates({})
        clean_file(path, options, rates)  # every index is built
        start = time.process_time()
        rows = clean_file(path, options, rates)
        seconds = time.process_time() - start
    megabytes = sum(map(len, pages.values())) / 1e6
    print(f"{len(pages)} pages, {megabytes:.1f} MB, {rows['bound'].notna().sum()} rows with pay: {seconds:.1f} core s")
    print(f"{seconds / len(pages) * 1000:.1f} ms a page, {megabytes / seconds:.1f} MB/s")
    print(f"a thousand files of a crawl: {1000 * PAGES_OF_A_FILE * seconds / len(pages) / 3600:.0f} core hours")


if __name__ == "__main__":
    main()
