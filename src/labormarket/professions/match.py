"""Cascade of matchers: which profession a title means, and how that was decided; it refuses rather than guess."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from labormarket.professions.classifier import classify
from labormarket.professions.expertise import (
    EXPERT,
    HIRED_FOR_A_FIELD,
    PERSON_OF_A_FIELD,
    field_of,
    fields_in,
    fields_of_expertise,
)
from labormarket.professions.name_index import (
    Meaning,
    catch_all_codes,
    claimants,
    find_in_any_order,
    find_name,
    foreign_names,
    is_head,
    meaning_of_code,
    meanings,
    share_of_head,
)
from labormarket.professions.normalise import MOST_REMEMBERED
from labormarket.professions.rules import find_rule, phrases_of_rules
from labormarket.professions.spelling import repair_words
from labormarket.professions.taxonomy import read_list
from labormarket.professions.title_parts import (
    Run,
    TitleParts,
    join_runs,
    read_run,
    read_runs,
    set_apart,
    tools,
)

if TYPE_CHECKING:
    import pandas as pd

BATCH = 2048  # titles decided together: enough for one matrix product, few enough to be forgotten quickly
ANY_PROFESSOR, LANGUAGE_PROFESSOR = "25-1199", "25-1124"
SHORTEST_SPOKESMAN = 4  # letters: "PT" and "LAC" mean too many things
LEAST_SHARE_OF_PART = 0.05
SHORTEST_RARE_TRADE, SCORE_OF_RARE_TRADE = 9, 75.0  # letters; the same in three of four titles
SHORTEST_COMPOUNDED = 6  # letters of a German name at the end of a compound
ADJECTIVES_FIRST = frozenset({"de", "nl"})  # languages whose compounds, too, end in the trade


class ProfessionMatch(NamedTuple):
    """What a title was taken for.

    `profession` and `soc_code` are None where the title is unknown or claimed by several professions; `group` alone
    is then the group (of groups.csv) that they share, if any. `soc_code` is None too where SOC lacks the profession.
    `language`, `seniority`, `degree` and `country` (ISO 3166) are what the title says of them; `field` is the field of
    expertise that a title of AI training or of an expert names ("physics"). `how` is "rule", "alias", "fuzzy" or
    "none"; `score` is the likeness of a fuzzy match (0 to 100), None otherwise.
    """

    profession: str | None
    soc_code: str | None
    group: str | None
    language: str | None
    seniority: str | None
    degree: str | None
    how: str
    score: float | None
    field: str | None
    country: str | None


class Decision(NamedTuple):
    """A meaning, how it was found, and what a reader should know of why."""

    meaning: Meaning
    how: str
    why: str
    score: float | None = None


APART = ("field", "language", "seniority", "degree", "country")  # what a title says beside its profession
Answer = tuple[Decision, str | None]
ANSWERS: dict[tuple[str, ...], Answer] = {}
UNKNOWN = Decision(Meaning(None, None, None), "none", "no rule and no name fits")


def match_profession(title: str) -> ProfessionMatch:
    """Return the profession that a job title means, or none: refusing beats guessing.

    Language, seniority, degree, places and noise are set apart first. Then rules.csv decides, then the names and
    aliases of the taxonomy and of SOC, then their words in another order, then a likeness.

    >>> match_profession("AI Trainer – Physics PhD (Remote, Urgent)")
    ProfessionMatch(profession='physicist', soc_code='19-2012', group='physicists and chemists',
        language=None, seniority=None, degree='doctorate', how='alias', score=None, field='physics', country=None)
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
    collecting = gc.isenabled()
    gc.disable()  # what is remembered has no cycles, and looking for some takes a third of the time
    try:
        for start in range(0, len(titles), BATCH):
            matches.extend(match_batch(titles[start : start + BATCH]))
    finally:
        if collecting:
            gc.enable()
    return matches


def match_batch(titles: Sequence[object]) -> Iterator[ProfessionMatch]:
    """Match titles whose new cores are decided together."""
    batch = [read_runs(title if isinstance(title, str) else "") for title in titles]
    undressed = [undress(runs) for runs in batch]
    answers = answer_each(undressed)
    for runs, texts in zip(batch, undressed, strict=True):
        decision, field = answers[texts]
        language, seniority, degree, country = set_apart(runs)
        yield ProfessionMatch(
            *decision.meaning, language, seniority, degree, decision.how, decision.score, field, country
        )


def undress(runs: Sequence[Run]) -> tuple[str, ...]:
    """The texts of the runs that decide what a title means: the same for many, whatever employers hang on it.

    >>> undress(read_runs("Senior Nurse - Full Time - R12345 - Texas"))
    ('nurse',)
    """
    texts = tuple([run.text for run in runs])
    if find_name(" ".join(texts)):
        return texts
    return tuple([bare for text in texts if (bare := bare_text(text))])


