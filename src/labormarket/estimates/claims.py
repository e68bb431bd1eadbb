"""The headlines of charts and notebooks as claims: each measured, and again with every platform left out in turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import pandas as pd

from labormarket.estimates.bounds import bound
from labormarket.estimates.clusters import LeftOut, name_the_mover
from labormarket.estimates.intervals import PAY_FLOOR, UNKNOWN, Interval, read_ranges
from labormarket.estimates.npmle import npmle
from labormarket.estimates.shares import weigh_share
from labormarket.estimates.votes import (
    ENDS,
    MIN_PRICES,
    count_evidence,
    ends_of,
    name_platform,
    number_prices,
    weigh_by_platform,
    with_prices,
)
from labormarket.tables.allowed_values import MORE, STEPS_TO_THE_DAY_JOB
from labormarket.tables.definitions import TABLES
from labormarket.tiers import TIERS, US_FEDERAL_MINIMUM_WAGE_USD, Tier

NUMBERS = ("price", "witness", "cluster")
USED = (
    *("statement_id", "platform", "profession", "kind", "country", "published_on", "confidence", "hourly_basis"),
    *("degree", "publisher", *NUMBERS, *ENDS),
)
# A median of the claims, taken hundreds of times with rows left out, needs to be near its maximum, not on it.
CLAIM_TOLERANCE = 1e-6
TOO_LITTLE = f"too few: under {MIN_PRICES} prices on one side"
ADVERTISED, REPORTED = "advertised", "reported"
MARKETPLACE, MICROTASK = "expert marketplace", "microtask"
LICENCE, NO_CREDENTIAL = "licence", "none"


@dataclass(frozen=True)
class Case:
    """The statements and the assumptions that a claim is measured under.

    `pay` has the columns `platform_kind` and `credential` beside those of the pay table; see `with_groups`.
    """

    pay: pd.DataFrame
    tiers: tuple[Tier, ...] = TIERS
    weigh: Callable[[pd.DataFrame], pd.Series] = weigh_by_platform

    def where(self, keep: pd.Series) -> Case:
        """The case of the statements to keep."""
        return replace(self, pay=self.pay[keep])

    def weights(self) -> pd.Series:
        """How much each statement counts."""
        return self.weigh(self.pay)

    def has_enough(self) -> bool:
        """Whether there are MIN_PRICES prices at least."""
        return len(np.unique(number_prices(self.pay)[1])) >= MIN_PRICES

    def median(self) -> Interval:
        """The median of hourly pay, each range one unknown pay; unknown below MIN_PRICES prices."""
        if not self.has_enough():
            return UNKNOWN
        return take_median(self.pay, self.weights())

    def share(self, surely: pd.Series, maybe: pd.Series) -> Interval:
        """The share of votes for which something is sure, and for which it may be."""
        if not self.has_enough():
            return UNKNOWN
        return weigh_share(self.weights(), surely, maybe)


@dataclass(frozen=True)
class Claim:
    """A claim: which rows it is about, what it measures of them, in which unit, and when that bears it out.

    `shown_in` names the charts and notebooks whose headline it is. The rows are statements with stated hourly pay, or
    those of the processed table `of`, of which the case holds no assumption.
    """

    text: str
    shown_in: str
    unit: str
    about: Callable[[pd.DataFrame], pd.Series]
    measure: Callable[[Case], Interval]
    bears_out: Callable[[Interval], bool]
    depends_on_tiers: bool = False
    of: str = ""

    def case_of(self, case: Case) -> Case:
        """The case of the statements that the claim is about."""
        return case.where(self.about(case.pay))

    def holds(self, measured: Interval) -> bool | None:
        """Whether a measure bears the claim out; None where it is unknown."""
        return None if np.isnan(measured.low) else self.bears_out(measured)


def take_median(pay: pd.DataFrame, weights: pd.Series) -> Interval:
    """The median of hourly pay, each range one unknown pay."""
    return npmle(read_ranges(*ends_of(pay), weights), CLAIM_TOLERANCE).quantile(0.5)


def divide(above: Interval, below: Interval) -> Interval:
    """Every ratio of two amounts that lie in two intervals; infinite where the lower may be nothing, NaN of NaN.

    >>> divide(Interval(100, 200), Interval(2, 4)), divide(Interval(100, 200), Interval(0, 4)).high
    (Interval(low=25.0, high=100.0), inf)
    """
    if np.isnan([*above, *below]).any():
        return UNKNOWN
    low = 0.0 if not np.isfinite(below.high) else above.low / below.high if below.high > 0 else np.inf
    return Interval(low, above.high / below.low if below.low > 0 else np.inf)


def with_groups(pay: pd.DataFrame, professions: pd.DataFrame, platforms: pd.DataFrame) -> pd.DataFrame:
    """What the estimates use of a pay table, with the kind of each platform, credential and field of each profession.

    Few columns, and texts as Python objects: both are cut into groups many times faster.
    """
    by_profession = professions.set_index("profession")
    used = with_prices(pay).reindex(columns=[name for name in USED if name in pay or name in NUMBERS])
    return used.astype(dict.fromkeys(used.select_dtypes("str").columns, "object")).assign(
        platform_kind=pay["platform"].map(platforms.set_index("platform")["kind"]),
        credential=pay["profession"].map(by_profession["credential"]),
        field=pay["profession"].map(by_profession["field"]),
    )


def of_adverts(pay: pd.DataFrame) -> pd.Series:
    """Which statements are adverts."""
    return pay["kind"].eq(ADVERTISED)


def of_both_kinds_of_platform(pay: pd.DataFrame) -> pd.Series:
    """Which statements are adverts of an expert marketplace or a microtask platform."""
    return of_adverts(pay) & pay["platform_kind"].isin([MARKETPLACE, MICROTASK])


def of_adverts_with_both(pay: pd.DataFrame) -> pd.Series:
    """Which statements are adverts for licensed work or without a credential, on the platforms that have both."""
    adverts = of_adverts(pay)
    both = of_platforms_with_both("credential", LICENCE, NO_CREDENTIAL)(pay[adverts])
    return adverts & both.reindex(pay.index, fill_value=False)


def of_platforms_with_both(column: str, above: str, below: str) -> Callable[[pd.DataFrame], pd.Series]:
    """Which statements are of either of two groups, on the platforms that have both."""

    def select(pay: pd.DataFrame) -> pd.Series:
        both = set.intersection(*(set(pay.loc[pay[column].eq(name), "platform"].dropna()) for name in (above, below)))
        return pay["platform"].isin(both) & pay[column].isin([above, below])

    return select


def compare_marketplaces(case: Case) -> Interval:
    """Median pay on expert marketplaces over median pay on microtask platforms."""
    kinds = [case.where(case.pay["platform_kind"].eq(kind)).median() for kind in (MARKETPLACE, MICROTASK)]
    return divide(*kinds)


@dataclass(frozen=True)
class WithinPlatforms:
    """Measures the median over platforms of the ratio of two groups' medians on one and the same platform."""

    column: str
    above: str
    below: str

    def __call__(self, case: Case) -> Interval:
        """The median of the ratios; unknown under MIN_PRICES platforms."""
        return self.middle(list(self.ratios(case).values()))

    def ratios(self, case: Case) -> dict[str, Interval]:
        """The ratio of each platform that has both groups."""
        found = {}
        for name, own in case.pay.groupby("platform"):
            sides = [own[own[self.column].eq(group)] for group in (self.above, self.below)]
            if all(len(side) for side in sides):
                medians = (take_median(rows, case.weigh(rows)) for rows in sides)
                found[str(name)] = divide(*medians)
        return found

    def middle(self, ratios: Sequence[Interval]) -> Interval:
        """The median of some ratios."""
        if len(ratios) < MIN_PRICES:
            return UNKNOWN
        return bound([ratio.low for ratio in ratios], [ratio.high for ratio in ratios])


