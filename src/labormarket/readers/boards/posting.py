"""One posting of a board: the fields of its listing, the pay that the board states, and its texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from labormarket.readers.encoded import Encoded, combine
from labormarket.readers.formats.rows import BadRecord, encode_texts
from labormarket.readers.listing.pay import PayFields
from labormarket.readers.listing.structured_pay import Refusal, StatedPay
from labormarket.readers.listings import Listings


@dataclass(frozen=True)
class Posting:
    """A job as a board's interface or a page describes it; `where` is its place in the file.

    `pays` are what the board's pay fields state, or why they state none; `fault` says why the posting as a
    whole is left out.
    """

    where: str
    profession_raw: str = ""
    platform: str = ""
    places: tuple[str, ...] = ()
    source_url: str = ""
    source_title: str = ""
    published_on: str = ""
    category: str = ""
    kind: str = "advertised"
    texts: tuple[str, ...] = ()
    pays: tuple[StatedPay | Refusal, ...] = ()
    fault: str = ""


FIELDS = ("profession_raw", "platform", "source_url", "source_title", "published_on", "kind")


def listings_of_postings(postings: Sequence[Posting], first: int = 1) -> Listings:
    """Put postings into the columns of listings; those with a fault are bad records."""
    good = [posting for posting in postings if not posting.fault]
    numbers = [number for number, posting in enumerate(postings, first) if not posting.fault]
    bad = [BadRecord(n, p.fault, p.profession_raw, p.where) for n, p in enumerate(postings, first) if p.fault]
    fields = {name: Encoded.of(encode_texts([getattr(posting, name) for posting in good])) for name in FIELDS}
    fields["category"] = combine([Encoded.of(encode_texts([posting.category for posting in good]))])
    fields["place"] = Encoded([posting.places for posting in good], np.arange(len(good)))
    held = [PayFields(descriptions=tuple(filter(None, one.texts)), stated=one.pays) for one in good]
    pay = Encoded(held, np.arange(len(good)))
    where = pa.array([posting.where for posting in good], pa.string())
    return Listings(fields, pay, np.array(numbers, dtype=np.int64), where, bad=tuple(bad))
