"""Which of the amounts in a sentence are pay of one person, and the unit and currency that reach them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from labormarket.intake.vocabulary import is_person
from labormarket.pay import Bound, PayRange, find_pay, parse_pay

# Words before or behind an amount that make it something else than a person's pay.
OTHER_BEFORE = re.compile(
    r"\b(?:valu(?:ed|ation)(?:\s+(?:at|of))?|raised|rais(?:es|ing)|funding(?:\s+of)?|round(?:\s+of)?|revenues?(?:\s+of)?"
    r"|charg(?:es?|ed|ing)\s+(?:its\s+|their\s+|the\s+|my\s+|his\s+|her\s+)?(?:clients?|customers?|labs?|companies|ai\s+labs?)"
    r"|bill(?:s|ed|ing)?\s+(?:its\s+|their\s+|the\s+|my\s+|his\s+|her\s+|our\s+)?(?:clients?|patients?|customers?|labs?|companies)"
    r"|(?:clients?|customers?|labs|ai\s+companies)\s+(?:\w+\s+)?(?:pay|are\s+charged|are\s+billed|paid)"
    r"|minimum\s+wage(?:\s+(?:of|is|was))?|living\s+wage(?:\s+(?:of|is))?|poverty\s+line(?:\s+of)?"
    r"|settle(?:d|ment)?(?:\s+(?:for|of))?|fined?|lawsuit(?:\s+for)?|bonus(?:es)?(?:\s+of)?|sign-?on|referral(?:\s+\w+)?(?:\s+of)?"
    r"|stake(?:\s+(?:for|of))?|invest(?:ed|ment|ing)?(?:\s+of)?|acquired(?:\s+\w+)?(?:\s+for)?|budgets?(?:\s+of)?|costs?(?:\s+\w+)?"
    r"|subscription(?:\s+of)?|fees?(?:\s+of)?|sp(?:en[dt]s?|ending)|sav(?:es?|ed|ing)|total(?:ing|ling|s)?(?:\s+of)?|deal(?:\s+of)?"
    r"|instead\s+of|down\s+from|up\s+from|rather\s+than|compared\s+with\s+the|paid\s+out|pays\s+out|pay(?:ing|ed)?\s+out"
    r"|(?:lunch|meal|food|travel|wellness|phone|internet|home[ -]office|equipment|learning|education|commut\w+)"
    r"\s+(?:stipend|allowance|budget|credit|reimbursement)s?(?:\s+of)?|market(?:\s+\w+)?\s+(?:of|at|worth))"
    r"\s*(?:(?:about|around|some|roughly|nearly|more\s+than|over|up\s+to|at\s+least|an?|as\s+much\s+as|of|is|was|by|at)\s+)*$",
    re.IGNORECASE,
)
OTHER_BEHIND = re.compile(
    r"^\s*(?:-?\s*(?:million|billion|trillion)\b|valuation|in\s+(?:\w+\s+)?(?:funding|revenue|venture|damages|capital|total)"
    r"|(?:federal\s+|state\s+|national\s+)?minimum\s+wage|(?:sign-?on|referral|signing|welcome|one-time)?\s*bonus|settlement|fine\b"
    r"|(?:[\w-]+\s+){0,2}(?:allowance|budget|reimbursement|voucher|gift\s+card)s?\b"
    r"|(?:an?\s+\w+\s*)?,\s+(?:which\s+is\s+)?(?:the|its)\s+(?:[\w-]+\s+){0,3}minimum(?:\s+wage)?\b|to\s+(?:settle|resolve|buy|acquire|end)\b|round\b|startup|company|stake|investment|deal\b|(?:a|per)\s+(?:head|hire|recruit|referral)\b|fee\b|subscription|in\s+(?:fees|fines|bonuses|equity|stock)"
    r"|(?:an?|per|each)\s+(?:\w+\s+)?(?:to|for)\s+(?:its|all|their)\s+(?:roughly\s+|some\s+)?\d|federal\b|to\s+(?:its|clients|customers))",
    re.IGNORECASE,
)
CHANGE = re.compile(
    r"\b(?:fell|fallen|falls?|cut(?:ting)?|dropp?(?:ed|s|ing)?|lower(?:ed|s|ing)?|reduc(?:ed?|es|ing)|slash(?:ed|es|ing)?|rose|risen|rises?"
    r"|rais(?:ed?|es|ing)|increas(?:ed?|es|ing)|went|gone|declin(?:ed?|es|ing)|hik(?:ed?|es|ing)|slid|jump(?:ed|s)?|climb(?:ed|s)?"
    r"|chang(?:ed?|es|ing)|moved?|shrank|halved)\b[^.;]{0,50}$|\b(?:up|down)\s+$",
    re.IGNORECASE,
)
VAGUE = re.compile(
    r"(?:(?:as\s+little\s+as|just|only|often|about)\s+)?\b(?:a\s+(?:few|couple(?:\s+of)?|handful\s+of)|several|mere|some|tens\s+of|hundreds\s+of"
    r"|thousands\s+of|pennies|cents|single-digit)\s*(?:dollars?|cents?|pennies|bucks|pounds|euros|rupees|shillings)?"
    r"\s+(?:an?|per|each|every)\s+(?:hour|day|week|month|year|task|image|word|piece|survey|label|annotation|minute|job|assignment)\b",
    re.IGNORECASE,
)
FROM = re.compile(r"(?:ranging\s+)?from\s+", re.IGNORECASE)
SIGNED = re.compile(r"[$€£₹¥]\s?\d[\d,.]*")
SIGNED_RANGE = re.compile(
    r"(?:([$€£])\d[\d,.]*(?<![.,])\s*(?:to|–|—|-)\s*\1?"
    r"|\b(?:up\s+to|at\s+least|(?:start|begin)(?:s|ning|ing)?\s+at|as\s+much\s+as)\s+[$€£])"
    r"\d[\d,.]*(?<![.,])(?![\w%])(?!\s*(?:m|bn|million|billion)\b)",
    re.IGNORECASE,
)
CLAUSE_END = re.compile(r"[,;:(]\s|\s(?:and|while|but|whereas|offers?|pays?|earns?)\s|\s[–—]\s(?![$€£₹¥]?\s?\d)|\s?•\s")
BOUND_WORD = re.compile(
    r"\b(?:up to|as (?:much|high) as|upwards? of|at least|more than|over|under|less than|from|starting at)\s+$"
)
RANGE_START = re.compile(r"\b(?:between|from)\s+[$€£₹]?\s?\d[\d.,]*k?\s+(?:and|to)\s+$")
# "The company charged OpenAI $12.50": a name right behind is the client's.
CLIENT = re.compile(
    r"\b(?:charg(?:es?|ed|ing)|bill(?:s|ed|ing)|invoic(?:es?|ed|ing))\s+(?:[A-Z][\w.&-]*,?\s+(?:and\s+)?){1,4}$"
)
# What the one in the middle keeps, and what a friend brings.
CUT = re.compile(
    r"\b(?:platform|company|start-?up|firm|site|agency|vendor|it)\s+(?:then\s+|itself\s+)?"
    r"(?:keeps?|kept|takes?|took|pockets?|pocketed|charges?|charged|collects?|collected)\s+(?:about\s+|around\s+|roughly\s+)?$"
    r"|\b(?:charg(?:es?|ed|ing)|costs?|bill(?:s|ed)?)\s+(?:you|me|him|her|us|them|an?\s+[\w -]{3,30}?)\s+(?:\w+\s+)?$"
    r"|\brefer(?:s|red|ring)?\s+(?:an?|your)\s+\w+[^.;]{0,40}$",
    re.IGNORECASE,
)
PRIVATE = re.compile(
    r"\b(?:my|your|our)\s+(?:\w+\s+){1,2}(?:charges?|bills?|asks?|costs?)\s[^.;]{0,20}$", re.IGNORECASE
)
# A company is worth millions; a lawyer's hour may be worth $110.
WORTH = re.compile(r"\bworth\s+(?:(?:about|around|some|roughly|nearly|more\s+than|over|up\s+to|at\s+least|an?)\s+)*$")
DIFFERENCE = re.compile(r"^\s*(?:(?:an|per)\s+\w+\s+)?(?:less|more|higher|lower|extra|cheaper|apart)\b", re.IGNORECASE)
COMPUTED = re.compile(
    r"\b(?:works?\s+out\s+(?:at|to)|com(?:es|ing)\s+to|adds?\s+up\s+to|amounts?\s+to|equals|translates?\s+(?:in)?to"
    r"|equivalent\s+to|at\s+\d+\s+hours\s+(?:a|per)\s+week)\b",
    re.IGNORECASE,
)
TAIL = re.compile(r"\s+(?:as|for|to|with|from|plus|and|at|on)(?:\s+[a-z][\w-]*){0,4}$")
# "It starts experts at $40": a floor, of which the phrase that would be kept says nothing.
STARTS_THEM = re.compile(r"\bstart(?:s|ed|ing)?\s+[^.;$€£₹]{3,80}\bat\s*$", re.IGNORECASE)
TAX_FORM = re.compile(r"(?<![$€£])\b(?:a|an|form|the)\s+1099\b", re.IGNORECASE)
NOT_A_CENT = re.compile(r"(?:an?|one|single)?\s*(?:single\s+)?(?:cent|penny|dime|nickel)", re.IGNORECASE)
MINIMUM_WAGE = re.compile(
    r"\b(?:under|below|above|over|than|meets?|exceeds?)\s+(?:the|a|its|[\w-]+['’]s)\s+(?:[\w-]+\s+){0,2}minimum(?:\s+of)?\s*$|"
    r"\b(?:minimum|living)\s+wage\b(?:\s+(?!pay)\w+){0,4}(?:,[^,.;$€£]{0,40},)?(?:\s+(?:is|was|of|at|stands|remains))*\s*$",
    re.IGNORECASE,
)
AT_LARGE = re.compile(
    r"\b(?:median|average|typical|ordinary)\s+(?:\w+\s+){0,2}"
    r"(?:american|u\.?s|british|household|full-time|worker|job|wage)\b[^;]{0,40}$",
    re.IGNORECASE,
)
UNIT_AT_END = re.compile(r",?\s+(?:all\s+)?(?:per\s+hour|an\s+hour|hourly)\W*$")
HOURLY = re.compile(
    r"\bhourly (?:rates?|pay|wages?|fees?)\b|\b(?:pays?|paid)\s+(?:\w+\s+)?by\s+the\s+hour\b"
    r"|\b(?:figures|rates|amounts|numbers)\s+(?:\w+\s+){0,3}are\s+(?:all\s+)?(?:hourly|per\s+hour|an\s+hour)\b",
    re.IGNORECASE,
)
# Said of the whole text: "All figures are hourly".
ALL_HOURLY = re.compile(
    r"\b(?:all|the)\s+(?:figures|rates|amounts|numbers)\s+(?:\w+\s+){0,4}are\s+(?:all\s+)?(?:hourly|per\s+hour|an\s+hour)\b",
    re.IGNORECASE,
)
# "then lawyers with | $130", "a poet | $45"
BESIDE_PEOPLE = re.compile(
    r"\b(?P<who>[A-Za-z]+)\s+(?:(?:with|at|on|gets?)\s+)?(?P<sum>[$€£₹]\d[\d,.]*(?<![.,]))(?![\w%])(?!\s*(?:m|bn|million|billion|in)\b)",
)
# "In the Philippines the figure is closer to $3."
FIGURE_IS = re.compile(
    r"(?:\bthe\s+(?:going\s+)?(?:figure|rate|number|pay)\s+(?:there\s+)?(?:is|was|falls\s+to|drops\s+to|rises\s+to)"
    r"|\bthey(?:['’]re|\s+are|\s+were)\s+(?:now\s+)?on)\s+"
    r"(?:(?:closer\s+to|nearer(?:\s+to)?|about|just|only|around|roughly|nearly)\s+)*(?P<sum>[$€£₹]\d[\d,.]*(?<![.,]))(?![\w%])"
    r"(?!\s*(?:m|bn|million|billion)\b)",
    re.IGNORECASE,
)
AGAIN = re.compile(r"\s*(?:[(\[=≈~]|or)\s*[(\[]?\s*(?:or|about|roughly|around|i\.e\.|equivalent to|=|≈|~)?\s*")
LEAST_BARE = 500  # a smaller number without a currency, by the day or week, may count hours
OF_ALL = "wages at large, no platform's pay"
MOST_FOR_ONE = 1_000_000  # an amount above it is a sum paid to many
MOST_FOR_AN_HOUR = 5_000  # an amount above it takes no "hour" from the words around it
MOST_BELOW_A_YEAR = 100_000  # as is one above it for an hour, a day, a week or a task


@dataclass(frozen=True)
class Amount:
    """One pay range of a sentence, with its place in it; the contexts reach it from its neighbours."""

    pay: PayRange
    text: str
    start: int
    end: int
    period_context: str = ""
    currency_context: str = ""

    @property
    def figures(self) -> int:
        """The place where the words of the phrase end and its figures begin ("typical physician makes | $115")."""
        lead = re.match(r"[^\d$€£₹¥]*", self.text)
        return self.start + (len(lead[0]) if lead and len(lead[0]) < len(self.text) else 0)


def find_amounts(
    text: str, before: Sequence[Amount] = (), *, hourly: bool = False
) -> tuple[list[Amount], list[tuple[str, str]]]:
    """Return the amounts of a text that are pay, in order, and the words and reason of each that is not.

    `before` are the amounts of the sentence before: their unit reaches an amount of like size that has none. `hourly`
    says that the paragraph has spoken of hourly rates.

    >>> amounts, left_out = find_amounts("Valued at $10 billion, it pays $20 to tutors and $40 per hour to nurses.")
    >>> [(a.text.removeprefix("pays "), a.period_context) for a in amounts]
    [('$20', 'hour'), ('$40 per hour', '')]
    """
    kept: list[Amount] = []
    left_out: list[tuple[str, str]] = []
    for found in with_vague(
        text, with_ranges(text, with_missed(text, find_pay(text)), among_pay=hourly or bool(before))
    ):
        pay = self_standing(text, without_tail(text, without_to(text, found)))
        start, end = pay.span
        words = text[start:end]
        reason = reason_against(text, pay, kept)
        if not reason and any(other == OF_ALL for _, other in left_out):
            reason = OF_ALL  # "the median lawyer makes $73, and the median physician $115"
        if reason:
            left_out.append((words, reason))
        else:
            kept.append(Amount(pay, words, start, end))
    kept = [without_from(text, amount, kept[at + 1 :]) for at, amount in enumerate(kept)]
    return share_context(text, kept, before, hourly=hourly), left_out


def without_to(text: str, pay: PayRange) -> PayRange:
    """Read "rates fell 5 percent, | to about $28 an hour" as what they fell to, not as an upper end."""
    start, end = pay.span
    lead = re.match(r"to\s+", text[start:end])
    if pay.bound != Bound.UPPER or lead is None:
        return pay
    again = parse_pay(text[start + lead.end() : end])
    return pay if again is None else again._replace(span=(start + lead.end(), end), text=text[start + lead.end() : end])


def without_tail(text: str, pay: PayRange) -> PayRange:
    """Leave the words that begin the next phrase out of an amount: "$40 an hour | as a data" (engineer)."""
    start, end = pay.span
    tail = TAIL.search(text[start:end])
    again = parse_pay(text[start : start + tail.start()]) if tail else None
    if tail is None or again is None or again[:6] != pay[:6]:
        return pay
    return pay._replace(span=(start, start + tail.start()), text=text[start : start + tail.start()])


def without_from(text: str, amount: Amount, after: Sequence[Amount]) -> Amount:
    """Read "from $20 for raters to $150 for surgeons" as two amounts, neither of them open-ended."""
    if amount.pay.bound != Bound.LOWER or not after or not FROM.match(amount.text):
        return amount
    if not re.fullmatch(r"\s+(?:for|to)\s[^.;,]*\sto\s+", text[amount.end : after[0].start]):
        return amount
    start = amount.start + len(FROM.match(amount.text)[0])  # type: ignore[index]
    words = text[start : amount.end]
    pay = parse_pay(words)
    return amount if pay is None else Amount(pay._replace(span=(start, amount.end)), words, start, amount.end)


def with_missed(text: str, found: Sequence[PayRange]) -> list[PayRange]:
    """Read again, clause by clause, the amounts that the whole sentence hid, with the bound word before each."""
    every = [with_bound_word(text, pay) for pay in found]
    for match in SIGNED.finditer(text):
        if any(a <= match.start() < b for a, b in (pay.span for pay in every)):
            continue
        start = max((m.end() for m in CLAUSE_END.finditer(text, 0, match.start())), default=0)
        start = max([start, *(pay.span[1] for pay in every if pay.span[1] <= match.start())])
        stop = next((m.start() for m in CLAUSE_END.finditer(text, match.end())), len(text))
        stop = min([stop, *(pay.span[0] for pay in every if pay.span[0] >= match.end())])
        again = [pay._replace(span=(pay.span[0] + start, pay.span[1] + start)) for pay in find_pay(text[start:stop])]
        if not again:  # the words before the amount hid it: an amount with a unit of time behind it speaks for itself
            start = match.start()
            alone = [pay for pay in find_pay(text[start:stop]) if pay.period is not None]
            again = [pay._replace(span=(pay.span[0] + start, pay.span[1] + start)) for pay in alone[:1]]
        every += [with_bound_word(text, pay) for pay in again]
    return sorted(every, key=lambda pay: pay.span)


def with_ranges(text: str, found: Sequence[PayRange], *, among_pay: bool) -> list[PayRange]:
    """Add the ranges and bounds that stand among pay without a word of pay: "So do nurses ($80 to $120)"."""
    every = list(found)
    for match in SIGNED_RANGE.finditer(text) if among_pay or found else ():
        if any(a < match.end() and match.start() < b for a, b in (pay.span for pay in every)):
            continue
        pay = parse_pay(match[0])
        if pay is None or pay.bound in (Bound.EXACT, Bound.VAGUE):
            continue
        size = pay.high or pay.low or 0
        if size <= MOST_FOR_AN_HOUR or any(size <= 5 * (other.high or other.low or 0) for other in found):
            every.append(pay._replace(text=match[0], span=match.span()))
    beside = [match for match in BESIDE_PEOPLE.finditer(text) if is_person(match["who"])]
    for match in [*FIGURE_IS.finditer(text), *beside] if among_pay else ():
        pay = parse_pay(match["sum"])
        if pay is None or (match in beside and (pay.low or 0) > MOST_FOR_AN_HOUR):
            continue
        if not any(a < match.end() and match.start("sum") < b for a, b in (other.span for other in every)):
            every.append(pay._replace(text=match["sum"], span=match.span("sum")))
    return sorted(every, key=lambda pay: pay.span)


def with_bound_word(text: str, pay: PayRange) -> PayRange:
    """Take the bound word right before an exact amount into it ("for nurses and up to | $18 an hour")."""
    first_end = RANGE_START.search(text[: pay.span[0]])
    if first_end and pay.bound == Bound.EXACT:
        whole = text[first_end.start() : pay.span[1]]
        again = parse_pay(whole)
        if again is not None and again.bound == Bound.RANGE and pay.high in (again.low, again.high):
            return again._replace(span=(first_end.start(), pay.span[1]), text=whole)
    lead = BOUND_WORD.search(text[: pay.span[0]])
    if pay.bound != Bound.EXACT or lead is None:
        return pay
    whole = text[lead.start() : pay.span[1]]
    again = parse_pay(whole)
    if again is None or again.bound in (Bound.EXACT, Bound.VAGUE) or pay.low not in (again.low, again.high):
        return pay
    return again._replace(span=(lead.start(), pay.span[1]), text=whole)


def self_standing(text: str, pay: PayRange) -> PayRange:
    """Widen the span to the few words before it without which the phrase alone says something else ("between")."""
    start, end = pay.span
    starts = [start, *reversed([m.start() for m in re.finditer(r"\S+\s*", text[max(0, start - 40) : start])][-3:])]
    for place in [start, *(max(0, start - 40) + at for at in starts[1:])]:
        alone = parse_pay(text[place:end])
        if alone is not None and (alone.low, alone.high, alone.bound) == (pay.low, pay.high, pay.bound):
            return pay._replace(span=(place, end), text=text[place:end])
    return pay


def with_vague(text: str, found: Sequence[PayRange]) -> list[PayRange]:
    """Add the statements in words ("a few dollars an hour") that no amount covers, in order."""
    every = list(found)
    for match in VAGUE.finditer(text):
        if any(a < match.end() and match.start() < b for a, b in (pay.span for pay in found)):
            continue
        pay = parse_pay(match[0])
        if pay is not None and pay.bound == Bound.VAGUE:
            every.append(pay._replace(text=match[0], span=match.span()))
    return sorted(every, key=lambda pay: pay.span)


def reason_against(text: str, pay: PayRange, kept: Sequence[Amount]) -> str:
    """Say why an amount is no person's pay of its own, or return nothing."""
    start, end = pay.span
    before, behind = text[max(0, start - 90) : start], text[end : end + 60]
    up_to_amount = text[max(0, start - 90) : Amount(pay, text[start:end], start, end).figures]
    amount = pay.high if pay.high is not None else pay.low
    if amount is not None and (
        amount > MOST_FOR_ONE or ((amount > MOST_BELOW_A_YEAR and pay.period not in (None, "year", "project", "month"))
        and pay.currency in ("USD", "EUR", "GBP"))
    ):  # fmt: skip
        return "so large a sum is paid to many, not to one"
    if OTHER_BEFORE.search(before) or OTHER_BEHIND.match(behind) or "minimum wage" in text[start:end].lower():
        return "money that is no person's pay (a valuation, a fee, a bonus, a minimum wage)"
    if WORTH.search(before) and (amount is None or amount > MOST_FOR_AN_HOUR):
        return "what something is worth, no person's pay"
    if re.match(r"\s+(?:(?:an|per)\s+\w+\s+)?would\s+(?:be|have|mean)\b", behind):
        return "an amount supposed, not paid"
    if DIFFERENCE.match(behind):
        return "a difference, not a rate"
    if NOT_A_CENT.fullmatch(text[start:end]):
        return "a manner of speaking"
    if (
        re.search(r"\bbetween\s+$", before, re.IGNORECASE)
        and pay.bound == Bound.EXACT
        and re.match(r"\s+and\b", behind)
    ):
        return "one end of a range whose other end wasn't read"
    if pay.currency is None and pay.period not in (None, "hour") and (amount or 0) < LEAST_BARE:
        return "a number without a currency: hours or days, as likely as pay"
    if pay.bound == Bound.EXACT and STARTS_THEM.search(before):
        return "a floor that its own words don't state"
    if kept and COMPUTED.search(text[kept[-1].end : start]):
        return "computed from the pay before it"
    if PRIVATE.search(up_to_amount):
        return "what somebody charges, no platform's pay"
    if CLIENT.search(up_to_amount) or CUT.search(up_to_amount) or MINIMUM_WAGE.search(up_to_amount):
        return "money that is no person's pay (a client's bill, a cut, a referral, a minimum wage)"
    if kept and AGAIN.fullmatch(text[kept[-1].end : start]):
        return "the same pay again, in another unit or currency"
    if TAX_FORM.search(text[start:end]):
        return "a tax form"
    if not (pay.currency or pay.period) and not re.search(r"[$€£₹¥]", text):
        return "a number without a currency or a unit"
    if AT_LARGE.search(up_to_amount):
        return OF_ALL
    if re.search(r"\b(?:up|down)\s+from\s+(?:(?:the|about|around|as\s+much\s+as)\s+)*$", up_to_amount, re.IGNORECASE):
        return "a change of pay, not a range"
    from_before = re.match(r"from\b", text[start:end], re.IGNORECASE) or re.search(r"\bfrom\s+$", before)
    if from_before and CHANGE.search(before.removesuffix("from ")):
        return "a change of pay, not a range"
    return ""


