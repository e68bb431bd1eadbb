"""Running text to pay statements: who is paid what by which platform, sentence by sentence; a gap stays a gap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from labormarket.intake.amounts import ALL_HOURLY, HOURLY, Amount, find_amounts
from labormarket.intake.elsewhere import UNSAID, is_at_large, is_elsewhere, market_pattern, reason_apart
from labormarket.intake.pairing import Pair, pair
from labormarket.intake.platform_mentions import Mention, find_platforms, groups, labs
from labormarket.intake.sentences import sentences
from labormarket.intake.strangers import unknown_payer
from labormarket.intake.titles import Title, find_titles
from labormarket.intake.vocabulary import word_lists
from labormarket.readers import Passage, RawStatement, Skipped

POINTER = re.compile(
    r"\b(?:it|its|they|their|them|there|both)\b|\b(?:the|this|that|these|those|such)\s+(?:[\w'’-]+\s+){0,3}"
    r"(?:compan(?:y|ies)|startups?|start-ups?|firms?|platforms?|sites?|marketplaces?|business|app|outfits?|services?|lab"
    r"|subsidiary|group|vendor|network)\b",
    re.IGNORECASE,
)
# "The startup" in the midst of a paragraph whose first sentence named none: the one of the paragraph before.
COMPANY = re.compile(
    r"\b(?:the|this|that)\s+(?:[\w'’-]+\s+){0,2}(?:company|startup|start-up|firm|platform|marketplace|outfit)\b",
    re.IGNORECASE,
)
# A pronoun that stands for one who hires; "It has a limit, though" may stand for anything.
IT_HIRES = re.compile(
    r"\b(?:it|they)\s+(?:(?:also|now|still|mostly|only|then)\s+)?"
    r"(?:pays?|offers?|hires?|lists?|wants?|recruits?|employs?|advertises?|looks?|seeks?|posts?|asks?|runs?|started|began|is|was|are)\b"
    r"|\b(?:its|their|these|those|both)\s",
    re.IGNORECASE,
)
BACK_TO_PEOPLE = re.compile(
    r"\b(?:they|them|these|those|such|the\s+(?:role|job|work|position|gig|project)s?|each|this\s+work)\b"
    r"|^(?:pay|rates?|the\s+(?:pay|rate)|compensation|it\s+pays|the\s+\w+\s+pays)\b",
    re.IGNORECASE,
)


# Words by which a sentence speaks of several platforms named before it.
SEVERAL = re.compile(
    r"\b(?:they|them|their|both|each|these|those|all|(?:two|three)\s+\w+|(?:this|such)\s+(?:kind|type|sort|work)|companies|platforms|sites|firms|startups)\b",
    re.IGNORECASE,
)
# Those of the sentence before who are paid something else: "They had been earning $21.", "In Manila the figure is $3."
SAME_PEOPLE = re.compile(
    r"^(?:\w+\s+|[^,]{3,20},\s+)?they\s+(?:\w+\s+){0,2}(?:earn|mak|ma[dk]e|g[eo]t|paid|receiv)\w*\b"
    r"|\bthey(?:['’]re|\s+are|\s+were)\s+(?:now\s+)?on\b"
    r"|\bthe\s+(?:going\s+)?(?:figure|rate|number)\s+(?:there\s+)?(?:is|was|falls|drops|rises)\b",
    re.IGNORECASE,
)
# Speakers and callers, who aren't the ones that are paid: "a recruiter messaged her", "contracts seen by reporters".
CALLS = re.compile(r"\s+(?:messaged|contacted|e-?mailed|approached|reached\s+out|wrote\s+to|called|rang|sent)\b")
HEARD = re.compile(
    r"\b(?:(?:seen|reviewed|obtained|viewed|verified|interviewed|shared)\s+(?:by|with)|told|according\s+to)\s+(?:an?\s+|the\s+|several\s+)?$",
    re.IGNORECASE,
)
HEADS = re.compile(
    r"(?:.*\s)?(?:chief executive|executive|ceo|founder|co-founder|cofounder|director|recruiter|reporter)"
)
SAYS = re.compile(
    r"(?:\s+of\s+[^,.;]{1,30})?(?:,\s[^,.;]{1,40},)?\s+(?:has\s+|have\s+|also\s+)?(?:said|says|told|estimate[sd]?|claim(?:s|ed)|wrote|put)\b"
)


@dataclass
class Topic:
    """What the text is speaking of: the platforms named last, and those of the heading above."""

    platforms: tuple[str, ...] = ()
    titles: tuple[Title, ...] = ()
    people: tuple[Title, ...] = ()  # those of the last pay stated
    hourly: bool = False  # the text has said that all its figures are
    last: tuple[str, ...] = ()  # the platforms named last under this heading, however far back
    headings: dict[int, tuple[tuple[str, ...], tuple[Title, ...]]] = field(default_factory=dict)

    def enter_heading(self, level: int, platforms: tuple[str, ...], titles: tuple[Title, ...]) -> None:
        """Open a section: the sections at its level and below are closed."""
        self.headings = {kept: held for kept, held in self.headings.items() if kept < level}
        self.headings[level] = (platforms, titles)
        self.platforms, self.titles, self.people, self.last = (), (), (), ()

    @property
    def heading_platforms(self) -> tuple[str, ...]:
        """The platforms of the nearest heading above that names any."""
        return next((held[0] for _, held in sorted(self.headings.items(), reverse=True) if held[0]), ())

    @property
    def heading_titles(self) -> tuple[Title, ...]:
        """The titles of the nearest heading, where it names any."""
        return next((held[1] for _, held in sorted(self.headings.items(), reverse=True)), ())


def read_passages(passages: Iterable[Passage], *, platform: str = "") -> tuple[list[RawStatement], list[Skipped]]:
    """Find the pay statements of passages, in order, with what was seen and left out.

    A passage of a listing keeps the listing's platform and title. In an article each amount is paired with the
    titles and platforms of its sentence; a pronoun or "the company" carries the platform on, and `platform` (what the
    person who saved the text says it is about) stands above the first heading. What can't be paired stays empty.

    >>> text = "Outlier, owned by Scale AI, pays generalists up to $15 an hour. It offers physicists $30 to $50."
    >>> for s in read_passages([Passage(text)])[0]:
    ...     print(s.platform, "|", s.profession_raw, "|", s.pay_text)
    Outlier | generalist | up to $15 an hour
    Outlier | physicist | $30 to $50
    """
    found: list[RawStatement] = []
    skipped: list[Skipped] = []
    topic = Topic()
    if platform:
        topic.headings[0] = ((platform,), ())
    for passage in passages:
        if passage.context.pay_text:
            found.append(placed(passage.context, topic))
        elif passage.context.profession_raw:
            read_listing(passage, found, skipped)
        else:
            read_paragraph(passage, topic, found, skipped)
    return found, skipped


def placed(row: RawStatement, topic: Topic) -> RawStatement:
    """Give a row of a table that names no platform the one that the text around the table speaks of."""
    about = topic.heading_platforms or topic.platforms or topic.last
    if row.platform or len(about) != 1:
        return row
    return replace(row, platform=about[0], note="; ".join(filter(None, [row.note, "platform named above the table"])))


def read_listing(passage: Passage, found: list[RawStatement], skipped: list[Skipped]) -> None:
    """Read the pay in the description of one listing; its platform and title are known."""
    for start, end in sentences(passage.text):
        amounts, left_out = find_amounts(passage.text[start:end])
        skipped += [Skipped(f"{passage.context.where} {words!r}", reason) for words, reason in left_out]
        for amount in amounts:
            note = "; ".join(filter(None, [passage.context.note, "from the description"]))
            place = start + passage.start
            found.append(with_amount(replace(passage.context, note=note), amount, place))


def read_paragraph(passage: Passage, topic: Topic, found: list[RawStatement], skipped: list[Skipped]) -> None:
    """Read one paragraph or heading of an article and move the topic on."""
    text = passage.text
    if passage.level:
        mentions = find_platforms(text)
        if not find_amounts(text)[0]:
            headed = tuple(m.platform for group in groups(text, mentions) for m in group)
            said = titles_in(text, mentions, ()) if len(text.split()) < 6 else []
            topic.enter_heading(passage.level, headed, tuple(title for title in said if title.strength > 2))
            return
    before: list[Amount] = []
    hourly = topic.hourly
    for number, (start, end) in enumerate(sentences(text)):
        sentence = text[start:end]
        mentions = find_platforms(sentence)
        amounts, left_out = find_amounts(sentence, before, hourly=hourly)
        hourly = hourly or bool(HOURLY.search(sentence))
        topic.hourly = topic.hourly or bool(ALL_HOURLY.search(sentence))
        before = amounts or before
        skipped += [Skipped(f"character {passage.start + start}: {words!r}", reason) for words, reason in left_out]
        if amounts and (unsaid := next((why for pattern, why in UNSAID if pattern.search(sentence)), "")):
            skipped += [Skipped(f"character {passage.start + start}: {a.text!r}", unsaid) for a in amounts]
            amounts = []
        titles = titles_in(sentence, mentions, amounts)
        named = groups(sentence, mentions)
        pairs = pair(sentence, amounts, titles, named)
        carried = carry(topic, sentence, opens_paragraph=number == 0)
        for at, made in enumerate(pairs):
            if why := reason_apart(sentence, pairs[at - 1] if at else None, made, mentions):
                skipped.append(Skipped(f"character {passage.start + start}: {made.amount.text!r}", why))
                continue
            outside = unknown_payer(sentence, mentions, made.amount) or is_elsewhere(sentence, made, named)
            known = replace(made, platforms=()) if outside else made
            reached = () if outside or is_at_large(sentence, made.amount) else carried
            people = people_of(topic, sentence, made, titles)
            found += statements_of(known, passage, start, reached, people)
        move_on(topic, sentence, named, pairs, titles, opens_paragraph=number == 0)
        if not named and COMPANY.search(sentence):
            topic.platforms = carried  # the paragraph goes on about "the startup"


def titles_in(text: str, mentions: Sequence[Mention], amounts: Sequence[Amount]) -> list[Title]:
    """Find the titles of a sentence, none of which reaches over a platform or an amount."""
    found = find_titles(text, (*((m.start, m.end) for m in mentions), *((a.figures, a.end) for a in amounts)))
    ends = {m.end for m in mentions}
    return [title for title in found if not (only_speaks(text, title) or is_of_company(text, title, ends))]


def is_of_company(text: str, title: Title, ends: set[int]) -> bool:
    """Tell whether a title is a company's friend and no worker: "labels streets for Sama's partner"."""
    held = re.search(r"['’]s?\s+$", text[: title.start])
    return bool(held and held.start() in ends and title.raw in ("partner", "founder", "director", "chief executive"))


