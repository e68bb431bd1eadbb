"""Find who is paid in running text: titles of people, degrees, and kinds of work, with the place of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

from labormarket.intake.vocabulary import is_degree, is_person, singular, word_lists

TOKEN = re.compile(r"Fortune \d+|[A-Za-zÀ-ÿ][\wÀ-ÿ'’&+#/]*(?:[-.][A-Za-zÀ-ÿ][\wÀ-ÿ'’&+#/]*)*\.?|\d[\d,.%]*|[^\s\w]")
MOST_MODIFIERS = 4
# The last word of what stands after "in" and is no field: "in developing countries", "in general".
FIELD_END = frozenset({
    "country", "countries", "area", "areas", "case", "cases", "region", "regions", "general", "particular", "addition",
    "demand", "total", "person", "city", "cities", "world", "market", "markets", "economy", "economies", "place",
    "places", "way", "ways", "terms",
})  # fmt: skip
# People of whom the house says more than the word: "partner at a venture capital fund".
OF_A_HOUSE = frozenset({"partner", "founder", "ceo", "executive", "associate", "analyst", "principal", "director"})
HOUSES = frozenset({"firm", "fund", "startup", "bank", "company", "agency", "hospital", "consultancy"})
HOLDS = re.compile(r"\s+(?:with|holding|who\s+(?:hold|have))\s+(?:an?\s+|their\s+|the\s+)?", re.IGNORECASE)
OF_A_FIELD = frozenset({
    "speaker", "professor", "teacher", "student", "doctor", "translator", "tutor", "expert", "specialist", "lecturer",
})  # fmt: skip
KINDS = frozenset(
    {"field", "fields", "areas", "subjects", "disciplines", "domains", "specialties", "topics", "industries"}
)
# Words in capitals between quotation marks, behind "a".
QUOTED = re.compile(
    r"\ban?\s+[\"“](?P<title>[A-Z][\w&/-]*(?:\s+(?:[A-Z][\w&/-]*|of|and|for|in)){0,5})[\"”](?=\s+[a-z(]|\s*[($€£])"
)
JOINS = frozenset({",", "and", "or", "&", "/"})


@dataclass(frozen=True)
class Title:
    """One profession as the text states it: `raw` in the singular, the span of its words, and how much it says.

    `strength` is 3 for people and degrees with a trade, 2 for work, 1 for people of whom nothing is said.
    """

    raw: str
    start: int
    end: int
    strength: int


@dataclass(frozen=True)
class Token:
    """One word or mark and its place."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """The word in lower case, with a plain apostrophe."""
        return self.text.lower().replace("’", "'")


def find_titles(text: str, barriers: tuple[tuple[int, int], ...] = ()) -> list[Title]:
    """Find every title in a stretch of text, in order; no title reaches over a barrier (a platform, an amount).

    >>> [t.raw for t in find_titles("Experts in law, medicine, and finance start there; physics PhDs earn more.")]
    ['law expert', 'medicine expert', 'finance expert', 'physics phd']
    >>> [t.raw for t in find_titles("pays management consultants and investment bankers for their hours")]
    ['management consultant', 'investment banker']
    >>> [t.raw for t in find_titles("hires law, medicine and finance experts")]
    ['law expert', 'medicine expert', 'finance expert']
    >>> [t.raw for t in find_titles("a doctoral degree in chemistry; basic data labeling")]
    ['doctoral degree in chemistry', 'basic data labeling']
    """
    tokens = [
        Token(m[0] if len(m[0]) == 1 or is_degree(m[0]) else m[0].rstrip("."), m.start(), m.end())
        for m in TOKEN.finditer(text)
        if not any(a <= m.start() < b for a, b in barriers)
    ]
    found: list[Title] = []
    taken = 0  # tokens before it belong to a title already found
    at = 0
    while at < len(tokens):
        if tokens[at].lower in ("those", "ones") and found:
            fields, past = fields_after(tokens, at + 1, text)
            if fields and past > at + 2:  # "trainers in writing and ... those in law": the same people, another field
                head = found[-1].raw.split(",")[0]
                found += [Title(f"{head}, {name}", tokens[at].start, tokens[past - 1].end, 3) for name in fields]
                taken = at = past
                continue
        kind = kind_of(tokens, at)
        if kind and not continues(tokens, at, text, barriers):
            titles, past = titles_at(tokens, at, taken, kind, text, barriers)
            found += titles
            if titles and found[: -len(titles)] and kind == "degree":
                held = text[found[-len(titles) - 1].end : titles[0].start]
                if found[-len(titles) - 1].strength == 3 and HOLDS.fullmatch(held):
                    titles = []  # "mathematicians with a PhD" are mathematicians
                    found = found[:-1] if len(found) > 1 else found
            if titles:
                taken = past
            at = max(past, at + 1)
        else:
            at += 1
    found = with_quoted(text, found)
    # "anyone with a doctorate in chemistry": the degree says who, the word before it nothing
    return [
        title
        for title, after in zip_longest(found, found[1:])
        if after is None
        or title.strength > 1
        or after.strength < 3
        or not HOLDS.fullmatch(text[title.end : after.start])
    ]


def with_quoted(text: str, found: list[Title]) -> list[Title]:
    """Add the titles that stand between quotation marks and that no list knows: 'a "Strategic Projects Lead" gets'."""
    every = list(found)
    for match in QUOTED.finditer(text):
        start, end = match.span("title")
        inside = [title for title in found if title.start < end and start < title.end]
        if all(title.strength < 3 for title in inside):
            every = [title for title in every if title not in inside]
            every.append(Title(match["title"].lower(), start, end, 3))
    return sorted(every, key=lambda title: title.start)


def kind_of(tokens: list[Token], at: int) -> str:
    """Say what the token is the last word of: people, a degree, work, anyone, or nothing."""
    token = tokens[at]
    if not token.text[0].isalpha():
        return ""
    if at and tokens[at - 1].lower in ("mr", "mr.", "mrs", "mrs.", "ms", "ms."):
        return ""  # a name, whatever it ends like: "Mr. Lindqvist"
    plain, lists = singular(token.lower), word_lists()
    if is_degree(token.text):
        return "degree"
    if token.lower in lists["stop"] - lists["work_nouns"]:
        return ""
    if is_person(token.lower) and not token.lower.endswith("'s"):
        return "person"
    if plain in lists["anyone"]:
        return "anyone"
    if token.lower in lists["work"]:
        return "work"
    if plain in lists["work_nouns"] and at and is_modifier(tokens[at - 1]):
        return "work"
    return ""


def is_modifier(token: Token) -> bool:
    """Tell whether a word may stand inside a title before its last word."""
    word = token.lower
    if not token.text[0].isalpha() or word in word_lists()["stop"] or word in FIELD_END:
        return False
    if re.search(r"'(?:s|ll|re|ve|d|m|t)$", word) and word not in ("master's", "bachelor's"):
        return False
    return not (word.endswith("ly") and word not in ("family", "early", "elderly", "supply", "assembly", "anomaly"))


def continues(tokens: list[Token], at: int, text: str, barriers: tuple[tuple[int, int], ...]) -> bool:
    """Tell whether the next word carries the title on ("data labeling work", "engineer managers", "law degrees")."""
    if at + 1 >= len(tokens) or not adjacent(tokens[at], tokens[at + 1], text, barriers):
        return False
    following = tokens[at + 1]
    if singular(following.lower) in word_lists()["houses"] and kind_of(tokens, at) != "work":
        return True
    if not following.text[0].isalpha() or following.lower in word_lists()["stop"] - word_lists()["work_nouns"]:
        return False
    return bool(kind_of(tokens, at + 1)) or (
        at + 2 < len(tokens)
        and following.lower in word_lists()["fields"] | word_lists()["work"]
        and adjacent(following, tokens[at + 2], text, barriers)
        and bool(kind_of(tokens, at + 2))
    )


def adjacent(one: Token, other: Token, text: str, barriers: tuple[tuple[int, int], ...]) -> bool:
    """Tell whether two tokens stand side by side, with nothing but spaces between."""
    return text[one.end : other.start].strip() == "" and not any(one.end <= a < other.start for a, _ in barriers)


def titles_at(
    tokens: list[Token], at: int, taken: int, kind: str, text: str, barriers: tuple[tuple[int, int], ...]
) -> tuple[list[Title], int]:
    """Return the titles that end at a head word, with those of its list of fields, and the token after them."""
    first = at
    said_of_work = at and tokens[at - 1].lower not in word_lists()["plain"]
    if kind == "work" and singular(tokens[at].lower) in word_lists()["work_nouns"] and not said_of_work:
        return [], at + 1
    while (
        first > taken
        and at - first < MOST_MODIFIERS
        and is_modifier(tokens[first - 1])
        and adjacent(tokens[first - 1], tokens[first], text, barriers)
    ):
        first -= 1
    head = singular(tokens[at].lower) if kind != "degree" else tokens[at].lower.removesuffix("s").rstrip(".")
    if kind == "degree" and tokens[at].lower in ("master's", "bachelor's", "masters"):
        head = tokens[at].lower
    before = [token.lower for token in tokens[first:at]]
    modifiers = " ".join(before)
    fields, past = fields_after(tokens, at + 1, text) if kind in ("person", "degree", "anyone") else ([], at + 1)
    start, end = tokens[first].start, tokens[past - 1].end
    whole = f"{modifiers} {head}".strip()
    if fields:
        if tokens[at + 1].lower == "of" and singular(tokens[at].lower) not in ("tutor", "expert", "specialist"):
            return [Title(f"{whole} of {field}", start, end, 3) for field in fields], past
        return [named(field, modifiers, head, kind, start, end) for field in fields], past
    if kind == "person" and (house := house_after(tokens, at, text)):
        where, past = house
        return [Title(f"{whole} {where}", start, tokens[past - 1].end, 3)], past
    others = fields_before(tokens, first, taken) if kind in ("person", "degree") and before else []
    titles = [Title(f"{field} {head}", token.start, token.end, 3) for field, token in others]
    strength = {"person": 3, "degree": 3, "work": 2, "anyone": 1}[kind]
    if kind == "anyone" and set(before) & word_lists()["fields"]:
        strength = 2
    if kind == "work" and singular(tokens[at].lower) in word_lists()["work_nouns"] and not says_something(before):
        strength = 1
    return [*titles, Title(whole, start, end, strength)], past


def house_after(tokens: list[Token], at: int, text: str) -> tuple[str, int] | None:
    """Read the kind of house that says what somebody does: "partner at a venture capital fund", and the token after."""
    if (
        singular(tokens[at].lower) not in OF_A_HOUSE
        or at + 2 >= len(tokens)
        or tokens[at + 1].lower not in ("at", "of")
    ):
        return None
    here, words = at + 2, [tokens[at + 1].lower]
    while here < len(tokens) and len(words) < MOST_MODIFIERS + 2 and adjacent(tokens[here - 1], tokens[here], text, ()):
        word = tokens[here]
        if not word.text[0].isalpha() or (word.text[0].isupper() and not word.text.isupper()):
            return None
        if word.lower not in ("a", "an"):
            words.append(singular(word.lower))
        here += 1
        if words[-1] in HOUSES:
            return " ".join(words), here
    return None


def says_something(words: list[str]) -> bool:
    """Tell whether the words before "work" or "project" say which: a field, a kind of work, a person."""
    lists = word_lists()
    return any(word in lists["fields"] | lists["work"] or is_person(word) or "-" in word for word in words) or (
        len(words) > 1
    )


def named(field: str, modifiers: str, head: str, kind: str, start: int, end: int) -> Title:
    """Write the title of a person of a field: "law expert", "full-time tutor, real estate", "phd in physics"."""
    if kind == "degree":
        return Title(f"{modifiers} {head} in {field}".strip(), start, end, 3)
    if kind == "anyone":
        return Title(f"{field} {modifiers} {head}".replace("  ", " "), start, end, 2)
    return Title(f"{modifiers} {head}, {field}" if modifiers else f"{field} {head}", start, end, 3)


def fields_after(tokens: list[Token], at: int, text: str) -> tuple[list[str], int]:
    """Read the list of fields after "in" ("experts in law, medicine, and finance"): the fields and the token after.

    With a comma before the last "and", an "and" inside the last item belongs to it ("personality and behavior").
    """
    if at >= len(tokens) or tokens[at].lower not in ("in", "of", "for", "specializing", "specialising", "from"):
        return [], at
    by = tokens[at].lower
    if by in ("specializing", "specialising"):
        at += 1
    if by in ("for", "from"):
        return [], at
    if by == "of":  # "native speakers of Norwegian and Danish", "professors of law"
        head = singular(tokens[at - 1].lower)
        if head not in OF_A_FIELD:
            return [], at
    items: list[list[str]] = [[]]
    marks: list[str] = []
    here = past_kind(tokens, at + 1)
    while here < len(tokens) and not text[tokens[here - 1].end : tokens[here].start].strip():
        word = tokens[here].lower
        if word in (",", "and", "or", "&"):
            if not items[-1] and word == ",":
                break
            if items[-1]:
                items.append([])
                marks.append(word)
            else:
                marks[-1] = f"{marks[-1]} {word}"
        elif is_modifier(tokens[here]) and kind_of(tokens, here) not in ("person", "anyone") and len(items[-1]) < 4:
            items[-1].append(word)
        else:
            break
        here += 1
    if not items[-1]:
        items.pop()
        # step back over the joins that lead elsewhere
        while tokens[here - 1].lower in JOINS:
            here -= 1
        marks = marks[: max(len(items) - 1, 0)]
    if here < len(tokens) and tokens[here].lower in FIELD_END:
        return [], at  # "annotators in developing countries"
    if not items or not items[0] or items[0][-1] in FIELD_END:
        return [], at
    if by != "of" and not plausible(items[0], tokens[past_kind(tokens, at + 1)]):
        return [], at
    # after ", and" a further clause may begin: its words would be followed by a verb it owns, which ends the list above
    merged: list[str] = []
    oxford = any(mark.startswith(", ") for mark in marks)
    for number, item in enumerate(items):
        words = " ".join(item)
        if number and marks[number - 1] == "and" and oxford and len(merged) > 1:
            merged[-1] = f"{merged[-1]} and {words}"
        else:
            merged.append(words)
    return merged, here


def past_kind(tokens: list[Token], at: int) -> int:
    """Step over the words that only announce a list: "experts in fields such as | law"."""
    here = at
    while here < len(tokens) and here < at + 2 and is_modifier(tokens[here]) and tokens[here].lower not in KINDS:
        here += 1
    if here < len(tokens) and tokens[here].lower in KINDS and here + 1 < len(tokens):
        lead = tokens[here + 1].lower
        if lead in ("like", "including"):
            return here + 2
        if lead == "such" and here + 2 < len(tokens) and tokens[here + 2].lower == "as":
            return here + 3
    return at


def plausible(item: list[str], first: Token) -> bool:
    """Tell whether an item after "in" is a field and no place: places are capitalised, fields are not."""
    known = set(item) & (word_lists()["fields"] | word_lists()["work"])
    return bool(known) or not first.text[0].isupper() or first.text.isupper() or len(item[0]) < 2


def fields_before(tokens: list[Token], first: int, taken: int) -> list[tuple[str, Token]]:
    """Read the fields before a person's words in a list: "law, medicine and finance experts" (the first two)."""
    lists = word_lists()
    found: list[tuple[str, Token]] = []
    here = first - 1
    while here - 1 >= taken and tokens[here].lower in JOINS:
        while here - 1 >= taken and tokens[here].lower in JOINS:
            here -= 1
        word = tokens[here]
        if word.lower not in lists["fields"]:
            break
        found.append((word.lower, word))
        here -= 1
    return found[::-1]
