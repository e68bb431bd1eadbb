"""Articles of different styles, each with the triples that a careful reader takes from it: most found, none wrong."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labormarket.intake.amounts import find_amounts
from labormarket.intake.platform_mentions import find_platforms, groups
from labormarket.intake.prose import read_passages
from labormarket.intake.sentences import sentences
from labormarket.intake.statement_table import understand
from labormarket.intake.titles import find_titles
from labormarket.readers import Passage, RawStatement, page_text

ARTICLES = sorted(path for path in (Path(__file__).parent / "articles").iterdir() if path.suffix != ".csv")
Triple = tuple[str, str, str]


def number(value: float) -> str:
    return "" if value != value else f"{value:g}"


def read_triples(text: str | Path) -> list[Triple]:
    """What the reader makes of a text: (platform, profession as stated, pay as low-high currency period)."""
    if isinstance(text, Path):
        reader = page_text.read_html if text.suffix == ".html" else page_text.read_text
        passages = reader(text.read_bytes()).passages
    else:
        passages = page_text.read_text(text.encode()).passages
    table = understand(read_passages(passages)[0])
    return [
        (
            row["platform"] if row["platform"] == row["platform"] else "",
            row["profession_raw"],
            "vague"
            if row["bound"] == "vague"
            else f"{number(row['low'])}-{number(row['high'])} {row['currency']} {row['period']}",
        )
        for row in table.to_dict("records")
    ]


def expected_triples(article: Path) -> list[Triple]:
    with article.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    triples = []
    for row in rows:
        pay = row["pay"]
        if pay != "vague":
            ends, unit = pay.split(" ", 1)
            low, high = (number(float(end or "nan")) for end in ends.split("-"))
            pay = f"{low}-{high} {unit}"
        triples.append((row["platform"], row["profession"], pay))
    return triples


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.name)
def test_most_triples_are_found_and_none_is_wrong(article: Path) -> None:
    found, expected = read_triples(article), expected_triples(article)
    assert [triple for triple in found if triple not in expected] == []
    assert sum(triple in found for triple in expected) >= 0.9 * len(expected)


def test_a_sentence_without_end_is_cut() -> None:
    text = "word " * 2_000
    parts = [text[start:end] for start, end in sentences(text)]
    assert max(map(len, parts)) <= 1_500
    assert " ".join(parts) == text.strip()


def test_the_articles_are_of_many_kinds() -> None:
    assert len(ARTICLES) >= 5
    assert sum(len(expected_triples(article)) for article in ARTICLES) >= 100


def test_spans_point_at_the_pay() -> None:
    for article in ARTICLES:
        if article.suffix == ".html":
            continue
        text = article.read_text(encoding="utf-8")
        for statement in read_passages(page_text.read_text(article.read_bytes()).passages)[0]:
            assert statement.span is not None
            assert text[slice(*statement.span)] == statement.pay_text


@pytest.mark.parametrize(
    ("text", "platforms"),
    [
        ("Outlier, which is owned by Scale AI, pays $15 an hour to generalists.", ["Outlier"]),
        ("DataAnnotation, a Surge AI subsidiary, pays nurses $40 an hour.", ["DataAnnotation"]),
        ("Surge AI, which owns DataAnnotation, pays nurses $40 an hour.", ["Surge AI"]),
        ("Scale AI's Outlier pays nurses $40 an hour.", ["Outlier"]),
        ("Labelbox-owned Alignerr pays nurses $40 an hour.", ["Alignerr"]),
        ("Labelbox, through its Alignerr platform, pays nurses $40 an hour.", ["Alignerr"]),
        ("Labelbox runs Alignerr, which pays nurses $40 an hour.", ["Alignerr"]),
        ("Mindrift (owned by Toloka) pays nurses $40 an hour.", ["Mindrift"]),
        ("Unlike Outlier, Mercor pays nurses $40 an hour.", ["Mercor"]),
        ("Nurses earn $40 an hour on Mercor.", ["Mercor"]),
        ("Mercor, which counts OpenAI among its clients, pays nurses $40 an hour.", ["Mercor"]),
        ("Remotasks (owned by Scale AI), Appen and Clickworker pay nurses $4 an hour.",
         ["Remotasks", "Appen", "Clickworker"]),
        ("Nurses earn $40 an hour.", [""]),
        ("Amazon's Mechanical Turk, Scale AI's Remotasks or Appen's CrowdGen pay nurses $4 an hour.",
         ["Amazon Mechanical Turk", "Remotasks", "CrowdGen"]),
        ("Mercor is growing. Nurses at Gengo earn $40 an hour.", [""]),
        ("Mercor is growing, but Acme Data pays nurses $40 an hour.", [""]),
        ("A nurse answers questions for Mercor at $40 an hour.", ["Mercor"]),
        ("Outlier is growing. The Scale AI subsidiary pays nurses $40 an hour.", ["Outlier"]),
        ("Nurses get $40 an hour on Appen, and Mercor pays poets $60 an hour.", ["Appen", "Mercor"]),
        ("Surge AI is growing. Its DataAnnotation arm pays nurses $40 an hour.", ["DataAnnotation"]),
        ("TELUS Digital, originally Lionbridge AI, pays nurses $40 an hour.", ["TELUS Digital"]),
        ("OpenAI hires. A trader at one of the big banks makes $200,000 a year.", [""]),
        ("Appen is growing. A tailor, whose workshop pays her $900 a week, tried it.", [""]),
        ("Appen is growing. Gardening pays a helper $20 an hour in our town.", [""]),
        ("Appen is growing.\n\nIt has a limit, though. In Lima, pupils earned $1 an hour.", [""]),
        ("Appen is growing.\n\nIt hires all over the world. Typists earn $4 an hour.", ["Appen"]),
        ("Appen is growing. In Oslo, inmates were paid $2 an hour by Fjordtech.", [""]),
        ("The forum belongs to Turing. It pays nurses $40 an hour.", ["Turing"]),
        ("Gengo, which belongs to Lionbridge, pays nurses $40 an hour.", [""]),
        ("He met an Outlier solid-state physics tutor on $40 an hour.", ["Outlier"]),
        ("Nurses get $4 an hour from Sama's supplier.", [""]),
        ("A nurse has a contract with Appen, which pays her $40 an hour.", ["Appen"]),
        ("Mercor is growing. Its owner Toloka pays nurses $40 an hour.", ["Toloka"]),
        ("Surge AI is growing. An archivist in Lyon earns perhaps $2,500 a month.", [""]),
        ("Surge AI is growing. A notary who bills $400 an hour spoke up.", [""]),
        ("Surge AI pays professors at Yale $40 an hour.", ["Surge AI"]),
        ("Mercor is growing. Her clinic pays a vet $60 an hour.", [""]),
        ("Mercor cut pay. One of them, a tailor, used to make $900 a week.", [""]),
        ("Mercor is growing. According to Glassdoor, a plumber earns $40 an hour.", [""]),
    ],
)  # fmt: skip
def test_the_one_who_pays(text: str, platforms: list[str]) -> None:
    assert [triple[0] for triple in read_triples(text)] == platforms


@pytest.mark.parametrize(
    ("text", "triples"),
    [
        ("Mercor is growing. The company pays poets $50 an hour.", [("Mercor", "poet", "50-50 USD hour")]),
        ("Mercor is growing.\n\nIt pays poets $50 an hour.", [("Mercor", "poet", "50-50 USD hour")]),
        ("Mercor is growing.\n\nPoets are paid $50 an hour.", [("", "poet", "50-50 USD hour")]),
        ("Mercor is growing. In developing countries annotators earn $1 an hour.",
         [("", "annotator", "1-1 USD hour")]),
        ("Mercor pays $50 an hour.", [("Mercor", "", "50-50 USD hour")]),
        ("Mercor wants poets. They earn $50 an hour.", [("Mercor", "poet", "50-50 USD hour")]),
        ("Mercor pays $250 to $450 an hour to medical fellows, $300 to $500 to management consultants and investment "
         "bankers.", [("Mercor", "medical fellow", "250-450 USD hour"),
                      ("Mercor", "management consultant", "300-500 USD hour"),
                      ("Mercor", "investment banker", "300-500 USD hour")]),
        ("Mercor pays poets $50 an hour ($104,000 a year).", [("Mercor", "poet", "50-50 USD hour")]),
        ("Mercor pays a few dollars an hour to annotators.", [("Mercor", "annotator", "vague")]),
        ("Mercor is growing.\n\nShe was tired. The startup pays poets $50 an hour.",
         [("Mercor", "poet", "50-50 USD hour")]),
        ("Poets earn $45 an hour at Outlier and $70 at Mercor.",
         [("Outlier", "poet", "45-45 USD hour"), ("Mercor", "poet", "70-70 USD hour")]),
        ("On Mercor chemists earn $60 an hour, the same as poets.",
         [("Mercor", "chemist", "60-60 USD hour"), ("Mercor", "poet", "60-60 USD hour")]),
        ("Mercor pays lawyers $110 to $130 an hour. So do nurses ($80 to $120).",
         [("Mercor", "lawyer", "110-130 USD hour"), ("Mercor", "nurse", "80-120 USD hour")]),
        ("Lawyer – Outlier $40/hr, Mercor $110/hr",
         [("Outlier", "lawyer", "40-40 USD hour"), ("Mercor", "lawyer", "110-110 USD hour")]),
        ("Hourly rates are highest at Mercor. Poets: $50 to $60.", [("Mercor", "poet", "50-60 USD hour")]),
        ("Teachers, who earn $32 an hour in a classroom, are offered $28 by Mercor.",
         [("", "teacher", "32-32 USD hour"), ("Mercor", "teacher", "28-28 USD hour")]),
        ("Labelers on Appen make $9 an hour, and in poorer countries annotators make $1 an hour.",
         [("Appen", "labeler", "9-9 USD hour"), ("", "annotator", "1-1 USD hour")]),
        ("Remotasks and Appen are old. In Kenya it is $1 an hour.", [("", "", "1-1 USD hour")]),
        ("Mercor pays welders $70 an hour, which beats the $28 an hour of the trade's median.",
         [("Mercor", "welder", "70-70 USD hour")]),
        ("Mercor pays poets $50 an hour. They had been getting $60 an hour.",
         [("Mercor", "poet", "50-50 USD hour"), ("Mercor", "poet", "60-60 USD hour")]),
        ("Appen pays tutors $14 an hour. In Peru the rate is closer to $4.",
         [("Appen", "tutor", "14-14 USD hour"), ("Appen", "tutor", "4-4 USD hour")]),
        ("Outlier pays Hindi tutors $8 an hour; the same work done from Oslo pays $30.",
         [("Outlier", "hindi tutor", "8-8 USD hour"), ("Outlier", "hindi tutor", "30-30 USD hour")]),
        ("Outlier pays Hindi tutors in India $8 an hour, those in Norway $30.",
         [("Outlier", "hindi tutor", "8-8 USD hour"), ("Outlier", "hindi tutor", "30-30 USD hour")]),
        ("On micro1 $95 an hour is paid; that compares with $90 an hour for poets at Mercor and $85 at Outlier.",
         [("micro1", "", "95-95 USD hour"), ("Mercor", "poet", "90-90 USD hour"),
          ("Outlier", "poet", "85-85 USD hour")]),
        ("Mercor pays poets $50 an hour and, oddly, offers work for a skipping-rope champion at $75 an hour.",
         [("Mercor", "poet", "50-50 USD hour"), ("Mercor", "", "75-75 USD hour")]),
        ("A plumber joined Mercor after a recruiter messaged him about work at $85 an hour.",
         [("Mercor", "plumber", "85-85 USD hour")]),
        ("All figures are hourly.\n\nMercor\n\nPoets: $50 to $60", [("Mercor", "poet", "50-60 USD hour")]),
        ("TELUS pays raters $12 an hour, and Prolific surveys come to $8 an hour.",
         [("TELUS Digital", "rater", "12-12 USD hour"), ("Prolific", "", "8-8 USD hour")]),
        ("Turing offered her $40 an hour as a data engineer.", [("Turing", "data engineer", "40-40 USD hour")]),
        ("On Appen her old job pays $11 an hour.", [("Appen", "", "11-11 USD hour")]),
        ('At Scale AI a "Field Operations Lead" gets $90,000 a year.',
         [("Scale AI", "field operations lead", "90000-90000 USD year")]),
        ("Field managers at Scale AI get $90,000 to $120,000; at Labelbox a planner makes $60,000 a year.",
         [("Scale AI", "field manager", "90000-120000 USD year"), ("Labelbox", "planner", "60000-60000 USD year")]),
        ("Pay at Turing: $30 to $200 an hour. Vets lead with $160, then come notaries with $120.",
         [("Turing", "", "30-200 USD hour"), ("Turing", "notary", "120-120 USD hour")]),
        ("Turing pays vets $90 an hour. Alignerr offers a poet $45 and a stage designer $55.",
         [("Turing", "vet", "90-90 USD hour"), ("Alignerr", "poet", "45-45 USD hour"),
          ("Alignerr", "stage designer", "55-55 USD hour")]),
        ("Appen pays $20 an hour for editing and $40 or more for spreadsheets.",
         [("Appen", "editing", "20-20 USD hour"), ("Appen", "", "40- USD hour")]),
        ("Ines labels streets for Sama's partner and takes home $300 a month.", [("", "", "300-300 USD month")]),
        ("Mr. Sandqvist makes $40 an hour on Appen.", [("Appen", "", "40-40 USD hour")]),
        ("Appen pays for transcription. Workers say they make $4 an hour.", [("Appen", "worker", "4-4 USD hour")]),
        ("Appen pays raters $9 an hour. In Peru they're on £4.",
         [("Appen", "rater", "9-9 USD hour"), ("Appen", "rater", "4-4 GBP hour")]),
        ("Appen, one of the expert marketplaces, pays $50 an hour.", [("Appen", "", "50-50 USD hour")]),
    ],
)  # fmt: skip
def test_what_carries_on_and_what_does_not(text: str, triples: list[Triple]) -> None:
    assert read_triples(text) == triples


@pytest.mark.parametrize(
    "text",
    [
        "Mercor, valued at $10 billion, raised $350 million.",
        "Mercor pays out $1.5 million a day to its 30,000 contractors.",
        "Mercor charges clients $120 an hour for a nurse.",
        "Mercor offers a $500 referral bonus to nurses.",
        "The federal minimum wage is $7.25 an hour.",
        "Scale AI settled for $1.2 million.",
        "Can a poet really earn $100 an hour at Mercor?",
        "Sama charged OpenAI $12.50 an hour.",
        "OpenAI paid Sama about $12.50 an hour for each annotator.",
        "Turing pays well, and an accountant will charge you $200 for the return.",
        "G2i pays a recruiter $2,000 a head.",
        "Those who earn much on Turing get a 1099.",
        "Mercor's tutors are below the state minimum of $16 an hour.",
        "Mercor gives nurses a lunch allowance of $15 a day and a $500 desk budget.",
        "On Mercor the average is up from $85 an hour.",
        "Mercor's lawyers get $20 to $40 less.",
        "Mercor never took a cent of public money.",
        "The minimum wage in Kenya, by the way, is $1.50 an hour.",
        "My accountant charges $180 an hour.",
        "The hours at Mercor are few, usually 10 to 30 a week.",
        "For a nurse in Lagos $5 an hour would be a fortune.",
        "The median American lawyer makes $73 an hour, and the median nurse $40.",
        "Mercor has 10,000 tutors, 70% of whom hold a doctorate, working 10 to 30 hours a week.",
    ],
)
def test_other_money_is_no_pay(text: str) -> None:
    assert read_triples(text) == []


def test_a_cut_is_not_a_range() -> None:
    assert not [pay for _, _, pay in read_triples("Mercor cut reviewers from $21 to $16 an hour.") if "16-21" in pay]


def test_a_listing_keeps_its_title_and_platform() -> None:
    listing = RawStatement(platform="acme", profession_raw="Nurse (remote)", source_url="https://a.example", where="j")
    text = "Acme works with OpenAI. You earn $40 an hour; doctors earn $90 an hour. A $500 sign-on bonus is paid."
    found, _ = read_passages([Passage(text, listing)])
    assert {(s.platform, s.profession_raw) for s in found} == {("acme", "Nurse (remote)")}
    assert [s.pay_text.removeprefix("earn ") for s in found] == ["$40 an hour", "$90 an hour"]


@given(st.text(max_size=400))
def test_any_text_is_read_without_error(text: str) -> None:
    for start, end in sentences(text):
        sentence = text[start:end]
        amounts, _ = find_amounts(sentence)
        mentions = find_platforms(sentence)
        groups(sentence, mentions)
        titles = find_titles(sentence, tuple((m.start, m.end) for m in (*mentions, *amounts)))
        assert all(0 <= title.start < title.end <= len(sentence) for title in titles)


@pytest.mark.slow
def test_a_long_page_takes_a_bounded_time() -> None:
    import time

    text = "Mercor, which Acme owns, pays lawyers, doctors and poets $50 to $60 an hour, and nurses $30. " * 2_000
    begun = time.monotonic()
    found, _ = read_passages([Passage(text[:100_000])])
    assert len(found) > 3_000
    assert time.monotonic() - begun < 60