def only_speaks(text: str, title: Title) -> bool:
    """Tell whether somebody only calls, is told or speaks for a company, and isn't the one who is paid."""
    if CALLS.match(text, title.end) or HEARD.search(text[: title.start]):
        return True
    return bool(HEADS.fullmatch(title.raw) and SAYS.match(text, title.end))


def carry(topic: Topic, sentence: str, *, opens_paragraph: bool) -> tuple[str, ...]:
    """Return the platforms that reach a sentence which names none.

    Inside a paragraph the last one named goes on; into a new paragraph only a pronoun or "the company" carries it, or
    a heading. Several platforms go on only where the sentence speaks of several.
    """
    reached = reached_by(topic, sentence, opens_paragraph=opens_paragraph)
    return reached if len(reached) < 2 or SEVERAL.search(sentence) else ()


def reached_by(topic: Topic, sentence: str, *, opens_paragraph: bool) -> tuple[str, ...]:
    """Return the platforms spoken of before or above, several of them perhaps."""
    if topic.platforms and (not opens_paragraph or POINTER.search(sentence)):
        return topic.platforms
    if topic.last and COMPANY.search(sentence):
        return topic.last
    return topic.heading_platforms


def people_of(topic: Topic, sentence: str, made: Pair, titles: Sequence[Title]) -> tuple[Title, ...]:
    """Return the titles of an amount, or those that the sentence before or the heading names.

    A sentence with titles of its own has no need of those before it.
    """
    if any(title.strength > 1 for title in made.titles):
        return made.titles
    own = any(title.strength > 1 and title.end <= made.amount.start for title in titles)
    back = BACK_TO_PEOPLE.search(sentence)
    if back and made.titles and made.titles[0].start < back.start() and says_who(made.titles[0]):
        return made.titles  # "Workers there say that they make $4 an hour"
    if topic.titles and not own and back:
        return topic.titles
    if topic.people and not own and SAME_PEOPLE.search(sentence):
        return topic.people
    return made.titles or topic.heading_titles


