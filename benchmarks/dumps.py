"""Dumps to measure with, made of the project's own statements: as boards repeat them, or every pay text distinct."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from labormarket.sources import read_statements

ROWS_AT_ONCE = 250_000
SEED = 20_261_123
WORDINGS, TITLES = 5_000, 2_000
"""Distinct pay texts and titles among repeated rows. Few are frequent and most are rare: the n-th is drawn in
proportion to 1/n, as words and employers are."""
UNITS = ("an hour", "per hour", "/hr", "/hour", "hourly", "USD per hour")
COLUMNS = ("statement_id", "platform", "profession_raw", "pay_text", "kind", "country", "published_on")


def write_dump(path: Path, rows: int, *, distinct: bool) -> Path:
    """Write a Parquet file of so many rows; `distinct`: no pay text stands there twice (titles repeat all the same)."""
    statements = read_statements()
    texts = word_pay(statements["pay_text"].unique())
    titles = name_titles(statements["profession_raw"].unique())
    rng = np.random.default_rng(SEED)
    with pq.ParquetWriter(path, pa.schema([(name, pa.string()) for name in COLUMNS]), compression="zstd") as writer:
        for start in range(0, rows, ROWS_AT_ONCE):
            count = min(ROWS_AT_ONCE, rows - start)
            numbers = np.arange(start, start + count)
            wordings = [offer(number) for number in numbers] if distinct else texts[draw(rng, WORDINGS, count)]
            chosen = statements.iloc[rng.integers(0, len(statements), count)]
            frame = pd.DataFrame(
                {
                    "statement_id": pd.Series(numbers).map("r{:09d}".format),
                    "platform": chosen["platform"].to_numpy(),
                    "profession_raw": titles[draw(rng, len(titles), count)],
                    "pay_text": wordings,
                    "kind": chosen["kind"].to_numpy(),
                    "country": chosen["country"].to_numpy(),
                    "published_on": chosen["published_on"].to_numpy(),
                }
            )
            writer.write_table(pa.Table.from_pandas(frame, schema=writer.schema, preserve_index=False))
    return path


def draw(rng: np.random.Generator, most: int, count: int) -> np.ndarray:
    """Draw so many ranks, each in proportion to its inverse."""
    weights = 1 / np.arange(1, most + 1)
    return rng.choice(most, size=count, p=weights / weights.sum())


def word_pay(texts: np.ndarray) -> np.ndarray:
    """The pay texts that statements use, and offers in their manner until there are WORDINGS."""
    return np.array([*texts, *(offer(number) for number in range(WORDINGS - len(texts)))], dtype=object)


def offer(number: int) -> str:
    r"""Word a pay range; no two numbers give the same text.

    >>> offer(0), offer(123_457)
    ('$10.00-$15.00 an hour', '$30.57-$141.00/hr (up to 17 hours a week)')
    """
    rest, unit = divmod(number, len(UNITS))
    rest, cents = divmod(rest, 100)
    rest, dollars = divmod(rest, 90)
    gap = 5 + rest % 95
    hours = rest // 95
    joint = "" if UNITS[unit].startswith("/") else " "
    extra = f" (up to {hours} hours a week)" if hours else ""
    return f"${10 + dollars}.{cents:02d}-${10 + dollars + gap}.00{joint}{UNITS[unit]}{extra}"


def name_titles(titles: np.ndarray) -> np.ndarray:
    """The titles that statements use, and variants of them until there are TITLES."""
    ranks = ("Senior", "Junior", "Lead", "Freelance", "Remote", "Part-time", "Contract", "Spanish-speaking")
    variants = [f"{rank} {title}" for rank in ranks for title in titles]
    return np.array([*titles, *variants][:TITLES], dtype=object)
