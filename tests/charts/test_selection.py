"""A reader's own selection and `labormarket chart`: the rows asked for, under the same sources, counts and caveats."""

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import labormarket as lm
from labormarket.charts import CHARTS, SelectionError, Style, Tables, select
from labormarket.cli import app
from labormarket.sources import find_project_root

PAY = pd.DataFrame(
    {
        "statement_id": ["s1", "s2", "s3", "s4", "s5"],
        "platform": ["Mercor", "Mercor", "Surge AI", "Sama", "Outlier"],
        "profession": ["lawyer", "chemist", "lawyer", "data labeller", "chemist"],
        "tier": [
            *("senior expert", "expert", "elite expertise"),
            *("sweatshop labelling", "expert"),
        ],
        "country": ["US", None, "US;CA", "KE", None],
        "kind": ["advertised", "advertised", "reported", "reported", "advertised"],
        "published_on": ["2025-11", "2025", None, "2023-01-18", "2025-06-30"],
    }
).astype("str")
PROFESSIONS = pd.DataFrame({"profession": ["lawyer", "chemist"], "field": ["law", "STEM"]})
TABLES = {"pay": PAY, "sources": pd.DataFrame({"source_id": ["s"]}), "professions": PROFESSIONS}


def kept(**fields: tuple[str, ...] | str) -> list[int]:
    return select(Tables(TABLES), Style(), **fields)[0]["pay"].index.tolist()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "rows"),
    [
        ({"platform": ("Mercor",)}, [0, 1]),
        ({"platform": ("mercor", "SAMA")}, [0, 1, 3]),
        ({"platform": ("surge",)}, [2]),
        ({"profession": ("Lawyer",)}, [0, 2]),
        ({"platform": ("Mercor",), "profession": ("lawyer",)}, [0]),
        ({"tier": ("Expert",)}, [1, 4]),
        ({"country": ("us",)}, [0, 2]),
        ({"country": ("CA", "KE")}, [2, 3]),
        ({"since": "2025"}, [0, 1, 4]),
        ({"since": "2025-06"}, [0, 4]),
        ({"since": "2025-07"}, [0]),
        ({"until": "2025-06"}, [1, 3, 4]),
        ({"until": "2025", "since": "2025-06"}, [0, 4]),
        ({"kind": ("reported",)}, [2, 3]),
        ({"field": ("law",)}, [0, 2]),
    ],
)
def test_a_selection_keeps_what_it_names(fields: dict[str, tuple[str, ...] | str], rows: list[int]) -> None:
    assert kept(**fields) == rows


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"platform": ("Mercer",)}, "no platform 'Mercer' has a statement; did you mean Mercor"),
        ({"profession": ("zzz",)}, "no profession 'zzz' has a statement"),
        ({"tier": ("exprt",)}, "expert"),
        ({"country": ("Atlantis",)}, "no country 'Atlantis'"),
        ({"field": ("laws",)}, "did you mean law"),
        ({"kind": ("advert",)}, "did you mean advertised"),
        ({"since": "last year"}, "write a date such as 2025"),
        ({"since": "2025-13"}, "write a date such as 2025"),
        ({"platform": ("Sama",), "since": "2026"}, "no statement is left: Sama, since 2026"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is_near(fields: dict[str, tuple[str, ...]], words: str) -> None:
    with pytest.raises(SelectionError, match=words):
        kept(**fields)


def test_a_keyword_that_selects_nothing_is_refused() -> None:
    with pytest.raises(TypeError, match="not selected by profesion"):
        select(Tables(TABLES), Style(), profesion="lawyer")  # type: ignore[call-arg]


def test_comparisons_keep_the_rows_that_rest_on_a_selected_statement() -> None:
    pairs = pd.DataFrame({"platform": ["Mercor", "Sama"], "statement_ids": ["p0;p3", "p2"]})
    gaps = pd.DataFrame({"statement_id": ["p3", "p2"]})
    pay = PAY.assign(statement_id=[f"p{number}" for number in range(len(PAY))])
    tables = Tables({**TABLES, "pay": pay, "like_for_like": pairs, "gaps": gaps})
    selected, _ = select(tables, Style(), country="KE")
    assert selected["pay"]["statement_id"].tolist() == ["p3"]
    assert selected["like_for_like"]["platform"].tolist() == ["Mercor"]
    assert selected["gaps"]["statement_id"].tolist() == ["p3"]


def test_registers_stay_whole() -> None:
    selected, _ = select(Tables(TABLES), Style(), platform="Sama")
    assert len(selected["sources"]) == 1


def test_the_python_face_takes_the_same_words_as_the_command_line() -> None:
    chart = lm.draw_chart("wage_ladder", profession="lawyer", kind=["advertised", "reported"], since=2025, until="2026")
    assert chart.subtitle.startswith("lawyer, adverts, accounts, since 2025, until 2026.")
    assert set(chart.data["profession"]) == {"lawyer"}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.chdir(find_project_root())
    return lambda *words: CliRunner().invoke(app, ["chart", *words])


def test_the_list_names_every_chart_with_its_question(run) -> None:
    lines = run("--list").output.splitlines()
    assert [line.split()[0] for line in lines] == list(CHARTS)
    assert all(line.rstrip().endswith("?") for line in lines)


def test_a_selection_leaves_with_its_sources_counts_and_caveats(run, tmp_path: Path) -> None:
    result = run(
        *("wage_ladder", "--platform", "mercor", "--since", "2025", "--width", "column", "--lang", "de"),
        *("--dark", "--out", str(tmp_path)),
    )
    assert result.exit_code == 0, result.output
    name = "wage_ladder_mercor_seit_2025_column_de_dark"
    assert {path.name for path in tmp_path.iterdir()} == {
        f"{name}.{suffix}" for suffix in ("png", "svg", "csv", "json")
    }
    described = json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8"))
    rows = pd.read_csv(tmp_path / f"{name}.csv")
    assert set(rows["platform"]) == {"Mercor"}
    assert described["rows"] == len(rows)
    assert described["subtitle"].startswith("Mercor, seit 2025.")
    assert "Ausgeschrieben ist nicht bezahlt" in described["note"]
    assert {source["source_id"] for source in described["sources"]} >= set(rows["source_id"])


def test_ones_own_title_stands_on_the_chart_and_in_its_files(run, tmp_path: Path) -> None:
    result = run("evidence", "--title", "What we know", "--out", str(tmp_path))
    assert result.exit_code == 0, result.output
    described = json.loads((tmp_path / "evidence.json").read_text(encoding="utf-8"))
    assert described["title"] == "What we know"
    assert "“What we know.”" in described["citation"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("wage_latter",), "did you mean wage_ladder"),
        (("wage_ladder", "--platform", "Mercer"), "did you mean Mercor"),
        (("wage_ladder", "--width", "poster"), "no width 'poster': one of column, page, square, story"),
        (("wage_ladder", "--lang", "it"), "no language 'it'"),
        (("owners", "--platform", "Mercor"), "no owner of two platforms"),
        (("wage_ladder", "--width", "square", "--title", "far too long " * 30), "shorten the title"),
    ],
)
def test_a_chart_that_cannot_be_drawn_says_why_and_writes_nothing(
    run, tmp_path: Path, words: tuple[str, ...], reason: str
) -> None:
    result = run(*words, "--out", str(tmp_path))
    assert result.exit_code == 1
    assert reason in " ".join(result.output.split())
    assert not any(tmp_path.iterdir())