def share_context(text: str, amounts: Sequence[Amount], before: Sequence[Amount], *, hourly: bool) -> list[Amount]:
    """Give an amount without a unit or currency those of its neighbour in the list: first the one before, then behind.

    "an hourly rate of $250 to fellows, $300 to bankers": the heading words reach the first as well.
    """
    shared: list[Amount] = []
    for at, amount in enumerate(amounts):
        alone = parse_pay(amount.text)  # what the words say without the sentence around them
        period = (
            ""
            if alone and alone.period
            else str(
                amount.pay.period
                or neighbour(amounts, at, "period")
                or neighbour([*before, amount], len(before), "period")
            )
        )
        by_hour = hourly or HOURLY.search(text[: amount.end + 30]) or UNIT_AT_END.search(text[amount.end :])
        small = (amount.pay.high or amount.pay.low or 0) <= MOST_FOR_AN_HOUR
        if by_hour and small and not (period or (alone and alone.period)):
            period = "hour"
        currency = (
            ""
            if alone and alone.currency
            else str(
                amount.pay.currency
                or neighbour(amounts, at, "currency")
                or neighbour([*before, amount], len(before), "currency")
            )
        )
        shared.append(Amount(amount.pay, amount.text, amount.start, amount.end, period, currency))
    return shared


def neighbour(amounts: Sequence[Amount], at: int, field: str) -> str:
    """Return the unit or currency of the nearest amount before that has one, else of the nearest behind.

    Only amounts of like size share: an hourly 25 and a yearly 90,000 in one sentence do not.
    """
    size = amounts[at].pay.high or amounts[at].pay.low
    for other in [*reversed(amounts[:at]), *amounts[at + 1 :]]:
        held = getattr(other.pay, field) or getattr(other, f"{field}_context")
        other_size = other.pay.high or other.pay.low
        if held and size and other_size and 1 / 30 <= size / other_size <= 30:
            return str(held)
    return ""
