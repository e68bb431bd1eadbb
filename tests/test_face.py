"""The names that an analyst uses: listed, typed, quick to import, and right whatever was imported before."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest

import labormarket as lm
from labormarket.tables import TABLES, load_table, with_plain_types

ROOT = Path(__file__).parents[1]
ANALYSIS = """
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

import labormarket as lm

pay: pd.DataFrame = lm.load("pay")
known: pd.DataFrame = lm.tables()
columns: pd.DataFrame = lm.tables("pay")
read: lm.PayRange | None = lm.parse_pay("$20 to $30 an hour", country="US")
found: list[lm.PayRange] = lm.find_pay("from $20 to $30 an hour")
column: pd.DataFrame = lm.parse_pay_column(pd.Series(["$20/hr"]), country="US")
tidy: pd.DataFrame = lm.clean(pd.DataFrame({"pay_text": ["$20/hr"]}))
platform: str | None = lm.match_platform("Outlier AI").platform
profession: str | None = lm.match_profession("attorney").profession
several: pd.DataFrame = lm.match_profession_column(pd.Series(["attorney"]))
chart: lm.Chart = lm.draw_chart(
    "wage_ladder", {"pay": pay[pay["scope"].eq("training")]}, profession=["lawyer"], kind="advertised", since=2026,
    until="2026-12", country="US",
)
figure: Figure = chart.figure
style: lm.Style
with lm.house_style(lm.Style(dark=True)) as style:
    ground: str = style.palette.ground
path: Path = lm.publish_chart(
    figure, "mine", data=chart.data, title="Mine", alt_text="A chart", source_ids=chart.source_ids
)["png"]
if read is not None and read.period is lm.Period.HOUR and read.bound is not lm.Bound.VAGUE:
    print(read.low, read.span)
"""


def test_a_users_file_is_typed(tmp_path: Path) -> None:
    """With the settings of `make lint`, strict too, so that its cache serves here."""
    right, wrong = tmp_path / "right.py", tmp_path / "wrong.py"
    right.write_text(ANALYSIS)
    wrong.write_text(ANALYSIS.replace("since=2026", 'colour="red"'))
    run = subprocess.run(
        [sys.executable, "-m", "mypy", str(right), str(wrong)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    errors = [line for line in run.stdout.splitlines() if "error:" in line]
    assert run.returncode == 1, run.stdout + run.stderr
    assert len(errors) == 1 and "wrong.py" in errors[0], run.stdout
    assert 'Unexpected keyword argument "colour"' in errors[0]


@pytest.mark.parametrize("name", lm.__all__)
def test_each_public_name_is_there_and_says_what_it_is(name: str) -> None:
    assert name in dir(lm)
    assert getattr(lm, name).__doc__


def test_names_and_rooms_agree() -> None:
    assert sorted(lm.__all__) == sorted(name for names in lm.HOME.values() for name in names)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'lode'"):
        lm.lode  # noqa: B018


@pytest.mark.parametrize("name", ["clean", "tables"])
def test_a_function_named_like_its_room_can_be_called_after_the_room_was_imported(name: str) -> None:
    room = import_module(f"labormarket.{name}")
    assert callable(getattr(lm, name))
    assert getattr(room, name)


def test_import_loads_no_library() -> None:
    look = "import sys, labormarket; print(*sorted({'pandas', 'numpy', 'typing', 'matplotlib'} & set(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {look}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() in ("", "typing"), run.stdout


def test_reading_one_text_loads_no_library_of_tables() -> None:
    look = "import sys, labormarket as lm; lm.parse_pay('$20/hr'); print(*{'pandas', 'numpy'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""


def test_tiers_sort_as_a_ladder() -> None:
    pay = lm.load("pay")
    assert pay["tier"].cat.ordered
    assert (pay["tier"] >= "expert").sum() == pay["tier"].isin(["expert", *pay["tier"].cat.categories[4:]]).sum()
    assert list(lm.load("pay")["confidence"].cat.categories) == ["low", "med", "high"]


@pytest.mark.parametrize("name", TABLES)
def test_what_is_loaded_is_what_is_stored(name: str) -> None:
    plain = load_table(name)
    pd.testing.assert_frame_equal(with_plain_types(name, lm.load(name))[plain.columns], plain, check_dtype=True)


def test_a_table_says_where_it_comes_from() -> None:
    assert lm.load("tiers").attrs["edition"] == f"the checkout {ROOT}"


def test_a_misspelt_table_has_its_neighbours() -> None:
    with pytest.raises(KeyError, match="did you mean platforms"):
        lm.load("platform")


def test_each_listed_table_loads() -> None:
    for name in lm.tables().index:
        assert len(lm.load(name)), name


def test_a_filtered_table_draws_as_the_selection_does() -> None:
    pay = lm.load("pay")
    mine = lm.draw_chart("pay_by_platform", {"pay": pay[pay["kind"].eq("advertised")]})
    theirs = lm.draw_chart("pay_by_platform", kind="advertised")
    pd.testing.assert_frame_equal(mine.data, theirs.data)
    assert mine.title == theirs.title


def test_a_table_with_other_columns_is_told_how_to_rename_them() -> None:
    with pytest.raises(ValueError, match=r"none of the columns Salary, Job .*rename\(columns="):
        lm.clean(pd.DataFrame({"Salary": ["$20/hr"], "Job": ["nurse"]}))
