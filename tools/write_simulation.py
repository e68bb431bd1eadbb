"""Write how often the intervals hold the truth: docs/generated/simulation.md, and the certificate for estimates."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

from simulation import study_everything, write_page  # noqa: E402

from labormarket.estimates.coverage import COVERAGE_COLUMNS, COVERAGE_FILE  # noqa: E402
from labormarket.tables import load_table  # noqa: E402

PAGE = ROOT / "docs" / "generated" / "simulation.md"
CERTIFICATE = ROOT / "src" / "labormarket" / "estimates" / COVERAGE_FILE

if __name__ == "__main__":
    names = ("pay", "professions", "platforms", "minimum_wage_gaps")
    study = study_everything({name: load_table(name, ROOT) for name in names})
    known = study[study["coverage"].notna()]
    CERTIFICATE.write_text(known[list(COVERAGE_COLUMNS)].to_csv(index=False), encoding="utf-8")
    PAGE.write_text(write_page(study), encoding="utf-8")