@lru_cache(MOST_REMEMBERED)
def bare_text(text: str) -> str:
    """The text of a run without its dress, unless a name or a rule has its words as they stand."""
    run = read_run(text)
    bare = " ".join(run.bare)
    if bare == text or (bare and find_name(text)):
        return text
    of_rules, opening = phrases_of_rules()
    if opening.isdisjoint(run.words) or of_rules.findall(f" {text} ") == of_rules.findall(f" {bare} "):
        return bare
    return text


def answer_each(undressed: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], Answer]:
    """What each of several titles means, and the field of expertise that it names; decided once for each."""
    answers = {texts: ANSWERS[texts] for texts in undressed if texts in ANSWERS}
    new = [texts for texts in dict.fromkeys(undressed) if texts not in answers]
    split = [join_runs([read_run(text) for text in texts]) for texts in new]
    found = dict(zip(new, zip(decide_all(split), map(field_of, split), strict=True), strict=True))
    if len(ANSWERS) < MOST_REMEMBERED:
        ANSWERS.update(found)
    return answers | found


def explain_match(title: str) -> dict[str, str]:
    """Return, in words, what a title was taken for and why: a label and its value per line.

    >>> explain_match("Physics Trainers (PhD)")["decided by"]
    "alias: field of expertise: 'physics'"
    """
    texts = undress(read_runs(title))
    decision, _ = answer_each([texts])[texts]
    match = match_profession(title)
    notes = {row["profession"]: row["soc_note"] for row in read_list("professions.csv")}
    set_apart = [f"{name} {value}" for name in APART if (value := getattr(match, name))]
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


def decide_all(split: Sequence[TitleParts]) -> list[Decision]:
    """Decide each title by rules and names, then the rest together by the words they share."""
    decisions = [decide(title) for title in split]
    open_ones = [number for number, decision in enumerate(decisions) if decision is None]
    # The first part before the whole: what stands in the later ones may be beside the point.
    cores = {number: (*split[number].parts[:1], core_of(split[number])) for number in open_ones}
    distinct = list(dict.fromkeys(chain.from_iterable(cores.values())))
    found = dict(zip(distinct, classify(distinct), strict=True))
    for number in open_ones:
        title = split[number]
        likely = [answer for core in cores[number] if (answer := found[core])]
        likely.sort(key=lambda answer: answer[0].profession is None)  # a group alone comes last
        framed = title.framed or not EXPERT.isdisjoint(title.words)
        if likely and (likely[0][0].profession or not framed):
            meaning, score, why = likely[0]
            decisions[number] = Decision(meaning, "fuzzy", why, score)
        elif framed:
            decisions[number] = by_frame(title)
    return [decision or UNKNOWN for decision in decisions]


def decide(title: TitleParts) -> Decision | None:
    """Run the steps of rules and names in order and return the first that decides; None leaves the title open."""
    whole = " ".join(title.words)
    found = find_name(whole)
    if found and found.profession:
        return Decision(found, "alias", f"the whole title is a known name: {whole!r}")
    rule = find_rule(title.words)
    if rule:
        why = f"rule {rule.words!r}"
        return Decision(meanings()[rule.profession], "rule", why) if rule.profession else UNKNOWN._replace(why=why)
    if found:
        return Decision(found, "alias", f"several occupations have the name {whole!r}: {', '.join(claimants(whole))}")
    if title.framed:
        title = without_trainers(title)
    core = core_of(title)
    if title.framed and not core:
        return by_frame(title)
    if title.apart.language and PERSON_OF_A_FIELD.issuperset(core):  # "Japanese", "Japanese Specialist"
        return Decision(meanings()["language specialist"], "alias", "a language, and at most a person of it")
    if not core:
        return UNKNOWN
    for step in STEPS_OF_A_FIELD if title.framed or title.apart.degree else STEPS:
        decision = step(title, core)
        if decision:
            return of_a_subject(decision, title)
    return None


def without_trainers(title: TitleParts) -> TitleParts:
    """A title of AI training without the words that only say so again: "AI trainers (30% of trainers)"."""
    parts = [tuple([word for word in part if word != "ai"]) for part in title.parts]
    return title._replace(framed=True, parts=tuple([part for part in parts if not PERSON_OF_A_FIELD.issuperset(part)]))


def of_a_subject(decision: Decision, title: TitleParts) -> Decision:
    """A postsecondary teacher of no field teaches what another part, or a language of the title, names."""
    if decision.meaning.soc_code != ANY_PROFESSOR:
        return decision
    if title.apart.language:
        return decision._replace(meaning=meaning_of_code()[LANGUAGE_PROFESSOR])
    for part in title.parts:
        found = find_name(" ".join((*part, "professor")))
        if found and found.soc_code:
            return decision._replace(meaning=found)
    return decision


