"""Decide which profession a title means, and say how; refuse rather than guess."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from labormarket.professions.anatomy import Anatomy, take_apart
from labormarket.professions.endings import by_ending
from labormarket.professions.heads import share_of_head
from labormarket.professions.lexicon import Meaning, bag_of, lexicon, meaning_of_code, meanings
from labormarket.professions.likeness import by_likeness, repair_words
from labormarket.professions.lists import read_list
from labormarket.professions.rules import find_rule
from labormarket.professions.words import key_of

if TYPE_CHECKING:
    import pandas as pd

# Words that name a person of a field without saying what he does: "physics expert", "chemistry specialist".
PERSON_OF_A_FIELD = frozenset(
    {
        "expert",
        "expertise",
        "background",
        "specialist",
        "professional",
        "trainer",
        "evaluator",
        "fellow",
        "contributor",
        "task",
        "tutor",
    }
)
TOOLS = frozenset(
    {"python", "java", "javascript", "typescript", "cplusplus", "csharp", "golang", "kotlin", "nodejs", "sql", "php"}
)
BATCH = 2048  # titles decided together: enough for one matrix product, few enough to be forgotten quickly
ANY_PROFESSOR, LANGUAGE_PROFESSOR = "25-1199", "25-1124"
SHORTEST_SPOKESMAN = 4  # letters: "PT" and "LAC" mean too many things
LEAST_SHARE_OF_PART = 0.05
EXPERT = frozenset({"expert", "expertise", "professional"})


class ProfessionMatch(NamedTuple):
    """What a title was taken for.

    `profession` and `soc_code` are None where the title is unknown or claimed by several professions; `group` alone
    is then the broad group that they share, if any. `soc_code` is None too where SOC lacks the profession. `language`,
    `seniority` and `degree` are what the title says of them. `how` is "rule", "alias", "fuzzy" or "none"; `score` is
    the likeness of a fuzzy match (0 to 100), None otherwise.
    """

    profession: str | None
    soc_code: str | None
    group: str | None
    language: str | None
    seniority: str | None
    degree: str | None
    how: str
    score: float | None


class Decision(NamedTuple):
    """A meaning, how it was found, and what a reader should know of why."""

    meaning: Meaning
    how: str
    why: str
    score: float | None = None


UNKNOWN = Decision(Meaning(None, None, None), "none", "no rule and no name fits")


def match_profession(title: str) -> ProfessionMatch:
    """Return the profession that a job title means, or none: refusing beats guessing.

    Language, seniority, degree, places and noise are set apart first. Then rules.csv decides, then the names and
    aliases of the taxonomy and of SOC, then their words in another order, then a likeness, then a known ending.

    >>> match_profession("AI Trainer – Physics PhD (Remote, Urgent)")
    ProfessionMatch(profession='physicist', soc_code='19-2012', group='life, physical, and social science',
        language=None, seniority=None, degree='doctorate', how='alias', score=None)
    >>> match = match_profession("Swahili Speaker")
    >>> match.profession, match.soc_code, match.language
    ('language specialist', None, 'Swahili')
    >>> match_profession("physician").soc_code is None
    True
    """
    return match_titles([title])[0]


def match_titles(titles: Sequence[object]) -> list[ProfessionMatch]:
    """Match each of several titles; anything that is no text is an empty title."""
    matches: list[ProfessionMatch] = []
    for start in range(0, len(titles), BATCH):
        anatomies = [take_apart(title if isinstance(title, str) else "") for title in titles[start : start + BATCH]]
        matches.extend(
            [
                ProfessionMatch(*decision.meaning, *anatomy[-3:], decision.how, decision.score)
                for anatomy, decision in zip(anatomies, decide_all(anatomies), strict=True)
            ]
        )
    return matches


def explain_match(title: str) -> dict[str, str]:
    """Return, in words, what a title was taken for and why: a label and its value per line.

    >>> explain_match("Physics Trainers (PhD)")["decided by"]
    "alias: field of expertise: 'physics'"
    """
    decision = decide_all([take_apart(title)])[0]
    match = match_profession(title)
    notes = {row["profession"]: row["soc_note"] for row in read_list("professions.csv")}
    set_apart = [f"{name} {value}" for name in ("language", "seniority", "degree") if (value := getattr(match, name))]
    lines = {
        "profession": match.profession or "unmatched",
        "SOC 2018": match.soc_code or "none",
        "group": match.group or "none",
        "set apart": ", ".join(set_apart) or "nothing",
        "decided by": f"{decision.how}: {decision.why}",
    }
    if match.score is not None:
        lines["score"] = f"{match.score:.0f} of 100"
    if match.profession and notes.get(match.profession):
        lines["SOC note"] = notes[match.profession]
    return lines


def decide_all(anatomies: Sequence[Anatomy]) -> list[Decision]:
    """Decide each title by rules and names, then the rest together by the words they share, then by their ending."""
    decisions = [decide(anatomy) for anatomy in anatomies]
    open_ones = [number for number, decision in enumerate(decisions) if decision is None]
    cores = {number: core_of(anatomies[number]) for number in open_ones}
    distinct = list(dict.fromkeys(cores.values()))
    found = dict(zip(distinct, by_likeness(distinct), strict=True))
    for number in open_ones:
        likely = found[cores[number]]
        if likely:
            meaning, score, why = likely
            decisions[number] = Decision(meaning, "fuzzy", why, score)
        elif anatomies[number].framed:
            decisions[number] = by_frame(anatomies[number])
        elif ended := by_ending(anatomies[number].parts[0]):
            meaning, share, why = ended
            decisions[number] = Decision(meaning, "fuzzy", why, 100 * share)
    return [decision or UNKNOWN for decision in decisions]


def decide(anatomy: Anatomy) -> Decision | None:
    """Run the steps of rules and names in order and return the first that decides; None leaves the title open."""
    rule = find_rule(anatomy.words)
    if rule:
        why = f"rule {rule.words!r}"
        return Decision(meanings()[rule.profession], "rule", why) if rule.profession else UNKNOWN._replace(why=why)
    whole = " ".join(anatomy.words)
    found = lexicon().by_key.get(whole)
    if found:
        return Decision(found, "alias", f"the whole title is a known name: {whole!r}")
    if anatomy.framed:
        anatomy = without_trainers(anatomy)
    core = core_of(anatomy)
    if not core:
        return bare(anatomy)
    for step in (by_core, turned_round, by_field, by_run, by_part, by_order, by_repair, without_tools):
        decision = step(anatomy, core)
        if decision:
            return of_a_language(decision, anatomy)
    return None


def without_trainers(anatomy: Anatomy) -> Anatomy:
    """A title of AI training without the parts that only say so again: "AI trainers (30% of trainers)"."""
    if all(not PERSON_OF_A_FIELD.issuperset(part) for part in anatomy.parts):
        return anatomy
    return anatomy._replace(parts=tuple([part for part in anatomy.parts if not PERSON_OF_A_FIELD.issuperset(part)]))


def of_a_language(decision: Decision, anatomy: Anatomy) -> Decision:
    """A postsecondary teacher of no field whose title names a language teaches that language."""
    if anatomy.language and decision.meaning.soc_code == ANY_PROFESSOR:
        return decision._replace(meaning=meaning_of_code()[LANGUAGE_PROFESSOR])
    return decision


def core_of(anatomy: Anatomy) -> tuple[str, ...]:
    """The words of all parts together."""
    return anatomy.parts[0] if len(anatomy.parts) == 1 else tuple(chain.from_iterable(anatomy.parts))


def bare(anatomy: Anatomy) -> Decision:
    """What remains of a title whose every word was set apart."""
    if anatomy.framed:
        return by_frame(anatomy)
    if anatomy.language:
        return Decision(meanings()["language specialist"], "alias", "a language, and nothing else")
    return UNKNOWN


def by_frame(anatomy: Anatomy) -> Decision:
    """AI training whose field no list holds: an expert is one of some field, anybody else a tutor of models."""
    if EXPERT.isdisjoint(anatomy.words):
        return Decision(meanings()["AI tutor"], "alias", "AI training, and no field that a list holds")
    return Decision(meanings()["subject-matter expert"], "alias", "an expert for AI training, in no field of a list")


def by_core(anatomy: Anatomy, core: tuple[str, ...]) -> Decision | None:
    """The title without what was set apart, as a name."""
    found = lexicon().by_key.get(" ".join(core))
    return Decision(found, "alias", f"known name: {' '.join(core)!r}") if found else None


@cache
def fields_of_expertise() -> dict[str, Meaning]:
    """Words of a field -> the profession that stands for it ("physics" -> physicist)."""
    return {key_of(row["field_word"]): meanings()[row["profession"]] for row in read_list("fields.csv")}


def by_field(anatomy: Anatomy, core: tuple[str, ...]) -> Decision | None:
    """A field with a person or a degree beside it: "physics expert", "PhD in chemistry"."""
    field = " ".join([word for word in core if word not in PERSON_OF_A_FIELD])
    found = fields_of_expertise().get(field)
    if found:
        return Decision(found, "alias", f"field of expertise: {field!r}")
    if not field and anatomy.language:
        return Decision(meanings()["language specialist"], "alias", "a person of a language")
    if not field and anatomy.framed:
        return by_frame(anatomy)
    parts = [" ".join([word for word in part if word not in PERSON_OF_A_FIELD]) for part in anatomy.parts]
    named = {part: fields_of_expertise()[part] for part in parts if part in fields_of_expertise()}
    # "VP, Finance" holds an office in a field; an expert, a degree or a model to train makes the field the profession.
    of_expertise = anatomy.framed or anatomy.degree or not PERSON_OF_A_FIELD.isdisjoint(core)
    if len(named) == 1 and of_expertise:
        part, meaning = named.popitem()
        return Decision(meaning, "alias", f"field of expertise: {part!r}")
    return None


def by_run(anatomy: Anatomy, core: tuple[str, ...]) -> Decision | None:
    """One run of words between punctuation is a name as it stands ("Special Education Teacher (Remote)")."""
    return None if anatomy.framed or len(anatomy.runs) < 2 else only_name(anatomy.runs)


def turned_round(anatomy: Anatomy, core: tuple[str, ...]) -> Decision | None:
    """The parts in reverse are a name: "Engineer, Software"."""
    if len(anatomy.parts) < 2:
        return None
    turned = " ".join(word for part in reversed(anatomy.parts) for word in part)
    found = lexicon().by_key.get(turned)
    return Decision(found, "alias", f"known name: {turned!r}") if found else None


def by_part(anatomy: Anatomy, core: tuple[str, ...]) -> Decision | None:
    """One part is a name once seniority, places and noise are gone, and no other part is another."""
    return only_name(anatomy.parts) if len(anatomy.parts) > 1 else None


def only_name(parts: tuple[tuple[str, ...], ...]) -> Decision | None:
    """The one profession that the parts name, None where they name none or several.

    A later part of one word is a setting or an abbreviation as often as a trade ("Bookkeeper - PT", "Electrician -
    Smelter"): it counts only where the first part is no name and its last word may stand for such a trade.
    """
    found = {part: lexicon().by_key.get(" ".join(part)) for part in parts}
    certain = {part: meaning for part, meaning in found.items() if meaning and meaning.profession}
    first = parts[0]
    if len(certain) > 1 and first in certain:
        certain = {part: meaning for part, meaning in certain.items() if part == first or len(part) > 1}
    if len({meaning.soc_code or meaning.profession for meaning in certain.values()}) != 1:
        return None
    part, meaning = next(iter(certain.items()))
    if len(part) == 1 and part != first and not may_speak_for(part[0], first, meaning):
        return None
    return Decision(meaning, "alias", f"known name among the parts: {' '.join(part)!r}")


def may_speak_for(word: str, first: tuple[str, ...], meaning: Meaning) -> bool:
    """Whether a word of a later part says what the first part is: no abbreviation, and no stranger to its last word."""
    if len(word) < SHORTEST_SPOKESMAN:
        return False
    return meaning.soc_code is None or share_of_head(first[-1], meaning.soc_code) >= LEAST_SHARE_OF_PART


def by_order(anatomy: Anatomy, core: tuple[str, ...]) -> Decision | None:
    """The same words in another order."""
    found = lexicon().by_bag.get(bag_of(core))
    return Decision(found, "alias", f"known name in another order: {' '.join(core)!r}") if found else None


def by_repair(anatomy: Anatomy, core: tuple[str, ...]) -> Decision | None:
    """A known name once its misspelt words are mended."""
    mended = repair_words(core)
    if mended is None:
        return None
    words, likeness = mended
    found = lexicon().by_key.get(" ".join(words)) or lexicon().by_bag.get(bag_of(words))
    return Decision(found, "fuzzy", f"known name, misspelt: {' '.join(words)!r}", 100 * likeness) if found else None


def without_tools(anatomy: Anatomy, core: tuple[str, ...]) -> Decision | None:
    """The title without the programming languages that it asks for: "Python Data Scraping Engineer"."""
    if TOOLS.isdisjoint(core):
        return None
    found = lexicon().by_key.get(" ".join([word for word in core if word not in TOOLS]))
    return Decision(found, "alias", f"known name once its tools are gone: {' '.join(core)!r}") if found else None


COLUMNS = ProfessionMatch._fields


def match_profession_column(column: pd.Series) -> pd.DataFrame:
    """Match a column of titles: the fields of ProfessionMatch on the same index, missing where None.

    Each distinct title is matched once; score is a number, every other column text.

    >>> import pandas as pd
    >>> match_profession_column(pd.Series(["Dermatologists", "no such trade"]))["how"].to_list()
    ['alias', 'none']
    """
    import pandas as pd

    codes, distinct = pd.factorize(column, use_na_sentinel=False)
    with paused_garbage_collection():
        matched = pd.DataFrame(match_titles(list(distinct)), columns=COLUMNS).astype(
            dict.fromkeys(COLUMNS, "str") | {"score": "float64"}
        )
    return matched.take(codes).set_axis(column.index)


@contextmanager
def paused_garbage_collection() -> Iterator[None]:
    """Make many small objects without Python searching the lexicon for cycles each time: that is half the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
