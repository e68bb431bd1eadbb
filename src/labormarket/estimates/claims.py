"""Claims about the market, each measured, and measured again with every platform left out in turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from labormarket.estimates.bounds import bound
from labormarket.estimates.clusters import JACKKNIFE_TOLERANCE, LeftOut, name_the_mover
from labormarket.estimates.intervals import PAY_FLOOR, Interval, read_ranges
from labormarket.estimates.npmle import point_quantiles
from labormarket.estimates.shares import weigh_share
from labormarket.estimates.summary import COUNTS
from labormarket.estimates.votes import (
    ENDS,
    MIN_PRICES,
    count_evidence,
    ends_of,
    name_platform,
    weigh_by_platform,
    with_prices,
)
from labormarket.tiers import TIERS, US_FEDERAL_MINIMUM_WAGE_USD, Tier

NUMBERS = ("price", "witness", "cluster")
USED = (
    *("statement_id", "platform", "profession", "kind", "country", "published_on", "confidence", "hourly_basis"),
    *("degree", "publisher", *NUMBERS, *ENDS),
)
UNKNOWN = Interval(np.nan, np.nan)
CLAIM_COLUMNS = (
    *("claim", "unit", "low", "high", "holds", "left_out_low", "left_out_high", "moved_most_by"),
    *("holds_with_any_platform_left_out", *COUNTS, "note"),
)
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

    def median(self) -> Interval:
        """The median of hourly pay, each range one unknown pay; unknown below MIN_PRICES prices."""
        if count_evidence(self.pay)["prices"] < MIN_PRICES:
            return UNKNOWN
        return take_median(self.pay, self.weights())

    def share(self, surely: pd.Series, maybe: pd.Series) -> Interval:
        """The share of votes for which something is sure, and for which it may be."""
        if count_evidence(self.pay)["prices"] < MIN_PRICES:
            return UNKNOWN
        return weigh_share(self.weights(), surely, maybe)


@dataclass(frozen=True)
class Claim:
    """A claim: which statements it is about, what it measures of them, in which unit, and when that bears it out."""

    text: str
    unit: str
    about: Callable[[pd.DataFrame], pd.Series]
    measure: Callable[[Case], Interval]
    bears_out: Callable[[Interval], bool]
    depends_on_tiers: bool = False

    def case_of(self, case: Case) -> Case:
        """The case of the statements that the claim is about."""
        return case.where(self.about(case.pay))

    def holds(self, measured: Interval) -> bool | None:
        """Whether a measure bears the claim out; None where it is unknown."""
        return None if np.isnan(measured.low) else self.bears_out(measured)


def take_median(pay: pd.DataFrame, weights: pd.Series) -> Interval:
    """The median of hourly pay, each range one unknown pay."""
    return point_quantiles(read_ranges(*ends_of(pay), weights), [0.5], JACKKNIFE_TOLERANCE)[0]


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


CLAIMS = (
    Claim("adverts of expert marketplaces offer at least 3 times what those of microtask platforms do", "times",
          of_both_kinds_of_platform, compare_marketplaces, lambda times: times.low >= 3),
    Claim("where a platform has both, advertised pay is higher than reported pay", "times",
          of_platforms_with_both("kind", ADVERTISED, REPORTED),
          WithinPlatforms("kind", ADVERTISED, REPORTED), lambda times: times.low > 1),
    Claim("where a platform has both, adverts for licensed work offer more than adverts that ask for no credential",
          "times", of_adverts_with_both, WithinPlatforms("credential", LICENCE, NO_CREDENTIAL),
          lambda times: times.low > 1),
    Claim("at most one platform's vote in five is for adverts of 250 dollars an hour or more", "share",
          of_adverts, share_at_the_top, lambda share: share.high <= 0.2, depends_on_tiers=True),
    Claim("at least one platform's vote in twenty is for adverts under the US federal minimum wage", "share",
          of_adverts, share_under_us_minimum, lambda share: share.low >= 0.05),
)  # fmt: skip


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


def judge_claims(case: Case, claims: tuple[Claim, ...] = CLAIMS) -> pd.DataFrame:
    """Measure every claim, and again with every platform left out in turn.

    Takes the published case. Returns CLAIM_COLUMNS, a row per claim: the measure as an interval and whether it bears
    the claim out; the outer ends with any one platform left out, the platform that moves them most, and whether the
    claim holds without any one of them (missing, with a note, where there is too little to say). A measure that a
    platform left out makes unknown counts as one that doesn't hold.
    """
    rows = []
    for claim in claims:
        own = claim.case_of(case)
        measured, (left_out, others) = claim.measure(own), leave_each_platform_out(own, claim.measure)
        holds = claim.holds(measured)
        rows.append(
            {
                "claim": claim.text,
                "unit": claim.unit,
                **measured._asdict(),
                "holds": holds,
                "left_out_low": left_out.low,
                "left_out_high": left_out.high,
                "moved_most_by": left_out.moved_most_by,
                "holds_with_any_platform_left_out": None
                if holds is None
                else holds and all(bool(claim.holds(other)) for other in others),
                **count_evidence(own.pay),
                "note": TOO_LITTLE if holds is None else "",
            }
        )
    table = pd.DataFrame(rows, columns=list(CLAIM_COLUMNS))
    return table.astype({"holds": "boolean", "holds_with_any_platform_left_out": "boolean"})