def says_who(title: Title) -> bool:
    """Tell whether a title says anything: "worker" does, "people" doesn't."""
    return title.raw not in word_lists()["anybody"]


def move_on(
    topic: Topic,
    sentence: str,
    named: Sequence[Sequence[Mention]],
    pairs: Sequence[Pair],
    titles: Sequence[Title],
    *,
    opens_paragraph: bool,
) -> None:
    """Set the topic for the next sentence."""
    if market_pattern().search(sentence) and not named:
        topic.platforms = ()
    elif paid := [pair.platforms for pair in pairs if pair.platforms]:
        topic.platforms = tuple(m.platform for m in paid[-1])
    elif named:
        # a lab beside a go-between is its client: "OpenAI turned to Sama. The firm ..."
        hires = [group for group in named if not labs().issuperset(m.platform for m in group)]
        topic.platforms = tuple(m.platform for m in (hires or named)[0])
    elif opens_paragraph:
        far = not POINTER.search(sentence) or COMPANY.search(sentence) or IT_HIRES.search(sentence)
        topic.platforms = carry(topic, sentence, opens_paragraph=True) if far or pairs else ()
    topic.last = topic.platforms or topic.last
    said = tuple(title for title in titles if title.strength > 1)
    topic.titles = said if said and not pairs else ()
    topic.people = paid_people(pairs) or (topic.people if not said else ())


