"""Texts that were read before: remembered from batch to batch, up to a bound."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labormarket.clean import ColumnReader, Readers

MOST_TEXTS = 200_000
"""Distinct texts kept for each of the three readers: some 100 MB at most, and a month of a large board's wordings."""


class Remember:
    """A reader of columns that asks the one inside only for texts it hasn't met.

    Answers are the same as those of the reader inside. When the bound would be passed, everything is forgotten but
    the batch at hand; a batch that passes the bound alone isn't kept at all.

    >>> asked = []
    >>> upper = Remember(lambda texts: asked.extend(texts) or pd.DataFrame({"upper": texts.str.upper()}))
    >>> upper(pd.Series(["a", "b"])), upper(pd.Series(["b", "c"]))["upper"].to_list(), asked
    (  upper
    0     A
    1     B, ['B', 'C'], ['a', 'b', 'c'])
    """

    def __init__(self, reader: ColumnReader, most: int = MOST_TEXTS) -> None:
        self.reader, self.most = reader, most
        self.place: dict[str, int] = {}
        self.answers = pd.DataFrame()

    def __call__(self, texts: pd.Series) -> pd.DataFrame:
        """Read a column of distinct texts."""
        if len(texts) > self.most:
            return self.reader(texts)
        places = np.fromiter((self.place.get(text, -1) for text in texts), dtype=np.int64, count=len(texts))
        unknown = texts[places < 0].drop_duplicates()
        if len(texts) and len(unknown) == 0:
            return self.answers.take(places).set_axis(texts.index)
        if len(self.place) + len(unknown) > self.most:
            self.place, self.answers, unknown = {}, pd.DataFrame(), texts.drop_duplicates()
        if len(texts) == 0:
            return self.reader(texts)
        return self.learn_and_read(texts, unknown)

    def learn_and_read(self, texts: pd.Series, unknown: pd.Series) -> pd.DataFrame:
        """Read the unknown texts, keep the answers, and answer for all."""
        answers = self.reader(unknown.reset_index(drop=True))
        start = len(self.answers)
        self.answers = answers if start == 0 else pd.concat([self.answers, answers], ignore_index=True)
        self.place.update(zip(unknown, range(start, start + len(unknown)), strict=True))
        places = np.fromiter((self.place[text] for text in texts), dtype=np.int64, count=len(texts))
        return self.answers.take(places).set_axis(texts.index)


def remembering_readers() -> Readers:
    """Return the three readers, each with a memory of its own."""
    return Readers(*(Remember(reader) for reader in Readers()))
