"""Raw to processed, in one readable page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd

from labormarket import __version__
from labormarket.charts import CHARTS, Tables
from labormarket.clean import AS_STATED, clean
from labormarket.comparisons import (
    compare_countries,
    compare_day_jobs,
    compare_like_for_like,
    compare_minimum_wages,
    compare_places,
    derive_payroll,
    fold_looks,
    follow_rates,
    mark_templates,
    measure_agreement,
    merge_minimum_wages,
    pair_degrees,
    platform_cards,
)
from labormarket.comparisons.coverage import summarise_coverage
from labormarket.comparisons.looks import extend_by_looks, observe_listings, of_kept_rows
from labormarket.comparisons.summaries import (
    summarise_platforms,
    summarise_professions,
    summarise_sources,
    summarise_tiers,
)
from labormarket.estimates.assemble import estimate_everything
from labormarket.files.atomic_write import write_whole
from labormarket.files.errors import SourceError
from labormarket.files.project_lock import one_writer
from labormarket.hourly import ExchangeRates
from labormarket.platforms import owners, platforms
from labormarket.professions import professions
from labormarket.publishing.publish import CHART_FOLDER, FORMS
from labormarket.publishing.render import render_charts
from labormarket.sources import (
    PLATFORM_FACTS,
    TRAINING,
    find_project_root,
    read_listing_counts,
    read_looks,
    read_raw,
    read_reference,
    read_register,
    read_statements,
)
from labormarket.tables import PROCESSED, check_tables, data_package, dictionary_page, table_files
from labormarket.tables.report import BuildReport, report

DICTIONARY = Path("docs", "generated", "data_dictionary.md")


def build_tables(root: Path) -> dict[str, pd.DataFrame]:
    """Read every raw file and return the processed tables, not yet checked or saved."""
    cards = read_register(root)
    statements = read_statements(root)
    rates = ExchangeRates.read(root)
    cleaned = clean(statements, rates)
    read, unread = split_read_from_unread(cleaned, statements)
    kept, folded = fold_looks(read)
    looks = of_kept_rows(read_looks(statements, root), folded)
    pay = mark_templates(extend_by_looks(kept, looks))
    seen = statements.assign(source_url=cleaned["source_url"].astype("str").fillna(""))
    training = pay[pay["scope"].eq(TRAINING)]
    minimum_wages = merge_minimum_wages(
        read_reference("reference_minimum_wages_2026-11-30", root), read_reference("reference_minimum_wages", root)
    )
    tables = {
        "pay": pay,
        "unread": unread,
        "platforms": summarise_platforms(pay, platforms(), read_facts(root)),
        "professions": summarise_professions(pay, professions()),
        "sources": summarise_sources(cards, pay, unread, folded),
        "tiers": summarise_tiers(training),
        "listings": blank_to_missing(observe_listings(seen, looks, counted_days(root))),
        "day_jobs": compare_day_jobs(training, read_reference("reference_oews", root)),
        "minimum_wage_gaps": compare_minimum_wages(training, minimum_wages, rates),
        "local_pay": blank_to_missing(
            compare_places(
                training, read_reference("reference_countries", root), read_reference("reference_ppp", root), rates
            )
        ),
        "platform_facts": gather_platform_facts(pay, root),
        "listings_stating_pay": summarise_coverage(read_listing_counts(root)),
        "owners": owners(),
        "agreement": blank_to_missing(measure_agreement(pay, unread, read_reference("reference_second_reading", root))),
    }
    return tables | compare_same_work(training, tables, root)


def counted_days(root: Path) -> dict[str, list[str]]:
    """Return the days on which each board was counted as a whole, in order."""
    counts = read_listing_counts(root)
    return {str(board): sorted(set(days)) for board, days in counts.groupby("board")["day"] if board}


def compare_same_work(pay: pd.DataFrame, tables: dict[str, pd.DataFrame], root: Path) -> dict[str, pd.DataFrame]:
    """Return the tables of like with like: between degrees, countries, dates, and against the US day job."""
    oews, employment = read_reference("reference_oews", root), read_reference("reference_employment", root)
    return {
        "degree_pairs": pair_degrees(pay),
        "same_work_by_country": compare_countries(pay, tables["local_pay"], tables["minimum_wage_gaps"]),
        "same_work_over_time": follow_rates(pay, read_reference("reference_told_changes", root)),
        "like_for_like": compare_like_for_like(pay, oews, employment),
    }


def gather_platform_facts(pay: pd.DataFrame, root: Path) -> pd.DataFrame:
    """Return the cards of all platforms, with what can be derived from their facts."""
    collected_on = {card.source_id: card.collected_on for card in read_register(root)}
    benchmarks = read_reference("reference_benchmarks", root).assign(collected_on=collected_on["reference_benchmarks"])
    cards = platform_cards(read_facts(root), benchmarks, platforms())
    return blank_to_missing(pd.concat([cards, derive_payroll(cards, pay)], ignore_index=True))


def split_read_from_unread(cleaned: pd.DataFrame, statements: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Part the cleaned rows into pay and unread: each raw row is in exactly one of them."""
    retired = statements["superseded_by"].ne("")
    is_read = cleaned["bound"].notna() & ~retired
    pay = cleaned[is_read].rename(columns=AS_STATED)
    encoded = pay.select_dtypes(include=["category"]).columns
    reason = cleaned["refusal"].astype("str").mask(retired, "superseded by " + statements["superseded_by"])
    unread = statements.assign(reason=reason)[~is_read]
    return blank_to_missing(pay.astype(dict.fromkeys(encoded, "str"))), blank_to_missing(unread)


