"""Account of a batch run: the records of each file held against an independent count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from labormarket.readers.accounting import Counted


def compare_counts(
    batches: Sequence[Mapping[str, Any]], counts: Sequence[Mapping[str, Any]]
) -> tuple[tuple[str, ...], bool]:
    """Say where a run (`batches` of its manifest) and an independent count differ, and whether records lack.

    More records than were seen means that some are neither read nor refused. Fewer means that the counter takes several
    lines for one record, as it does from a quote that is not closed.

    >>> batches = [{"file": "x.csv", "records": 2, "missing": 0}]
    >>> compare_counts(batches, [{"file": "x.csv", "records": 3, "counter": "the csv module"}])
    (('x.csv: 2 records were read or refused, and the csv module counts 3',), True)
    """
    seen: Counter[str] = Counter()
    for batch in batches:
        seen[batch["file"]] += batch["records"] - batch["missing"]
    counted = [Counted(**count) for count in counts]
    said = tuple(f"{one.file}: {why}" for one in counted if (why := one.difference(seen[one.file])))
    is_lacking = any(one.records > seen[one.file] for one in counted) or any(batch["missing"] for batch in batches)
    return said, is_lacking