@dataclass(frozen=True)
class SpreadOfMedians:
    """Measures the highest over the lowest of the groups' medians, each platform with one vote in each group."""

    column: str

    def __call__(self, case: Case) -> Interval:
        """The ratio, at least and at most; unknown under two groups of MIN_PRICES prices."""
        pay = case.pay[case.pay[self.column].notna()]
        group = pd.factorize(pay[self.column])[0]
        each = pay.assign(cluster=pd.factorize(group * (len(pay) + 1) + pd.factorize(name_platform(pay))[0])[0])
        # Arrays, for a claim is measured once for each platform left out.
        low, high, weight = (values.to_numpy() for values in (*ends_of(pay), case.weigh(each)))
        price = number_prices(each)[1]
        medians = [
            bound(low[rows], high[rows], weight[rows])
            for rows in (np.flatnonzero(group == code) for code in range(group.max(initial=-1) + 1))
            if len(np.unique(price[rows])) >= MIN_PRICES
        ]
        if len(medians) < 2:
            return UNKNOWN
        lows, highs = [median.low for median in medians], [median.high for median in medians]
        return divide(Interval(max(lows), max(highs)), Interval(min(lows), min(highs)))


def span_amounts(case: Case) -> Interval:
    """The highest over the lowest amount that is stated for an hour."""
    amounts = case.pay[list(ENDS)].to_numpy(dtype="float64")
    amounts = amounts[amounts > 0]
    if not case.has_enough():
        return UNKNOWN
    span = float(amounts.max() / amounts.min())
    return Interval(span, span)