def core_of(title: TitleParts) -> tuple[str, ...]:
    """The words of all parts together."""
    return title.parts[0] if len(title.parts) == 1 else tuple(chain.from_iterable(title.parts))


def by_frame(title: TitleParts) -> Decision:
    """AI training whose field no list holds: an expert is one of some field, anybody else a tutor of models."""
    if EXPERT.isdisjoint(title.words):
        return Decision(meanings()["AI tutor"], "alias", "AI training, and no field that a list holds")
    return Decision(meanings()["subject-matter expert"], "alias", "an expert for AI training, in no field of a list")


def by_core(title: TitleParts, core: tuple[str, ...]) -> Decision | None:
    """The title without what was set apart, as a name; so are its parts in reverse: "Engineer, Software"."""
    for words in (core, chain.from_iterable(reversed(title.parts))):
        if found := find_name(name := " ".join(words)):
            return Decision(found, "alias", f"known name: {name!r}")
    return None


def by_field(title: TitleParts, core: tuple[str, ...]) -> Decision | None:
    """A field with a person or a degree beside it: "physics expert", "PhD in chemistry"."""
    fields = fields_of_expertise()
    field = " ".join([word for word in core if word not in PERSON_OF_A_FIELD])
    found = fields.get(field)
    if found:
        return Decision(found, "alias", f"field of expertise: {field!r}")
    if not field and title.framed:
        return by_frame(title)
    # "VP, Finance" holds an office in a field; an expert, a degree or a model to train makes the field the profession.
    if not (title.framed or title.apart.degree) and PERSON_OF_A_FIELD.isdisjoint(core):
        return None
    parts = {" ".join([word for word in part if word not in PERSON_OF_A_FIELD]) for part in title.parts}
    return one_field(title, core) if not parts.isdisjoint(fields) else None


def one_field(title: TitleParts, core: tuple[str, ...]) -> Decision | None:
    """The profession of the fields that the words name; of several, an expert in AI training, and else None."""
    named = {fields_of_expertise()[field]: field for field in fields_in(core)}
    if len(named) > 1 and title.framed:
        why = f"fields of several professions: {', '.join(named.values())}"
        return Decision(meanings()["subject-matter expert"], "alias", why)
    if len(named) != 1:
        return None
    meaning, field = named.popitem()
    return Decision(meaning, "alias", f"field of expertise: {field!r}")


def by_expert(title: TitleParts, core: tuple[str, ...]) -> Decision | None:
    """A known name of which an expert is asked: "Data Analyst Expert"."""
    if EXPERT.isdisjoint(core):
        return None
    parts = [tuple([word for word in part if word not in EXPERT]) for part in title.parts]
    return only_name(tuple(filter(None, parts)))


def by_one_field(title: TitleParts, core: tuple[str, ...]) -> Decision | None:
    """The one field that a title of AI training or of an expert names among other words: "Physics Benchmark Expert"."""
    return one_field(title, core) if title.framed or not HIRED_FOR_A_FIELD.isdisjoint(core) else None


def by_part(title: TitleParts, core: tuple[str, ...]) -> Decision | None:
    """One run of words between punctuation is a name ("Special Education Teacher (Remote)"), as it stands or bare."""
    run = only_name(title.runs) if len(title.runs) > 1 and not title.framed else None
    return run or only_name(title.parts)


def by_foreign_name(title: TitleParts, core: tuple[str, ...]) -> Decision | None:
    """The longest name of another language that a part opens with, or a German or Dutch one where it stands.

    Romance titles name the trade first ("Serveur en salle"), German ones before "für" or in the last part of a word
    ("Kinderkrankenschwester"); German and Dutch adjectives stand before it ("Klinisch psycholoog"). A code that gathers
    what no other takes gives its group alone where more words follow: they may name a trade that has its own.
    """
    names = foreign_names()
    for part in title.parts:
        for start in range(len(part)):
            for end in range(len(part), start, -1):
                found = names.get(name := " ".join(part[start:end]))
                if found and (not start or found[0] in ADJECTIVES_FIRST):
                    language, meaning = found
                    if end - start < len(part) and meaning.soc_code in catch_all_codes():
                        meaning = Meaning(None, None, meaning.group)
                    return Decision(meaning, "alias", f"a part has the {language} name {name!r}")
        for word in part:
            for cut in range(2, len(word) - SHORTEST_COMPOUNDED + 1):
                found = names.get(word[cut:])
                if found and found[0] in ADJECTIVES_FIRST:
                    return Decision(found[1], "fuzzy", f"{word!r} ends in {word[cut:]!r}", 90.0)
    return None