def blank_to_missing(frame: pd.DataFrame) -> pd.DataFrame:
    """Turn empty texts into missing values: missing is empty, never an empty text."""
    texts: pd.DataFrame = frame.select_dtypes(include=["str"])
    return frame.assign(**{str(name): texts[name].where(texts[name].ne("")) for name in texts.columns})


def read_facts(root: Path) -> pd.DataFrame:
    """Read every registered file of platform facts as text."""
    parts = [
        read_raw(card, root).assign(source_id=card.source_id, collected_on=card.collected_on)
        for card in read_register(root)
        if card.kind == PLATFORM_FACTS
    ]
    return pd.concat(parts, ignore_index=True).fillna("")


def build(root: Path | None = None, *, strict: bool = False, tell: Callable[[str], object] = str) -> BuildReport:
    """Read every raw file, write the processed tables, their dictionary and data package, publish the charts.

    All is made in memory first and written whole at the end. A finding that the data no longer show, or a chart that
    has nothing to draw, never stops a build: the chart leaves with its plain title, or not at all, and `tell` gets one
    line about it, as it does about each step. Where `strict`, it raises SourceError before anything is written.
    Raises SourceError too where a raw file cannot be trusted and TableError where a table breaks its definition; both
    leave the last good build as it was, as does another command that is writing (SourceError) or a full disk (OSError).
    """
    root = root or find_project_root()
    with one_writer(root):
        tables = build_tables(root)
        tell(f"read {len(tables['pay']):,} statements, left {len(tables['unread']):,} unread")
        tables = check_tables(tables | estimate_everything(tables, read_reference("reference_measured", root)))
        tell(f"estimated; {len(tables)} tables are as defined")
        charts = render_charts(list(CHARTS), Tables(tables, root), read_register(root))
        tell(f"drew {len(charts)} charts")
        fallen = [chart.message for chart in charts if chart.message]
        for message in fallen:
            tell(message)
        if fallen and strict:
            raise SourceError(
                CHART_FOLDER, "; ".join(fallen), mend="reword the finding in its catalogue, or mend the data"
            )
        written = {
            **table_files(tables, root),
            root / DICTIONARY: dictionary_page().encode("utf-8"),
            root / PROCESSED / "datapackage.json": data_package(__version__).encode("utf-8"),
            **{root / CHART_FOLDER / name: content for chart in charts for name, content in chart.files.items()},
        }
        write_whole(written)
        remove_charts(root, [chart.name for chart in charts if not chart.files])
        tell(f"wrote {len(written)} files")
        return report(tables)


def remove_charts(root: Path, names: Iterable[str]) -> None:
    """Remove the published files of charts that could not be drawn: left where they are, they would show older data."""
    for name in names:
        for form in FORMS:
            (root / CHART_FOLDER / f"{name}.{form}").unlink(missing_ok=True)