def bound_median(case: Case) -> Interval:
    """The median of hourly pay, whatever the ranges hide."""
    return bound(*ends_of(case.pay), case.weights()) if case.has_enough() else UNKNOWN


def share_at_the_top(case: Case) -> Interval:
    """The share of votes in the two highest bands: surely, and at most."""
    cut = case.tiers[-2].usd_per_hour_from
    low, high = ends_of(case.pay)
    return case.share(low.ge(cut), high.isna() | high.ge(cut))


def share_under_us_minimum(case: Case) -> Interval:
    """The share of votes under the US federal minimum wage: surely, and at most."""
    low, high = ends_of(case.pay)
    low = low.fillna(PAY_FLOOR)
    return case.share(high.lt(US_FEDERAL_MINIMUM_WAGE_USD), low.lt(US_FEDERAL_MINIMUM_WAGE_USD))


def share_of_rows(which: Callable[[pd.DataFrame], pd.Series]) -> Callable[[Case], Interval]:
    """Measures the share of the rows of a table for which something holds; unknown under MIN_PRICES rows."""

    def measure(case: Case) -> Interval:
        share = float(which(case.pay).mean()) if len(case.pay) >= MIN_PRICES else np.nan
        return Interval(share, share)

    return measure


def spread_of_jobs(rows: pd.DataFrame) -> pd.Series:
    """Of each job in MIN_PRICES countries or more, the highest over the lowest offer of a country."""
    tops = rows.groupby(["platform", "job", "year", "country"])["usd_per_hour_high"].max().dropna()
    ends = tops.groupby(["platform", "job", "year"]).agg(["size", "min", "max"])
    ends = ends[ends["size"] >= MIN_PRICES]
    return ends["max"] / ends["min"]


def middle_spread_of_jobs(case: Case) -> Interval:
    """The median over jobs of the ratio between their best and their lowest paid country."""
    ratios = spread_of_jobs(case.pay)
    return bound(ratios, ratios) if len(ratios) >= MIN_PRICES else UNKNOWN


def every_row(rows: pd.DataFrame) -> pd.Series:
    """All rows."""
    return pd.Series(True, index=rows.index)


CLAIMS = (
    Claim("hourly pay is stated from one to at least a thousand", "wage_ladder, notebook 2", "times",
          every_row, span_amounts, lambda times: times.low >= 1000),
    Claim("the best paid platform's median is at least three times the lowest paid's", "pay_by_platform, notebook 3",
          "times", of_adverts, SpreadOfMedians("platform"), lambda times: times.low >= 3),
    Claim("the best paid profession's median is at least five times the lowest paid's",
          "pay_by_profession, notebook 4", "times", of_adverts, SpreadOfMedians("profession"),
          lambda times: times.low >= 5),
    Claim("the best paid field's median is at least twice the lowest paid's", "pay_by_field", "times",
          of_adverts, SpreadOfMedians("field"), lambda times: times.low >= 2),
    Claim("the median of adverts lies between 15 and 60 dollars an hour", "notebook 9", "US dollars per hour",
          of_adverts, bound_median, lambda usd: usd.low >= 15 and usd.high <= 60),
    Claim("adverts of expert marketplaces offer at least 3 times what those of microtask platforms do",
          "notebook 9", "times",
          of_both_kinds_of_platform, compare_marketplaces, lambda times: times.low >= 3),
    Claim("where a platform has both, advertised pay is higher than reported pay", "notebook 9", "times",
          of_platforms_with_both("kind", ADVERTISED, REPORTED),
          WithinPlatforms("kind", ADVERTISED, REPORTED), lambda times: times.low > 1),
    Claim("where a platform has both, adverts for licensed work offer more than adverts that ask for no credential",
          "notebook 9", "times", of_adverts_with_both, WithinPlatforms("credential", LICENCE, NO_CREDENTIAL),
          lambda times: times.low > 1),
    Claim("at most one platform's vote in five is for adverts of 250 dollars an hour or more",
          "wage_ladder, notebook 2", "share",
          of_adverts, share_at_the_top, lambda share: share.high <= 0.2, depends_on_tiers=True),
    Claim("at least one platform's vote in twenty is for adverts under the US federal minimum wage",
          "wage_ladder, notebook 2", "share",
          of_adverts, share_under_us_minimum, lambda share: share.low >= 0.05),
    Claim("at most one statement in ten is measured by a study", "evidence, notebooks 1 and 3", "share",
          every_row, share_of_rows(lambda rows: rows["kind"].eq("statistic")), lambda share: share.high <= 0.1,
          of="pay"),
    Claim("for the same job a platform typically offers its best paid country at least twice its lowest paid",
          "same_work_by_country, notebook 5", "times",
          every_row, middle_spread_of_jobs, lambda times: times.low >= 2, of="same_work_by_country"),
    Claim("at most one US offer in five starts above the day job once benefits, tax and unpaid time count",
          "day_jobs, notebook 6", "share",
          lambda rows: rows["step"].eq(STEPS_TO_THE_DAY_JOB[-1]),
          share_of_rows(lambda rows: rows["verdict"].eq(MORE)), lambda share: share.high <= 0.2, of="like_for_like"),
    Claim("at most one amount in twenty lies wholly under a minimum wage that binds", "minimum_wages, notebook 6",
          "share", lambda rows: rows["binds"].eq("yes"),
          share_of_rows(lambda rows: rows["ratio_high"].lt(1)), lambda share: share.high <= 0.05,
          of="minimum_wage_gaps"),
    Claim("fewer than half of the steps in the rate for one platform's job are rises",
          "same_work_over_time, notebook 7", "share",
          every_row, share_of_rows(lambda rows: rows["direction"].eq("rise")), lambda share: share.high < 0.5,
          of="same_work_over_time"),
    Claim("in at least nine of ten pairs of one title, the higher degree is offered more",
          "degree_within_title, notebook 8", "share", lambda rows: rows["ratio_high"].notna(),
          share_of_rows(lambda rows: rows["ratio_high"].gt(1)), lambda share: share.low >= 0.9, of="degree_pairs"),
)  # fmt: skip
OF_STATEMENTS = tuple(claim for claim in CLAIMS if not claim.of)


