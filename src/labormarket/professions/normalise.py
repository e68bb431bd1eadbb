"""Normaliser for titles: one form for each word, whatever its case, number, spelling, punctuation or script."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import chain

from labormarket.professions.taxonomy import read_list

BREAK = ";"  # what all punctuation becomes that parts a title: "AI Trainer – Physics (Remote)"
MOST_REMEMBERED = 500_000  # words, runs and titles: a stream of garbage must not fill the memory
LONGEST_TITLE = 300  # characters; a longer text is a posting, and its title is at its head

# A hyphen joins, but many in a title with neither dash nor comma part it: "Nurse-Clinic-Mount Sinai-Days".
HYPHENS_FOR_DASHES, DASHES_AND_COMMAS = 3, (" -", "- ", "–", "—", ",")
# What says that both sexes are meant: "Ärzt:in (m/w/d)", "Vendeur(se) H/F", "Camarero/a".
GENDERED = re.compile(
    r"(?<=\w\w\w)(?:[:*_·]|/-?|/(?=in))(?:innen|in|r|a|e|se|euse|trice|ra|o)(?!\w)"
    r"|(?<=\w\w\w)\(-?(?:in|innen|r|n|s|a|as|e|ne|se|euse|trice|rice|ra|o)\)"
    r"|\(?\b[hfmwdxi] ?[/|] ?[hfmwdx](?: ?[/|] ?[hfmwdxi])?\b\)?|\(gn\)"
)
# "Line Cook - $21/hr + tips": what a title pays is no part of its name.
PAY = re.compile(
    r"[$£€]\s?\d[\d,.]*k?\+?(?:\s?(?:[-–]|to)\s?[$£€]?\s?\d[\d,.]*k?)?\+?"
    r"(?:\s?(?:/|p/|per |an |a )\s?(?:hr|hour|h|day|week|wk|month|mo|yr|year|annum)\b\.?)?",
    re.IGNORECASE,
)
# "Nurse (73692)", "Driver - R-12345", "Intern #JR00481": the number of an advert.
REQUISITION = re.compile(r"(?<!\w)[a-z]{0,4}[-_#]*\d{4,}\w*")
SPECIAL = {
    "c++": "cplusplus",
    "c#": "csharp",
    "f#": "fsharp",
    ".net": " dotnet",
    "node.js": "nodejs",
    "vue.js": "vuejs",
}
# One character for one character, which Python does fastest.
PUNCTUATION = str.maketrans(
    dict.fromkeys(',:()[]{}/\\–—‒―−•·|（）【】、，。：；／・+"“”„«»?!*#_=<>~', BREAK)
    | dict.fromkeys("-‐‑&@", " ")
    | dict.fromkeys(".'’`´‘®™", None)
)
STOP_WORDS = frozenset("a an and at by das de der des die du et for für in on or the to und with y".split())

ARABIC = "\u0600"  # from here on, scripts that glossary.csv translates: most put no spaces between words
NOT_PLURAL = ("ss", "us", "is", "ics", "news", "sas", "aws", "ios", "gis", "ops", "cms", "vfx", "los")


class Tokens(dict[str, str]):
    """Each stretch of text between two spaces -> its words in their one form and BREAKs, worked out when first met.

    same_words.csv has the words with more than one spelling, abbreviations that mean one thing only, and plurals that
    no rule undoes; a word that says nothing has no form.
    """

    def __missing__(self, token: str) -> str:
        text = token.lower() if token.isascii() else unicodedata.normalize("NFKC", token).lower()
        if text.isascii() and text.isalnum():  # most tokens: no mark that the rest looks for
            text = REQUISITION.sub(" ", text)
        else:
            text = REQUISITION.sub(" ", GENDERED.sub(" ", text))
            for written, word in SPECIAL.items():
                text = text.replace(written, word)
            if text.startswith("-") or text.endswith("-"):  # a dash, not the hyphen of a word
                text = f"{BREAK}{text}" if text.startswith("-") else f"{text}{BREAK}"
            text = text.translate(PUNCTUATION).replace(BREAK, f" {BREAK} ")
        forms = " ".join([form_of(word) for word in text.split()])
        if len(self) < MOST_REMEMBERED:
            self[token] = forms
        return forms


TOKENS = Tokens()


def form_of(word: str) -> str:
    """The one form of a word, nothing for a word that says nothing."""
    one = singular(word)
    return "" if word in STOP_WORDS else same_words().get(word) or same_words().get(one) or one


@cache
def same_words() -> dict[str, str]:
    """Word -> the one form, of one or several words, that stands for it."""
    return {row["written"]: row["form"] for row in read_list("same_words.csv")}


@cache
def glossary() -> tuple[re.Pattern[str], dict[str, str]]:
    """The words of glossary.csv, longest first, and their English."""
    english = {row["written"]: f" {row['english']} " for row in read_list("glossary.csv")}
    return re.compile("|".join(map(re.escape, sorted(english, key=len, reverse=True)))), english


def singular(word: str) -> str:
    """Return the singular of an English word; a word that is none stays as it is.

    >>> [singular(word) for word in ("nurses", "secretaries", "waitresses", "physics", "bus", "glass")]
    ['nurse', 'secretary', 'waitress', 'physics', 'bus', 'glass']
    """
    if len(word) < 4 or word[-1] != "s" or word.endswith(NOT_PLURAL):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1]


def split_text(title: str) -> list[str]:
    """Return the runs of words, in their one form, between the punctuation of a title; pay and gender are left out.

    >>> split_text("Sr. Ärzt:in (m/w/d), C++ Team  #R-12345 - $21/hr")
    ['senior ärzt', 'cplusplus team', '', '', '']
    """
    text = title[:LONGEST_TITLE]
    if not text.isascii() and max(text) >= ARABIC:
        pattern, english = glossary()
        text = pattern.sub(lambda match: english[match.group()], unicodedata.normalize("NFKC", text))
    if "$" in text or "£" in text or "€" in text:
        text = PAY.sub(f" {BREAK} ", text)
    if " / " in text or " | " in text:
        text = GENDERED.sub(" ", text.lower())
    if text.count("-") >= HYPHENS_FOR_DASHES and not any(mark in text for mark in DASHES_AND_COMMAS):
        text = text.replace("-", f" {BREAK} ")
    return [run.strip() for run in " ".join([TOKENS[token] for token in text.split()]).split(BREAK)]


def words_of(run: str) -> tuple[str, ...]:
    """Return the words of a run; each "A of B" is turned round, as a director of nursing is a nursing director.

    >>> words_of("director of nursing"), words_of(" ")
    (('nursing', 'director'), ())
    """
    *before, last = f" {run} ".split(" of ")
    return tuple(" ".join([last, *before]).split())


def key_of(title: str) -> str:
    """Return the words of a title as one text: what two ways of writing the same title share.

    >>> key_of("Directors of Nursing") == key_of("nursing director"), key_of("Sr. Software Engineers, C++ (Full-Time)")
    (True, 'senior software engineer cplusplus full time')
    >>> key_of("香港中文自由撰稿人")
    'hong kong chinese freelance writer'
    """
    return " ".join(chain.from_iterable(map(words_of, split_text(title))))
