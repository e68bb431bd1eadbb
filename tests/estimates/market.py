"""A market to test on: known premiums, every form of statement, every kind of evidence."""

import numpy as np
import pandas as pd

PROFESSIONS = pd.DataFrame(
    [
        *(("annotator", "none", "general annotation"), ("nurse", "licence", "health"), ("aide", "none", "health")),
        *(("chemist", "degree", "STEM"), ("surveyor", "licence", "STEM")),
    ],
    columns=["profession", "credential", "field"],
)
KINDS = ("expert marketplace", "microtask", "generalist")
PLATFORMS = pd.DataFrame({"platform": [f"P{n}" for n in range(24)], "kind": [KINDS[n % 3] for n in range(24)]})


def make_market(n: int = 960, premium: float = 2.0, seed: int = 0, platforms: int = 24) -> pd.DataFrame:
    """A pay table in which a licence multiplies pay by `premium`, and each platform has a level of its own."""
    rng = np.random.default_rng(seed)
    profession, platform = rng.choice(PROFESSIONS["profession"], n), np.arange(n) % platforms
    level = 20 * np.exp(rng.normal(0, 1.3, 24))[platform]
    pay = level * np.exp(rng.normal(0, 0.4, n)) * np.where(np.isin(profession, ["nurse", "surveyor"]), premium, 1)
    form = rng.random(n)
    return pd.DataFrame(
        {
            "statement_id": [f"s{i}" for i in range(n)],
            "publisher": [f"page {i // 2}" for i in range(n)],
            "platform": PLATFORMS["platform"].to_numpy()[platform],
            "profession": profession,
            "degree": None,
            "origin": None,
            "kind": rng.choice(["advertised", "reported"], n, p=[0.8, 0.2]),
            "confidence": rng.choice(["high", "med"], n),
            "country": rng.choice(["US", "", "KE"], n),
            "published_on": rng.choice(["2025-03", "2026", "2023"], n),
            "hourly_basis": np.where(form < 0.1, "assumed_hours", np.where(form < 0.2, "stated+fx", "stated")),
            "usd_per_hour_low": np.where(form > 0.8, np.nan, (pay * 0.8).round(2)),
            "usd_per_hour_high": np.where((form > 0.6) & (form < 0.8), np.nan, (pay * 1.25).round(2)),
        }
    ).astype({"country": "str", "published_on": "str"})