def only_name(parts: tuple[tuple[str, ...], ...]) -> Decision | None:
    """The one profession that the parts name, None where they name none or several.

    A later part of one word is a setting or an abbreviation as often as a trade ("Bookkeeper - PT", "Electrician -
    Smelter"), and a field says of what the first part is a specialist: such parts count only where the first is no
    name, a single word only where the last word of the first may stand for its trade.
    """
    found = {part: find_name(" ".join(part)) for part in parts}
    certain = {part: meaning for part, meaning in found.items() if meaning and meaning.profession}
    if not certain:
        return None
    first = parts[0]
    if (shared := found[first]) and not shared.profession and shared.group is None:
        return None  # "Delivery Driver - Medical Equipment": a driver of some code, whatever the rest may be
    if len(certain) > 1 and first in certain:
        fields = fields_of_expertise()
        certain = {
            part: meaning
            for part, meaning in certain.items()
            if part == first or (len(part) > 1 and " ".join(part) not in fields)
        }
    if len({meaning.soc_code or meaning.profession for meaning in certain.values()}) != 1:
        return None
    part, meaning = next(iter(certain.items()))
    if len(part) == 1 and part != first and not may_speak_for(part[0], first, meaning):
        return None
    return Decision(meaning, "alias", f"known name among the parts: {' '.join(part)!r}")


def may_speak_for(word: str, first: tuple[str, ...], meaning: Meaning) -> bool:
    """Whether a word of a later part says what the first part is: no abbreviation, and no stranger to its last word."""
    if len(word) < SHORTEST_SPOKESMAN or (word in fields_of_expertise() and any(map(is_head, first))):
        return False
    return meaning.soc_code is None or share_of_head(first[-1], meaning.soc_code) >= LEAST_SHARE_OF_PART


def by_opening(title: TitleParts, core: tuple[str, ...]) -> Decision | None:
    """The longest known name that the first part opens with, where no other trade follows: "Dental Assistant IV TX"."""
    first = title.parts[0]
    for end in range(len(first) - 1, 1, -1):
        found = find_name(name := " ".join(first[:end]))
        if found and found.profession and not any(map(is_head, first[end:])):
            return Decision(found, "alias", f"it opens with the name {name!r}")
    return None


def by_closing(title: TitleParts, core: tuple[str, ...]) -> Decision | None:
    """A long word that too few names end in for their words to say anything, and no field: "Specialist Podiatrist"."""
    *before, word = title.parts[0]
    if not before or len(word) < SHORTEST_RARE_TRADE or is_head(word) or word in fields_of_expertise():
        return None
    found = find_name(word)
    if found is None or found.soc_code is None or found.soc_code in catch_all_codes():
        return None
    return Decision(found, "fuzzy", f"it ends in {word!r}", SCORE_OF_RARE_TRADE)


def by_order(title: TitleParts, core: tuple[str, ...]) -> Decision | None:
    """The same words in another order."""
    found = find_in_any_order(core)
    return Decision(found, "alias", f"known name in another order: {' '.join(core)!r}") if found else None


def by_repair(title: TitleParts, core: tuple[str, ...]) -> Decision | None:
    """A known name once its misspelt words are mended."""
    mended = repair_words(core)
    if mended is None:
        return None
    words, likeness = mended
    found = find_name(" ".join(words)) or find_in_any_order(words)
    return Decision(found, "fuzzy", f"known name, misspelt: {' '.join(words)!r}", 100 * likeness) if found else None


def without_tools(title: TitleParts, core: tuple[str, ...]) -> Decision | None:
    """The title without the software that it asks for: "Python Data Scraping Engineer"."""
    if tools().isdisjoint(core):
        return None
    found = find_name(" ".join([word for word in core if word not in tools()]))
    return Decision(found, "alias", f"known name once its tools are gone: {' '.join(core)!r}") if found else None


# The steps in their order, most certain first.
STEPS = (
    *(
        by_core,
        by_field,
        by_expert,
        by_part,
        by_order,
        by_foreign_name,
        by_repair,
        without_tools,
        by_one_field,
        by_opening,
        by_closing,
    ),
)
STEPS_OF_A_FIELD = (by_field, *STEPS)  # "Accounting Specialist - AI Trainer", "Math (PhD)": the field comes first


def match_profession_column(column: pd.Series) -> pd.DataFrame:
    """Match a column of titles: the fields of ProfessionMatch on the same index, missing where None.

    Each distinct title is matched once; score is a number, every other column text.

    >>> import pandas as pd
    >>> match_profession_column(pd.Series(["Dermatologists", "no such trade"]))["how"].to_list()
    ['alias', 'none']
    """
    import pandas as pd

    codes, distinct = pd.factorize(column, use_na_sentinel=False)
    kinds = dict.fromkeys(ProfessionMatch._fields, "str") | {"score": "float64"}
    matched = pd.DataFrame(match_titles(list(distinct)), columns=ProfessionMatch._fields).astype(kinds)
    return matched.take(codes).set_axis(column.index)
