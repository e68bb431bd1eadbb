"""Raw to processed, in one readable page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pandas as pd

from labormarket import __version__
from labormarket.charts import CHARTS, draw_chart
from labormarket.clean import clean, why_unread
from labormarket.comparisons import compare_day_jobs, compare_minimum_wages, derive_payroll, platform_cards
from labormarket.comparisons.summaries import (
    summarise_platforms,
    summarise_professions,
    summarise_sources,
    summarise_tiers,
)
from labormarket.estimates.assemble import Evidence, estimate_everything
from labormarket.files.atomic_write import write_whole
from labormarket.files.errors import SourceError
from labormarket.files.project_lock import one_writer
from labormarket.fingerprint import digest_code, digest_packages, digest_table, digest_texts
from labormarket.hourly import ExchangeRates
from labormarket.intake.listings import observe_listings
from labormarket.platforms import platforms
from labormarket.professions import professions
from labormarket.publishing.publish import CHART_FOLDER, add_references, publish
from labormarket.sources import (
    PLATFORM_FACTS,
    Card,
    find_project_root,
    read_raw,
    read_reference,
    read_register,
    read_statements,
)
from labormarket.steps import WHOLE, Steps, Taken
from labormarket.tables import PROCESSED, data_package, dictionary_page, load_table, save_tables

DICTIONARY = Path("docs", "generated", "data_dictionary.md")
# raw column -> its name in the pay table, beside what was made of it
AS_STATED = {"profession_raw": "profession_as_stated", "pay_text": "pay_as_stated"}
ESTIMATES = "estimates"
CONTENT_OF_A_FILE = {"sha256", "rows", "line", "statements_read", "statements_unread"}
"""What SOURCES.csv and the table of sources say of a file's content, as against who published it. Charts are given
only the latter, so that a changed raw file redraws the charts of its rows and no others."""


@dataclass(frozen=True)
class BuildReport:
    """The counts of one build."""

    raw_rows: int
    read: int
    refused: int
    platforms: int
    professions: int
    tiers: int
    unmatched_platforms: int
    unmatched_professions: int


def build_tables(root: Path) -> dict[str, pd.DataFrame]:
    """Read every raw file and return the processed tables, not yet checked or saved."""
    cards = read_register(root)
    statements = read_statements(root)
    rates = ExchangeRates.read(root)
    cleaned = clean(statements, rates)
    pay, unread = split_read_from_unread(cleaned, statements)
    return {
        "pay": pay,
        "unread": unread,
        "platforms": summarise_platforms(pay, platforms(), read_facts(root)),
        "professions": summarise_professions(pay, professions()),
        "sources": summarise_sources(cards, pay, unread),
        "tiers": summarise_tiers(pay),
        "listings": blank_to_missing(
            observe_listings(statements, {card.source_id: card.collected_on for card in cards})
        ),
        "day_jobs": compare_day_jobs(pay, read_reference("reference_oews", root)),
        "minimum_wage_gaps": compare_minimum_wages(pay, read_reference("reference_minimum_wages", root), rates),
        "platform_facts": gather_platform_facts(pay, root),
    }


def build_estimates(
    tables: dict[str, pd.DataFrame], root: Path, steps: Steps
) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """Estimate from the built tables, not yet checked or saved; return what the estimates were made from, too.

    Where that is what the last ones were made from, they are loaded, and nothing was made.
    """
    evidence = gather_evidence(tables, root)
    at_hand = {
        "code": digest_code("labormarket.estimates.assemble", "labormarket.tables"),
        "packages": digest_packages(),
        "rates": digest_texts(f"{key} {rate}" for key, rate in sorted(evidence.rates.usd_per_unit.items())),
        **{name: digest_table(getattr(evidence, name)) for name in ("benchmarks", "cpi", "ppp")},
    }
    of_tables = digest_tables(evidence.tables)
    if steps.is_done(ESTIMATES, at_hand | of_tables):
        return {name: load_table(name, root) for name in sorted({path.stem for path in steps.files(ESTIMATES)})}, {}
    taken = Taken(evidence.tables)
    estimates = estimate_everything(replace(evidence, tables=taken))
    return estimates, at_hand | {name: of_tables.get(name, "") for name in map(as_table, taken.names)}


def gather_evidence(tables: dict[str, pd.DataFrame], root: Path) -> Evidence:
    """Put the tables beside the references that estimates rest on; statements of one page share their errors."""
    page = read_statements(root).set_index("statement_id")["source_url"]
    pay = tables["pay"]
    return Evidence(
        {**tables, "pay": pay.assign(source_url=pay["statement_id"].map(page))},
        benchmarks=read_reference("reference_benchmarks", root),
        cpi=read_reference("reference_cpi", root),
        ppp=read_reference("reference_ppp", root),
        rates=ExchangeRates.read(root),
    )


def gather_platform_facts(pay: pd.DataFrame, root: Path) -> pd.DataFrame:
    """Return the cards of all platforms, with what can be derived from their facts."""
    collected_on = {card.source_id: card.collected_on for card in read_register(root)}
    benchmarks = read_reference("reference_benchmarks", root).assign(collected_on=collected_on["reference_benchmarks"])
    cards = platform_cards(read_facts(root), benchmarks, platforms())
    return blank_to_missing(pd.concat([cards, derive_payroll(cards, pay)], ignore_index=True))


def split_read_from_unread(cleaned: pd.DataFrame, statements: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Part the cleaned rows into pay and unread: each raw row is in exactly one of them."""
    is_read = cleaned["bound"].notna()
    pay = cleaned[is_read].rename(columns=AS_STATED)
    encoded = pay.select_dtypes(include=["category"]).columns
    unread = statements.assign(reason=why_unread(statements["pay_text"]))[~is_read]
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