def leave_each_platform_out(case: Case, measure: Callable[[Case], Interval]) -> tuple[LeftOut, list[Interval]]:
    """Measure with each platform left out in turn: the outer ends, the platform that moves most, every measure."""
    if isinstance(measure, WithinPlatforms):  # no platform's ratio depends on another's
        ratios = measure.ratios(case)
        names = sorted(ratios)
        others = [measure.middle([ratio for name, ratio in ratios.items() if name != left]) for left in names]
    else:
        platform = name_platform(case.pay)
        names = sorted(set(platform))
        others = [measure(case.where(platform.ne(name))) for name in names]
    known = [(other, name) for other, name in zip(others, names, strict=True) if not np.isnan(other.low)]
    whole = measure(case)
    if not known or np.isnan(whole.low):
        return LeftOut(np.nan, np.nan, ""), others
    return name_the_mover(whole, [other for other, _ in known], [name for _, name in known]), others


def judge_claims(
    case: Case, claims: tuple[Claim, ...] = CLAIMS, tables: Mapping[str, pd.DataFrame] = MappingProxyType({})
) -> pd.DataFrame:
    """Measure every claim, and again with every platform left out in turn.

    Takes the published case, and by name the tables that claims are `of`; a claim whose table isn't there is left out.
    Returns the columns of the table `claims`, a row per claim: the measure as an interval and whether it bears the
    claim out; the outer ends with any one platform left out, the platform that moves them most, and whether the claim
    holds without any one of them (missing, with a note, where there is too little to say). A measure that a platform
    left out makes unknown counts as one that doesn't hold.
    """
    rows = [
        judge_claim(claim, claim.case_of(replace(case, pay=tables[claim.of]) if claim.of else case))
        for claim in claims
        if not claim.of or claim.of in tables
    ]
    table = pd.DataFrame(rows, columns=TABLES["claims"].column_names)
    return table.astype({"holds": "boolean", "holds_with_any_platform_left_out": "boolean"})


def judge_claim(claim: Claim, own: Case) -> dict[str, object]:
    """The line of one claim about its own rows."""
    measured, (left_out, others) = claim.measure(own), leave_each_platform_out(own, claim.measure)
    holds = claim.holds(measured)
    return {
        "claim": claim.text,
        "shown_in": claim.shown_in,
        "unit": claim.unit,
        **measured._asdict(),
        "holds": holds,
        "left_out_low": left_out.low,
        "left_out_high": left_out.high,
        "moved_most_by": left_out.moved_most_by,
        "holds_with_any_platform_left_out": holds and len(others) > 1 and all(map(bool, map(claim.holds, others))),
        **count_rows(own.pay, claim.of),
        "note": TOO_LITTLE if holds is None else "",
    }


def count_rows(rows: pd.DataFrame, of: str) -> dict[str, int]:
    """Count what a claim rests on; of a table whose rows gather statements, only these and the platforms."""
    if not of or of == "pay":
        return count_evidence(rows)
    statements = int(rows["statements"].sum()) if "statements" in rows else len(rows)
    return {"statements": statements, "platforms": int(rows["platform"].nunique())}
