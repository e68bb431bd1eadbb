"""Candidate generation: every amount of pay that a text states, with who pays it, to whom, and what is open."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from textwrap import shorten
from typing import Any

from labormarket.intake.prose.doubts import CLIENT_PRICE, TOTAL, doubt_about, is_paid_to_platform, repeats
from labormarket.intake.prose.people import find_people, paid_by
from labormarket.intake.prose.platforms import (
    Mention,
    find_platforms,
    labs,
    lists_others,
    payers,
    unknown_employer,
    who_hires,
    without,
)
from labormarket.intake.prose.quotes import quote, says_pay, unit_named
from labormarket.intake.prose.sentences import sentences
from labormarket.intake.prose.words import context_words
from labormarket.pay import PayRange, find_pay, parse_pay
from labormarket.readers import Passage, RawStatement, Skipped

OPEN = "open: "
"""How the note of a statement begins that a person has to decide about; it is never written unasked."""
NO_PLATFORM, NO_UNIT, NO_CURRENCY = "no platform named", "no unit named", "no currency named"
UNKNOWN_PLATFORM = "an employer that no list knows"
SENTENCE = 300  # characters of it that are shown beside a candidate
SEVERAL = "said of several platforms at once"
LAB = "a lab, perhaps the client of who pays"
BEFORE, IN_TITLE = "platform named before this sentence", "the page's platform"
IN_HEADING, IN_LEAD, BY_PRONOUN = "platform named in the heading", "platform named above the list", '"the company"'
UNBOUND = (BEFORE, IN_TITLE)  # likely, not said: the sentence speaks of the platform by no name
NOBODY = "no word of pay and nobody who is paid"
NO_PAYER = "a job board or marketplace, perhaps not who pays"
MOST_PLATFORMS = 2  # that one claim names as its own; a longer list is of examples
ITEM = re.compile(r"\s*(?:[-*]|[^\w\s\"'“”„‘’«»()\[\]¿¡#@&%+~$€£¥₹₽]{1,4}(?=\s)|\d{1,2}[.)])\s*")
SAID_AGAIN = "the pay before it, said again"
LUMP = 100  # dollars, euros, pounds: a sum of so much that names neither unit nor payer is what somebody earned in all
LIKE_SIZE = 8  # an amount without a unit is of the unit before it, unless it is so many times as large or small


def propose(passages: Iterable[Passage], *, platform: str = "") -> tuple[list[RawStatement], list[Skipped]]:
    """Propose the pay statements of passages, in order, with what was seen and left out.

    The platform is the one that the sentence, the sentence before it, its heading or the page's title names, or
    `platform`. What is doubtful or open is said in the note.

    >>> text = "Outlier, owned by Scale AI, pays generalists up to $15 an hour. It charges clients $50 an hour."
    >>> for found in propose([Passage(text)])[0]:
    ...     print((found.platform, found.profession_raw, found.pay_text, found.note))
    ('Outlier', 'generalist', 'up to $15 an hour', '')
    """
    held = list(passages)
    page, is_in_title = ("", False) if platform else page_platform(held)
    named = frozenset(m.platform for p in held for m in find_platforms(p.text))
    article = Article(platform, page, is_in_title, named)
    for passage in held:
        if passage.context.pay_text:
            article.read_table_row(passage.context)
        else:
            article.read_paragraph(passage)
    return article.found, article.skipped


def page_platform(passages: Sequence[Passage]) -> tuple[str, bool]:
    """Return the only platform that a text names, or "", and whether a title names it: the text is about it.

    Labs beside a go-between aren't counted.
    """
    titles = [p.context.source_title for p in passages[:1]] + [p.text for p in passages if p.level]
    texts = [*titles, *(p.text for p in passages if not p.level)]
    hiring = {platform for text in texts for group in hirers(text) for platform in group} & payers()
    hiring = hiring - labs() or hiring
    in_titles = {m.platform for text in titles if not lists_others(text) for m in find_platforms(text)}
    return next(iter(hiring)) if len(hiring) == 1 else "", hiring <= in_titles


def hirers(text: str, known: Iterable[str] = ()) -> list[tuple[str, ...]]:
    """Return the platforms that hire in a text, those of one list together."""
    return [names_of(group) for group in who_hires(text, find_platforms(text), known)]


def names_of(group: Sequence[Mention]) -> tuple[str, ...]:
    """Return the platforms of some mentions, each once."""
    return tuple(dict.fromkeys(mention.platform for mention in group))


@dataclass
class Article:
    """What a text speaks of at the place that is read, and the candidates found so far."""

    given: str  # the platform that the person who brings the text names
    page: str  # the only platform of the whole page
    is_in_title: bool
    hires: frozenset[str]  # every platform that the text names
    headings: dict[int, tuple[str, ...]] = field(default_factory=dict)
    heading_text: str = ""
    before: tuple[str, ...] = ()  # the platforms named last in this paragraph
    last: tuple[str, ...] = ()  # those named last, in whatever paragraph of this section
    lead: tuple[str, ...] = ()  # those of the paragraph that leads to a list, for each of its items
    is_led: bool = False  # what was named last is the list's lead
    lead_text: str = ""  # that paragraph
    found: list[RawStatement] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def clients(self) -> frozenset[str]:
        """The labs, where the text names a go-between: they are its clients."""
        return labs() if self.hires & payers() - labs() else frozenset()

    @property
    def heading(self) -> tuple[int, tuple[str, ...]]:
        """The platforms of the nearest heading above that names any, with its level."""
        return next((held for held in sorted(self.headings.items(), reverse=True) if held[1]), (0, ()))

    def reached(self, sentence: str) -> tuple[tuple[str, ...], str]:
        """Return the platforms of a sentence that names none, and where they were named."""
        if context_words("at_large").search(sentence):
            return (), ""
        level, heading = self.heading
        is_pronoun = context_words("same_company").match(sentence)
        before = IN_LEAD if self.is_led else BY_PRONOUN if is_pronoun else BEFORE
        for held, where in ((self.before, before), (heading, IN_TITLE if level == 1 else IN_HEADING)):
            platforms = tuple(p for p in held if p not in self.clients)
            if len(platforms) == 1:
                return platforms, where
            if platforms:
                return (), ""  # several: whose pay this is, is open
        if self.given or (self.page and self.is_in_title):
            return (self.given or self.page,), "" if self.given else IN_TITLE
        return (), f"the page names only {self.page}" if self.page else ""

    def read_table_row(self, row: RawStatement) -> None:
        """Propose a row of a pay table; one that names no platform has that of the text around the table."""
        platforms, where = ((row.platform,), "") if row.platform else self.reached("")
        gap = where if where in UNBOUND else "" if platforms else NO_PLATFORM
        note = joined(f"{OPEN}{gap}", row.note) if gap else joined(row.note, where)
        self.found.append(replace(row, platform=platforms[0] if platforms else "", note=note))

    def read_paragraph(self, passage: Passage) -> None:
        """Propose the pay of one paragraph or heading of an article."""
        text = passage.text
        amounts = find_pay(text)
        if passage.level:
            named = () if lists_others(text) else tuple(platform for group in hirers(text) for platform in group)
            # a heading closes the sections at its level and below
            self.headings = {at: held for at, held in self.headings.items() if at < passage.level}
            self.headings[passage.level] = named
            self.heading_text, self.lead_text = text, ""
            self.lead = self.last = ()
        if not amounts and unit_named(self.lead_text):
            amounts = fields_of(text)
        is_item = bool(ITEM.match(text))
        self.before = self.lead if is_item else ()
        self.is_led = bool(self.before)
        for start, end in sentences(text):
            if not self.before and not is_item and context_words("same_company").search(text[start:end]):
                self.before = self.last
            states_pay = self.read_sentence(passage, (start, end), amounts)
            if groups := hirers(text[start:end], self.heading[1]):
                self.before = self.last = groups[-1 if states_pay else 0]
                self.is_led = False
        if not is_item:
            leads = text.rstrip().endswith((":", "："))
            self.lead, self.lead_text = (self.before, text) if leads else ((), "")

    def read_sentence(self, passage: Passage, place: tuple[int, int], of_paragraph: Sequence[PayRange]) -> bool:
        """Propose the pay of one sentence, given the amounts of its paragraph; tell whether it holds any."""
        start, end = place
        sentence = passage.text[start:end]
        first, stop = (bisect_left(of_paragraph, at, key=lambda pay: pay.span[0]) for at in place)
        earlier, amounts, later = of_paragraph[:first], of_paragraph[first:stop], of_paragraph[stop:]
        mentions = find_platforms(sentence)
        groups = who_hires(sentence, mentions, self.heading[1])
        spans = [(pay.span[0] - start, min(pay.span[1], end) - start) for pay in amounts]
        whom = paid_by(sentence, find_people(sentence, [*((m.start, m.end) for m in mentions), *spans]), spans)
        said_above = f"{self.heading_text}. {self.lead_text}. "
        for at, (pay, span) in enumerate(zip(amounts, spans, strict=True)):
            nearest = [*amounts[:at][::-1], *amounts[at + 1 :], *earlier[::-1], *later]
            unit = unit_of(pay, nearest, said_above + without(sentence[: span[0]], spans[:at]))
            again = bool(at) and repeats(sentence[spans[at - 1][1] : span[0]], amounts[at - 1], pay)
            platforms, note = platforms_of(sentence, spans, at, groups) or self.reached(sentence)
            doubt, is_certain = doubt_about(sentence, pay, unit, span, spans, names_work=bool(mentions))
            reason = SAID_AGAIN if again else f"not pay but {doubt}" if is_certain else ""
            if reason := reason or reason_against(sentence, said_above, pay, unit, is_placed=bool(groups)):
                self.skipped.append(Skipped(f"character {passage.start + pay.span[0]}: {pay.text!r}", reason))
                continue
            if name := unknown_employer(sentence, *span, mentions):
                platforms, note = (name,), UNKNOWN_PLATFORM
            if not doubt and is_paid_to_platform(sentence, span, mentions, hires=self.hires):
                doubt = CLIENT_PRICE
            is_paid = bool(whom[at]) or says_pay(said_above + sentence)
            gaps = "; ".join(gaps_of(platforms, note, unit, pay, self.clients, is_paid=is_paid))
            gaps = f"may be {doubt}" if doubt else gaps
            note = joined(OPEN + gaps if gaps else "", passage.context.note, "" if note in gaps else note)
            row = replace(passage.context, note=note)
            row = replace(row, scope="requester") if doubt == CLIENT_PRICE else row
            row = stated(row, pay, passage, place, unit)
            for platform in platforms or ("",):
                for title in [people.title for people in whom[at]] or [""]:
                    self.found.append(replace(row, platform=platform, profession_raw=title))
        return bool(amounts)


def fields_of(text: str) -> list[PayRange]:
    """Read each line below words that name a unit of pay ("hourly rates:") as a field of pay.

    >>> [str(pay) for pay in fields_of("Lawyers: up to 340 dollars\\nNurses: on request\\nActors: 35 dollars")]
    ['up to 340 USD', '35 USD']
    """
    lines = [(match.start(), parse_pay(match[0])) for match in re.finditer(r"[^\n]+", text)]
    return [
        pay._replace(span=(start + pay.span[0], start + pay.span[1])) for start, pay in lines if pay and pay.currency
    ]


def reason_against(sentence: str, above: str, pay: PayRange, unit: str, *, is_placed: bool) -> str:
    """Say why an amount is no candidate at all, or return ""; `is_placed` tells that the sentence names who pays."""
    if not unit and not pay.currency:
        return "neither a unit nor a currency beside it"
    if not pay.currency and not (pay.period and says_pay(sentence)):
        return "no currency and no word of pay beside it"
    if not unit and not is_placed and (pay.low or pay.high or 0) >= LUMP:
        return f"{TOTAL}: no unit, and nobody who pays"
    return "" if unit or says_pay(above + sentence) else "no unit and no word of pay beside it"


def gaps_of(
    platforms: Sequence[str], note: str, unit: str, pay: PayRange, clients: frozenset[str], *, is_paid: bool
) -> list[str]:
    """Return what a person has to settle about an amount: who pays it to whom, for how long, in which currency."""
    asked = [
        (NO_PLATFORM, not platforms),
        (UNKNOWN_PLATFORM, note == UNKNOWN_PLATFORM),
        (NO_PAYER, note != UNKNOWN_PLATFORM and not payers().issuperset(platforms)),
        (LAB, not clients.isdisjoint(platforms)),
        (SEVERAL, len(platforms) > MOST_PLATFORMS),
        (note, note in UNBOUND),
        (NOBODY, not is_paid),
        (NO_UNIT, not unit),
        (NO_CURRENCY, not pay.currency),
    ]
    return [gap for gap, is_open in asked if is_open]


def platforms_of(
    sentence: str, spans: Sequence[tuple[int, int]], at: int, groups: Sequence[Sequence[Mention]]
) -> tuple[tuple[str, ...], str] | None:
    """Return the platforms that a sentence names for one of its amounts, and no note; None where it names none.

    Named behind it by a preposition ("$45 at Outlier"), else the nearest before it, else the only ones to come.
    """
    if not groups:
        return None
    start, end = spans[at]
    stop = spans[at + 1][0] if at + 1 < len(spans) else len(sentence)
    behind = next((group for group in groups if end <= group[0].start < stop), None)
    if behind:
        words = sentence[end : behind[0].start].rstrip()
        if any(match.end() == len(words) for match in context_words("by_way_of").finditer(words)):
            return names_of(behind), ""
    before = [group for group in groups if group[-1].end <= start]
    if before and context_words("at_large").search(sentence, before[-1][-1].end, start):
        return (), ""
    return names_of(before[-1] if before else groups[0]), ""


def unit_of(pay: PayRange, nearest: Sequence[PayRange], around: str) -> str:
    """Return the unit of an amount: its own, that of the nearest amount of like size, or the one named above."""
    beside = (other.period for other in nearest if other.period and alike(pay, other))
    return str(pay.period or next(beside, "") or unit_named(around))


def alike(one: PayRange, other: PayRange) -> bool:
    """Tell whether two amounts are of like size; amounts in words are."""
    sizes = [max(filter(None, (pay.low, pay.high)), default=Decimal(0)) for pay in (one, other)]
    return not all(sizes) or max(sizes) <= LIKE_SIZE * min(sizes)


def stated(row: RawStatement, pay: PayRange, passage: Passage, place: tuple[int, int], unit: str) -> RawStatement:
    """Put an amount into a row: its words, their place and sentence, and the unit and currency that they leave out."""
    start, end = quote(passage.text, pay, place) or pay.span
    words = passage.text[start:end]
    alone = parse_pay(words)
    return replace(
        row,
        pay_text=words,
        span=(passage.start + start, passage.start + end),
        where=row.where or f"character {passage.start + start}: {shorten(passage.text[slice(*place)], SENTENCE)}",
        period_context="" if alone and alone.period else unit,
        currency_context="" if alone and alone.currency else pay.currency or "",
    )


def joined(*notes: str) -> str:
    """Join notes, leaving out the empty ones."""
    return "; ".join(filter(None, notes))


def describe(row: Mapping[str, Any]) -> list[str]:
    """Write one candidate as lines of text: platform, profession and pay; its sentence; what is open.

    Takes a record with platform, profession_raw, pay_text, where and note, as a plan's table holds them.

    >>> row = {"platform": None, "profession_raw": "generalist", "pay_text": "up to $15 an hour",
    ...        "where": "character 0: Generalists get up to $15 an hour.", "note": "open: no platform named"}
    >>> print(*describe(row), sep="\\n")
    (platform?) | generalist | up to $15 an hour
        Generalists get up to $15 an hour.
        open: no platform named
    """
    said = {name: "" if row[name] is None or row[name] != row[name] else str(row[name]) for name in row}
    head = [said["platform"] or "(platform?)", said["profession_raw"] or "(profession?)", said["pay_text"]]
    lines = [" | ".join(head), f"    {said['where'].partition(': ')[2] or said['where']}"]
    return [*lines, f"    {said['note']}"] if said["note"].startswith(OPEN) else lines