def paid_people(pairs: Sequence[Pair]) -> tuple[Title, ...]:
    """Return the titles of the last pay of a sentence, where they say something."""
    titles = pairs[-1].titles if pairs else ()
    return titles if any(title.strength > 1 for title in titles) else ()


def statements_of(
    made: Pair, passage: Passage, start: int, carried: tuple[str, ...], people: tuple[Title, ...]
) -> list[RawStatement]:
    """Write a pair as statements: one for each platform and title, an empty one where there is none."""
    platforms = tuple(m.platform for m in made.platforms) or carried
    notes = [] if made.platforms or not carried else ["platform named before this sentence"]
    if people and people != made.titles:
        notes.append("profession named before this sentence")
    if not platforms:
        notes.append("no platform named")
    if not people:
        notes.append("no profession named")
    base = replace(
        passage.context,
        confidence="med" if notes else "high",
        note="; ".join(filter(None, [passage.context.note, *notes])),
        where=f"character {passage.start + start}",
    )
    raws = list(dict.fromkeys(title.raw for title in people)) or [""]
    raws = ["" if raw in word_lists()["anybody"] else raw for raw in raws]
    return [
        with_amount(replace(base, platform=platform, profession_raw=raw), made.amount, passage.start + start)
        for platform in dict.fromkeys(platforms or ("",))
        for raw in raws
    ]


def with_amount(base: RawStatement, amount: Amount, place: int) -> RawStatement:
    """Return a statement with the pay of an amount, `place` being where its sentence begins."""
    return replace(
        base,
        pay_text=amount.text,
        period_context=amount.period_context,
        currency_context=amount.currency_context,
        span=(place + amount.start, place + amount.end),
    )
