"""Candidate generation: every amount of pay that a text states, with who pays it, to whom, and what is open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from textwrap import shorten

from labormarket.intake.prose.doubts import CLIENT_PRICE, doubt_about, is_paid_to_platform, repeats
from labormarket.intake.prose.people import find_people, paid_by
from labormarket.intake.prose.platforms import Mention, find_platforms, labs, payers, unknown_employer, who_hires
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
IN_PASSING = "a platform that the text names once, elsewhere"
NO_PAYER = "a job board or marketplace, perhaps not who pays"
MOST_PLATFORMS = 2  # that one claim names as its own; a longer list is of examples
ITEM = re.compile(r"\s*(?:[-*•·・▪‣◦]|\d{1,2}[.)])\s*")
LIKE_SIZE = 8  # an amount without a unit is of the unit before it, unless it is so many times as large or small


@dataclass(frozen=True)
class Candidate:
    """One proposed statement, the sentence it was read from, and what is open ("" where nothing is)."""

    statement: RawStatement
    sentence: str
    open: str = ""


@dataclass
class Topic:
    """What the text speaks of where an amount stands."""

    page: str = ""  # the platform of the whole page
    is_passing: bool = False  # the page names it once and not in a title
    headings: dict[int, tuple[str, ...]] = field(default_factory=dict)
    heading_text: str = ""
    before: tuple[str, ...] = ()  # the platforms named last in this paragraph
    last: tuple[str, ...] = ()  # those named last, in whatever paragraph of this section
    lead: tuple[str, ...] = ()  # those of the sentence that leads to a list, for each of its items
    hires: frozenset[str] = frozenset()  # every platform that the text names

    def enter_heading(self, level: int, platforms: tuple[str, ...], text: str) -> None:
        """Open a section: the sections at its level and below are closed."""
        self.headings = {kept: held for kept, held in self.headings.items() if kept < level} | {level: platforms}
        self.heading_text = text

    @property
    def heading(self) -> tuple[str, ...]:
        """The platforms of the nearest heading above that names any."""
        return next((held for _, held in sorted(self.headings.items(), reverse=True) if held), ())

    def reached(self, sentence: str) -> tuple[tuple[str, ...], str]:
        """Return the platforms of a sentence that names none, and where they were named."""
        if context_words("at_large").search(sentence):
            return (), ""
        clients = labs() if self.hires - labs() else frozenset()  # beside a go-between a lab is its client
        heading, before = (tuple(p for p in held if p not in clients) for held in (self.heading, self.before))
        for platforms, where in ((before, "before this sentence"), (heading, "in the heading")):
            if len(platforms) == 1:
                return platforms, f"platform named {where}"
            if platforms:
                return (), ""  # several: whose pay this is, is open
        return ((self.page,), IN_PASSING if self.is_passing else "the page's platform") if self.page else ((), "")


def read_passages(passages: Iterable[Passage], *, platform: str = "") -> tuple[list[RawStatement], list[Skipped]]:
    """Return the statements of `propose` alone, what is open standing in their notes."""
    candidates, skipped = propose(passages, platform=platform)
    return [candidate.statement for candidate in candidates], skipped


def propose(passages: Iterable[Passage], *, platform: str = "") -> tuple[list[Candidate], list[Skipped]]:
    """Propose the pay statements of passages, in order, with what was seen and left out.

    A passage of a listing keeps its platform and title. In an article the platform is the one that the sentence, the
    sentence before it, its heading or the page names, or `platform`. What is doubtful or open is marked.

    >>> text = "Outlier, owned by Scale AI, pays generalists up to $15 an hour. It charges clients $50 an hour."
    >>> for c in propose([Passage(text)])[0]:
    ...     print((c.statement.platform, c.statement.profession_raw, c.statement.pay_text, c.open))
    ('Outlier', 'generalist', 'up to $15 an hour', '')
    """
    held = list(passages)
    page, is_passing = (platform, False) if platform else page_platform(held)
    topic = Topic(page, is_passing, hires=frozenset(m.platform for p in held for m in find_platforms(p.text)))
    found: list[Candidate] = []
    skipped: list[Skipped] = []
    for passage in held:
        if passage.context.pay_text:
            found.append(of_table(passage.context, topic))
        elif passage.context.profession_raw:
            found += of_listing(passage)
        else:
            of_paragraph(passage, topic, found, skipped)
    return found, skipped


def page_platform(passages: Sequence[Passage]) -> tuple[str, bool]:
    """Return the platform that a whole text is about, and whether it names it only once and in no title.

    It is the only one that the text names; labs beside a go-between aren't counted.
    """
    titles = [p.context.source_title for p in passages[:1]] + [p.text for p in passages if p.level]
    texts = [*titles, *(p.text for p in passages if not p.level)]
    named = Counter(m.platform for text in texts for group in who_hires(text, find_platforms(text)) for m in group)
    hiring = {platform for platform in named if platform in payers()}
    hiring = hiring - labs() or hiring
    if len(hiring) != 1:
        return "", False
    (only,) = hiring
    in_title = any(m.platform == only for text in titles for m in find_platforms(text))
    return only, named[only] < 2 and not in_title


def of_table(row: RawStatement, topic: Topic) -> Candidate:
    """Propose a row of a pay table; one that names no platform has that of the text around the table."""
    if row.platform:
        return Candidate(row, row.pay_text)
    platforms, where = topic.reached("")
    if not platforms:
        return marked(row, row.pay_text, NO_PLATFORM)
    return Candidate(replace(row, platform=platforms[0], note=joined(row.note, where)), row.pay_text)


def of_listing(passage: Passage) -> list[Candidate]:
    """Propose the pay in the description of one listing; its platform and title are known."""
    found: list[Candidate] = []
    for pay in find_pay(passage.text):
        row = replace(passage.context, note=joined(passage.context.note, "from the description"))
        found.append(Candidate(stated(row, pay, passage, (0, len(passage.text)), str(pay.period or "")), pay.text))
    return found


def of_paragraph(passage: Passage, topic: Topic, found: list[Candidate], skipped: list[Skipped]) -> None:
    """Propose the pay of one paragraph or heading of an article and move the topic on."""
    text = passage.text
    amounts = find_pay(text)
    if passage.level:
        named = tuple(m.platform for group in who_hires(text, find_platforms(text)) for m in group)
        topic.enter_heading(passage.level, named, text)
        topic.lead = topic.last = ()
    is_item = bool(ITEM.match(text))
    topic.before = topic.lead if is_item else ()
    unit_before: PayRange | None = None
    for start, end in sentences(text):
        here = [pay for pay in amounts if start <= pay.span[0] < end]
        if not topic.before and not is_item and context_words("same_company").search(text[start:end]):
            topic.before = topic.last
        for pay in of_sentence(passage, topic, (start, end), here, unit_before, found, skipped):
            unit_before = pay
        groups = who_hires(text[start:end], find_platforms(text[start:end]), topic.heading)
        if groups:
            topic.before = topic.last = tuple(dict.fromkeys(m.platform for m in groups[-1 if here else 0]))
    if not is_item:
        topic.lead = topic.before if text.rstrip().endswith((":", "：")) else ()


def of_sentence(
    passage: Passage,
    topic: Topic,
    place: tuple[int, int],
    amounts: Sequence[PayRange],
    unit_before: PayRange | None,
    found: list[Candidate],
    skipped: list[Skipped],
) -> list[PayRange]:
    """Propose the pay of one sentence; return its amounts that state a unit."""
    start, end = place
    sentence = passage.text[start:end]
    mentions = find_platforms(sentence)
    groups = who_hires(sentence, mentions, topic.heading)
    spans = [(pay.span[0] - start, min(pay.span[1], end) - start) for pay in amounts]
    whom = paid_by(sentence, find_people(sentence, [*((m.start, m.end) for m in mentions), *spans]), spans)
    for at, (pay, span) in enumerate(zip(amounts, spans, strict=True)):
        around = f"{topic.heading_text}. {sentence[: span[0]]}"
        unit = unit_of(pay, [*amounts[:at][::-1], *amounts[at + 1 :]], unit_before, around)
        again = bool(at) and repeats(sentence, spans[at - 1], span, (amounts[at - 1], pay))
        if reason := "the pay before it, said again" if again else reason_against(sentence, pay, unit):
            skipped.append(Skipped(f"character {passage.start + pay.span[0]}: {pay.text!r}", reason))
            continue
        platforms, note = platforms_of(sentence, spans, at, groups, topic)
        if not mentions and (name := unknown_employer(sentence, *span, mentions)):
            platforms, note = (name,), UNKNOWN_PLATFORM
        doubt = doubt_about(sentence, pay, span, spans)
        if not doubt and is_paid_to_platform(sentence, span, mentions, hires=topic.hires):
            doubt = CLIENT_PRICE
        gaps = f"may be {doubt}" if doubt else "; ".join(gaps_of(platforms, note, unit, pay))
        row = replace(passage.context, note=joined(passage.context.note, "" if note in gaps else note))
        row = replace(row, scope="requester") if doubt == CLIENT_PRICE else row
        row = stated(row, pay, passage, place, unit)
        for platform in platforms or ("",):
            for title in [people.title for people in whom[at]] or [""]:
                of_one = replace(row, platform=platform, profession_raw=title)
                found.append(marked(of_one, sentence, gaps) if gaps else Candidate(of_one, sentence))
    return [pay for pay in amounts if pay.period]


def reason_against(sentence: str, pay: PayRange, unit: str) -> str:
    """Say why an amount is no candidate at all, or return ""."""
    if not unit and not pay.currency:
        return "neither a unit nor a currency beside it"
    return "" if unit or says_pay(sentence) else "no unit and no word of pay beside it"


def gaps_of(platforms: Sequence[str], note: str, unit: str, pay: PayRange) -> list[str]:
    """Return what a person has to settle about an amount: who pays it, for how long, in which currency."""
    asked = {
        NO_PLATFORM: not platforms,
        UNKNOWN_PLATFORM: note == UNKNOWN_PLATFORM,
        IN_PASSING: note == IN_PASSING,
        NO_PAYER: note != UNKNOWN_PLATFORM and not payers().issuperset(platforms),
        SEVERAL: len(platforms) > MOST_PLATFORMS,
        NO_UNIT: not unit,
        NO_CURRENCY: not pay.currency,
    }
    return [gap for gap, is_open in asked.items() if is_open]


def platforms_of(
    sentence: str, spans: Sequence[tuple[int, int]], at: int, groups: Sequence[Sequence[Mention]], topic: Topic
) -> tuple[tuple[str, ...], str]:
    """Return an amount's platforms and where they were named, if not in its sentence.

    Named behind it by a preposition ("$45 at Outlier"), else the nearest before it, else the only ones to come.
    """
    start, end = spans[at]
    stop = spans[at + 1][0] if at + 1 < len(spans) else len(sentence)
    chosen: Sequence[Mention] = ()
    behind = [group for group in groups if end <= group[0].start < stop]
    if behind and any(m.end() == len(lead) for lead in [sentence[end : behind[0][0].start].rstrip()]
                      for m in context_words("by_way_of").finditer(lead)):  # fmt: skip
        chosen = behind[0]
    before = [group for group in groups if group[-1].end <= start]
    chosen = chosen or (before[-1] if before else groups[0] if groups else ())
    if chosen:
        return tuple(dict.fromkeys(m.platform for m in chosen)), ""
    return topic.reached(sentence)


def unit_of(pay: PayRange, others: Sequence[PayRange], before: PayRange | None, around: str) -> str:
    """Return the unit of an amount: its own, that of an amount of like size beside it, or the one named above."""
    if pay.period:
        return str(pay.period)
    for other in [*others, *([before] if before else [])]:
        if other.period and alike(pay, other):
            return str(other.period)
    return unit_named(around)


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


def marked(row: RawStatement, sentence: str, gap: str) -> Candidate:
    """Mark a row as open: its note begins with what a person has to decide."""
    return Candidate(replace(row, note=joined(f"{OPEN}{gap}", row.note)), sentence, gap)


def joined(*notes: str) -> str:
    """Join notes, leaving out the empty ones."""
    return "; ".join(filter(None, notes))
