"""Texts that were read before: remembered from batch to batch, up to a bound."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from labormarket.clean import ColumnReader, Readers
from labormarket.scale.columns import to_arrow

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
        self.texts = pd.Series(dtype="str")
        self.answers = pd.DataFrame()

    def __call__(self, texts: pd.Series) -> pd.DataFrame:
        """Read a column of distinct texts."""
        if len(texts) > self.most or len(texts) == 0:
            return self.reader(texts)
        places = self.find(texts)
        unknown = texts[places < 0].drop_duplicates()
        if len(unknown):
            if len(self.texts) + len(unknown) > self.most:
                self.texts, unknown = self.texts[:0], texts.drop_duplicates()
            self.learn(unknown.reset_index(drop=True))
            places = self.find(texts)
        return self.answers.take(places).set_axis(texts.index)

    def find(self, texts: pd.Series) -> np.ndarray:
        """Return the place of each text among those that were met, -1 where it wasn't."""
        places = pc.index_in(to_arrow(texts), value_set=to_arrow(self.texts))
        return places.fill_null(-1).to_numpy()  # type: ignore[no-any-return]

    def learn(self, unknown: pd.Series) -> None:
        """Read texts that weren't met before, and keep them with their answers."""
        answers, known = self.reader(unknown), len(self.texts)
        self.answers = pd.concat([self.answers, answers], ignore_index=True) if known else answers
        self.texts = pd.concat([self.texts, unknown], ignore_index=True) if known else unknown


def remembering_readers() -> Readers:
    """Return the three readers, each with a memory of its own."""
    return Readers(*(Remember(reader) for reader in Readers()))
