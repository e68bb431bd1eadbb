"""Write docs/generated/simulation.md: how often the intervals hold the truth (about ten minutes)."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

from simulation import Design, study_premium, study_quantiles, write_page  # noqa: E402

from labormarket.tables import load_table  # noqa: E402

PAGE = ROOT / "docs" / "generated" / "simulation.md"

if __name__ == "__main__":
    design = Design.read(load_table("pay", ROOT))
    page = write_page(design, study_quantiles(design), study_premium(design, load_table("professions", ROOT)))
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page, encoding="utf-8")
