"""What workers need before their first batch: importing this loads it and builds every index, once for all of them."""

from __future__ import annotations

import gc

import pandas as pd
import pyarrow as pa

from labormarket.clean import clean
from labormarket.hourly import ExchangeRates
from labormarket.scale.batch import clean_split

__all__ = ["clean_split"]

# Pay, titles and names that take every way through the readers, unknown words among them: each index is asked for once.
STRANGE = pd.DataFrame(
    {
        "pay_text": ["$20 an hour", "20 €/h", "$20 an hour fluxwise", ""],
        "platform": ["Mechanical Turk", "Amazon Mechanical Turk", "Fluxwright", ""],
        "profession_raw": [
            "fluxwright",
            "oncology infusion nurse",
            "Sports Analytics Expert (Global)",
            "Highly Specialist Physiotherapist",
        ],
    }
)

pa.set_cpu_count(1)  # before Arrow starts a thread: a forked process has none of them
clean(STRANGE, ExchangeRates({}))
gc.freeze()  # a collection in a worker would write to every page of the indexes, and so copy it
