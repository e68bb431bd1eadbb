"""Normaliser for titles: one form for each word, whatever its case, number, spelling, punctuation or script."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from labormarket.professions.taxonomy import read_list

BREAK = ";"  # stands between the parts of a title: "AI Trainer – Physics (Remote)"
LONGEST_TITLE = 300  # characters; a longer text is a posting, and its title is at its head

# A dash between spaces parts a title, a hyphen within a word joins it.
DASH = re.compile(r"\s[-–—‒―−|]+\s*|\s*[-–—]+\s")
HYPHENS_FOR_DASHES = (
    3  # "Nurse-Clinic-Mount Sinai-Full Time": so many hyphens, and neither dash nor comma, part a title
)
GENDER_MARKS = frozenset("(/:*_·|")
# What says that both sexes are meant: "Ärzt:in (m/w/d)", "Vendeur(se) H/F", "Camarero/a".
GENDERED = re.compile(
    r"(?<=\w\w\w)(?:[:*_·]|/-?|/(?=in))(?:innen|in|r|a|e|se|euse|trice|ra|o)(?!\w)"
    r"|(?<=\w\w\w)\(-?(?:in|innen|r|n|s|a|as|e|ne|se|euse|trice|rice|ra|o)\)"
    r"|\(?\b[hfmwdxi] ?[/|] ?[hfmwdx](?: ?[/|] ?[hfmwdxi])?\b\)?|\((?:all genders|gn)\)",
    re.IGNORECASE,
)
# "Line Cook - $21/hr + tips": what a title pays is no part of its name.
PAY = re.compile(
    r"[$£€]\s?\d[\d,.]*k?\+?(?:\s?(?:[-–]|to)\s?[$£€]?\s?\d[\d,.]*k?)?\+?"
    r"(?:\s?(?:/|p/|per |an |a )\s?(?:hr|hour|h|day|week|wk|month|mo|yr|year|annum)\b\.?)?"
)
SPECIAL = {
    "c++": "cplusplus",
    "c#": "csharp",
    "f#": "fsharp",
    ".net": " dotnet",
    "node.js": "nodejs",
    "vue.js": "vuejs",
}
# One character for one character, which Python does fastest; BREAK gets its spaces afterwards.
PUNCTUATION = str.maketrans(
    dict.fromkeys(',:()[]{}/\\–—•·|（）【】、，。：；／・+"“”„«»?!*#_=<>~', BREAK)
    | dict.fromkeys("-‐‑&@", " ")
    | dict.fromkeys(".'’`´‘®™", None)
)
STOP_WORDS = frozenset("a an and at by das de der des die du et for für in on or the to und with y".split())

ARABIC = "\u0600"  # from here on, scripts that glossary.csv translates: most put no spaces between words
NOT_PLURAL = ("ss", "us", "is", "ics", "news", "sas", "aws", "ios", "gis", "ops", "cms", "vfx", "los")


class Forms(dict[str, str]):
    """Each word seen -> its one form, worked out when it is first met; a word that says nothing has none.

    same_words.csv has the words with more than one spelling, abbreviations that mean one thing only, and plurals that
    no rule undoes.
    """

    def __missing__(self, word: str) -> str:
        one = singular(word)
        form = "" if word in STOP_WORDS else same_words().get(word) or same_words().get(one) or one
        if len(self) < 500_000:  # a stream of garbage must not fill the memory
            self[word] = form
        return form


FORMS = Forms()


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


def split_words(title: str) -> list[str]:
    """Return the words of a title in their one form, with BREAK where punctuation parts it.

    >>> split_words("Sr. Software Engineers, C++ (Full-Time)")
    ['senior', 'software', 'engineer', ';', 'cplusplus', ';', 'full', 'time', ';']
    >>> split_words("香港中文自由撰稿人")
    ['hong', 'kong', 'chinese', 'freelance', 'writer']
    """
    text = title[:LONGEST_TITLE]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        if max(text) >= ARABIC:
            pattern, english = glossary()
            text = pattern.sub(lambda match: english[match.group()], text)
    if text.replace(" ", "").isalnum():  # most titles: nothing but words
        words = " ".join([FORMS[word] for word in text.lower().split()]).split()
        return last_first(words) if "of" in words else words
    if not GENDER_MARKS.isdisjoint(text):
        text = GENDERED.sub(" ", text)
    text = text.lower()
    if "$" in text or "£" in text or "€" in text:
        text = PAY.sub(f" {BREAK} ", text)
    if "+" in text or "#" in text or "." in text:
        for written, word in SPECIAL.items():
            text = text.replace(written, word)
    if " -" in text or "- " in text or "–" in text or "—" in text:
        text = DASH.sub(f" {BREAK} ", text)
    elif text.count("-") >= HYPHENS_FOR_DASHES and "," not in text:
        text = text.replace("-", f" {BREAK} ")
    text = text.translate(PUNCTUATION).replace(BREAK, f" {BREAK} ")
    # Joined and split again: a form may be no word ("the") or two ("hr").
    words = " ".join([FORMS[word] for word in text.split()]).split()
    return last_first(words) if "of" in words else words


def last_first(words: list[str]) -> list[str]:
    """Turn each "A of B" round: a director of nursing is a nursing director."""
    turned: list[str] = []
    owed: list[str] = []
    start = 0  # of the run of words since the last break
    for word in words:
        if word == "of":
            owed.extend(turned[start:])
            del turned[start:]
            continue
        if word == BREAK:
            turned.extend(owed)
            owed.clear()
            start = len(turned) + 1
        turned.append(word)
    return turned + owed


def key_of(title: str) -> str:
    """Return the words of a title as one text: what two ways of writing the same title share.

    >>> key_of("Directors of Nursing") == key_of("nursing director")
    True
    """
    return " ".join(word for word in split_words(title) if word != BREAK)