def build(root: Path | None = None, steps: Steps | None = None) -> BuildReport:
    """Read every raw file, write the processed tables, their dictionary and data package, publish the charts.

    A chart whose tables, sources and code are those of its last drawing is left as it is. Raises SourceError where a
    raw file cannot be trusted and TableError where a table breaks its definition; both leave the last good build as it
    was, as does another command that is writing (SourceError) or a full disk (OSError).
    """
    root = root or find_project_root()
    with one_writer(root):
        steps = steps or Steps(root)
        tables = build_tables(root)
        estimates, made_from = build_estimates(tables, root, steps)
        tables = save_tables(tables | estimates, root)
        pages = {
            root / DICTIONARY: dictionary_page().encode("utf-8"),
            root / PROCESSED / "datapackage.json": data_package(__version__).encode("utf-8"),
        }
        write_whole(pages)
        if made_from:
            steps.note(ESTIMATES, made_from, files_of_tables(estimates, root))
        steps.note("tables", steps.everything, [*pages, *files_of_tables(tables, root)])
        publish_charts(add_references(tables, root), root, steps)
        steps.note(WHOLE, steps.everything)
        return report(tables)


def publish_charts(tables: Mapping[str, pd.DataFrame], root: Path, steps: Steps) -> None:
    """Draw every chart that would change before the first is published: a stale title leaves all as they were."""
    register = read_register(root)
    plotted = {**tables, "sources": tables["sources"].drop(columns=CONTENT_OF_A_FILE, errors="ignore")}
    at_hand = {
        "packages": digest_packages(),
        **digest_tables(plotted),
        **{f"source {card.source_id}": digest_card(card) for card in register},
    }
    drawn = []
    for name, entry in CHARTS.items():
        at_hand["code"] = digest_code("labormarket.publishing.publish", entry.draw.__module__)
        if steps.is_done(f"chart {name}", at_hand):
            continue
        taken = Taken(plotted)
        chart = draw_chart(name, taken)
        names = [*map(as_table, taken.names), *(f"source {source_id}" for source_id in chart.source_ids)]
        drawn.append((chart, {key: at_hand.get(key, "") for key in ("code", "packages", *names)}))
    for chart, made_from in drawn:
        paths = publish(chart, folder=root / CHART_FOLDER, register=register)
        steps.note(f"chart {chart.name}", made_from, paths.values())


def as_table(name: str) -> str:
    """Return how a table is called in the record of steps."""
    return f"table {name}"


def digest_tables(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Return the digests of tables, as they are called in the record of steps."""
    return {as_table(name): digest_table(table) for name, table in tables.items()}


def files_of_tables(tables: Iterable[str], root: Path) -> list[Path]:
    """Return the files of processed tables."""
    return [root / PROCESSED / f"{name}.{form}" for name in tables for form in ("csv", "parquet")]


def digest_card(card: Card) -> str:
    """Digest of what a card says of a source, apart from the content of its file."""
    return digest_texts(f"{name}={value}" for name, value in asdict(card).items() if name not in CONTENT_OF_A_FILE)


def report(tables: dict[str, pd.DataFrame]) -> BuildReport:
    """Count what a build read, refused and matched."""
    pay, unread = tables["pay"], tables["unread"]
    raw_rows = int(tables["sources"].query("kind == 'statements'")["rows"].sum())
    if raw_rows != len(pay) + len(unread):
        raise SourceError(
            PROCESSED.as_posix(),
            f"{raw_rows} raw rows, but {len(pay)} in pay and {len(unread)} in unread",
            mend="run `labormarket build`; if it stays, a room loses rows",
        )
    known = tables["platforms"].loc[tables["platforms"]["kind"].notna(), "platform"]
    return BuildReport(
        raw_rows=raw_rows,
        read=len(pay),
        refused=len(unread),
        platforms=pay["platform"].nunique(),
        professions=pay["profession"].nunique(),
        tiers=pay["tier"].nunique(),
        unmatched_platforms=int((pay["platform"].notna() & ~pay["platform"].isin(known)).sum()),
        unmatched_professions=int((pay["profession_as_stated"].notna() & pay["profession"].isna()).sum()),
    )
