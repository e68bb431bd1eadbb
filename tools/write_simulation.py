"""Write docs/generated/simulation.md: how often the intervals hold the truth (about ten minutes)."""

from __future__ import annotations

from pathlib import Path

from labormarket.estimates.simulation import measure_coverage, write_page

PAGE = Path(__file__).parents[1] / "docs" / "generated" / "simulation.md"

if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(write_page(measure_coverage()), encoding="utf-8")
