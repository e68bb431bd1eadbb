"""From a saved page to a new dot on the ladder, with the commands that a person types."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from labormarket.cli import app
from labormarket.tables import load_table
from tests.small_project import sample_statements, write_small_project

PAGE = """<html><head><title>Veterinarian for AI training</title><script type="application/ld+json">
{"@context": "https://schema.org", "@type": "JobPosting", "title": "Veterinarian", "datePosted": "2026-11-01",
 "hiringOrganization": {"@type": "Organization", "name": "Alignerr"}, "url": "https://jobs.example/veterinarian",
 "baseSalary": {"@type": "MonetaryAmount", "currency": "USD",
   "value": {"@type": "QuantitativeValue", "minValue": 71, "maxValue": 97, "unitText": "HOUR"}}}
</script></head><body><p>Write to the recruiter.</p></body></html>"""


def run(*arguments: str) -> None:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["small", "whole"])
def test_a_page_that_is_added_becomes_a_dot(
    whole: bool, build_less: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_small_project(tmp_path, {"mine": sample_statements(130)}, whole=whole)
    if not whole:
        build_less(monkeypatch, ["wage_ladder"])
    monkeypatch.chdir(tmp_path)
    (tmp_path / "veterinarian.html").write_text(PAGE, encoding="utf-8")
    run("add", "veterinarian.html", "--yes", "--collected-on", "2026-11-23")
    run("build")
    pay = load_table("pay", tmp_path)
    (added,) = pay[pay["source_id"].eq("veterinarian_2026-11-23")].to_dict("records")
    assert (added["platform"], added["profession"]) == ("Alignerr", "veterinarian")
    assert (added["usd_per_hour_low"], added["usd_per_hour_high"], added["hourly_basis"]) == (71.0, 97.0, "stated")
    assert added["tier"] == "expert"
    dots = pd.read_csv(tmp_path / "charts" / "wage_ladder.csv")
    drawn = dots[dots["platform"].eq("Alignerr") & dots["profession"].eq("veterinarian") & dots["drawn_as"].eq("tick")]
    assert drawn[["usd_per_hour_low", "usd_per_hour_high"]].to_numpy().tolist() == [[71.0, 97.0]]
    seen = load_table("listings", tmp_path).set_index("source_url").loc["https://jobs.example/veterinarian"]
    assert (seen["first_seen"], seen["observations"], seen["pay_changes"]) == ("2026-11-23", 1, 0)
    register = (tmp_path / "data" / "raw" / "SOURCES.csv").read_bytes()
    run("add", "veterinarian.html", "--yes", "--collected-on", "2026-11-23")
    assert (tmp_path / "data" / "raw" / "SOURCES.csv").read_bytes() == register
