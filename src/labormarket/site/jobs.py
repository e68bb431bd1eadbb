"""The index of "find my job": everyday words in four languages, each with the group of professions it leads to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from labormarket.professions import names_in, professions
from labormarket.professions.taxonomy import NAME_LANGUAGES, both_forms, everyday_words, read_list
from labormarket.site.contents import Contents
from labormarket.site.topics import Topic
from labormarket.site.yardsticks import measure_topic, summarise

EVERYDAY_WEIGHT, NAME_WEIGHT, ALIAS_WEIGHT = 3, 2, 1
"""What people say counts for more than the project's names, and those for more than titles of adverts."""


def index_jobs(site: Contents) -> dict[str, Any]:
    """Return what the search needs: groups and countries with page and answer, phrases with group and weight."""
    table = professions()
    groups = dict(zip(table["profession"], table["group"], strict=True))
    names = sorted(set(groups.values()))
    number = {name: place for place, name in enumerate(names)}
    topics = {topic.key: topic for topic in site.of_kind("professions")}
    phrases: dict[str, tuple[int, int]] = {}
    for phrase, group, weight in find_phrases(groups):
        kept = phrases.get(phrase)
        if kept is None or kept[1] < weight:
            phrases[phrase] = (number[group], weight)

    def answer(topic: Topic) -> list[str]:
        return measure_topic(topic, site.tables, groups)

    countries = sorted(site.of_kind("countries"), key=lambda topic: topic.name.removeprefix("the "))
    return {
        "groups": [
            {
                "name": name,
                "path": topics[name].path if name in topics else None,
                "answer": [*summarise(topics[name]), *answer(topics[name])] if name in topics else [],
                "professions": sorted(one for one, group in groups.items() if group == name),
            }
            for name in names
        ],
        "countries": [
            {"code": topic.key, "name": topic.name, "path": topic.path, "answer": answer(topic)} for topic in countries
        ],
        "phrases": [[phrase, *found] for phrase, found in sorted(phrases.items())],
    }


def find_phrases(groups: Mapping[str, str]) -> Iterator[tuple[str, str, int]]:
    """Give each phrase with its group and weight: everyday words, names in four languages, titles of the lists."""
    for word, group in everyday_words():
        yield word, group, EVERYDAY_WEIGHT
    for name, group in groups.items():
        yield name, group, NAME_WEIGHT
    for language in NAME_LANGUAGES:
        for profession, name in names_in(language).items():
            for form in both_forms(name, language) if profession in groups else ():
                yield form, groups[profession], NAME_WEIGHT
    for row in read_list("aliases.csv"):
        if row["profession"] in groups:
            yield row["alias"], groups[row["profession"]], ALIAS_WEIGHT
