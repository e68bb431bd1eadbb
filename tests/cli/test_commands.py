"""The command line as a newcomer meets it: help, examples, JSON, exit codes, suggestions."""

import json
import re
import shlex
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner, Result

import labormarket as lm
from labormarket.cli import app, messages

ROOT = Path(__file__).parents[2]
GROUP = get_command(app)
assert isinstance(GROUP, TyperGroup)
COMMANDS = GROUP.commands
EXAMPLES = {
    name: [line for line in (command.epilog or "").split("\n\n") if line.startswith("labormarket")]
    for name, command in COMMANDS.items()
}


def run(command: str) -> Result:
    result = CliRunner().invoke(app, shlex.split(command))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_help_is_in_four_parts() -> None:
    told = run("--help").output
    assert re.findall(r"─ (Ask|Add|Build|Publish) ─", told) == ["Ask", "Add", "Build", "Publish"]
    assert re.findall(r"^│ ([a-z]+) ", told, re.MULTILINE) == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_two_examples_that_parse(name: str) -> None:
    command = COMMANDS[name]
    assert len(EXAMPLES[name]) == 2
    for example in EXAMPLES[name]:
        program, called, *arguments = shlex.split(example)
        assert (program, called) == ("labormarket", name)
        command.make_context(name, arguments)


@pytest.mark.parametrize("name", ["what", "parse", "title", "platform", "income", "report", "trace", "diff", "collect"])
def test_each_command_that_answers_has_json(name: str) -> None:
    assert "--json" in [flag for option in COMMANDS[name].params for flag in option.opts]


@pytest.mark.parametrize(
    ("command", "key", "value"),
    [
        ("parse '$20-25/hr' --json", "pay", None),
        ("title attorney --json", "profession", "lawyer"),
        ("platform MTurk --json", "platform", "Amazon Mechanical Turk"),
        ("income 40+ --hours 10 --weeks 2 --json", "usd_per_hour", [40.0, None]),
        ("report --json", "read", len(lm.load("pay"))),
        ("trace s0110 --json", "statement_id", "s0110"),
        ("trace p0309 --json", "statement_id", "p0309"),  # by the month, with dollars beside the shillings
        ("what nurse --country India --json", "country", "IN"),
    ],
)
def test_json_is_read_by_a_program(command: str, key: str, value: object) -> None:
    answer = json.loads(run(command).stdout, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert answer[key] == value if value is not None else answer[key]


def test_diff_as_json() -> None:
    answer = json.loads(run(f"diff {shlex.quote(str(ROOT))} {shlex.quote(str(ROOT))} --json").stdout)
    assert answer["came"] == answer["went"] == answer["headlines"] == []


@pytest.mark.parametrize(
    "command",
    [
        *("parse 'free fruit'", "parse 'free fruit' --json", "title zzz", "title zzz --json", "platform zzz"),
        *("platform zzz --json", "trace nothing", "what zzz", "chart wage_latter", "income nothing"),
        *("chart wage_ladder --country Atlantis", "chart wage_ladder --kind rumoured", "parse '$5' --country Atlantis"),
    ],
)
def test_nothing_found_is_exit_code_1(command: str) -> None:
    result = run(command)
    assert result.exit_code == 1
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("command", "meant"),
    [
        ("platform outliar", "Outlier"),
        ("title astronout", "astronomer"),
        ("chart wage_latter", "wage_ladder"),
        ("chart wage_ladder --platform outliar", "Outlier"),
        ("chart wage_ladder --kind advertized", "advertised"),
        ("what nurse --country Indai", "India"),
        ("chart wage_ladder --group nurse", "nurses"),
        ("repport", "report"),
        ("report --jason", "--json"),
    ],
)
def test_did_you_mean(command: str, meant: str) -> None:
    result = run(command)
    assert result.exit_code
    assert re.search(rf"(did you mean|Did you mean|possible).*{meant}", re.sub(r"[\s│]+", " ", result.output), re.I)


def test_a_country_may_be_named() -> None:
    by_code, by_name = (run(f"parse '$20 an hour' --country {country}").output for country in ("CA", "Kanada"))
    assert by_code == by_name
    assert "CAD" in by_code


@pytest.mark.parametrize("rate", ["₹500-800", "€20", "20 €", "₹ 500", "20 EUR", "up to €30/h", "£15-20/hr"])
def test_income_in_other_money(rate: str) -> None:
    result = run(f"income '{rate}' --hours 10 --weeks 2")
    assert result.exit_code == 0, result.output


def test_income_beside_a_profession_of_several_occupations() -> None:
    result = run("income 40 --hours 10 --weeks 2 --job nurse")
    assert re.search(r"day job   \d occupations of nurses: [\d,]+ to [\d,]+ US dollars a month", result.output)


def test_the_version_says_whose_data() -> None:
    assert run("--version").output == f"labormarket {lm.__version__}, data of the checkout {ROOT}\n"


def test_root_names_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = run("report").output
    monkeypatch.chdir(tmp_path)
    assert run(f"--root {shlex.quote(str(ROOT))} report").output == here
    wrong = run(f"--root {shlex.quote(str(tmp_path))} report")
    assert wrong.exit_code == 1 and "SOURCES.csv" in wrong.output


def test_completion_is_offered() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "labormarket"],
        env={"_LABORMARKET_COMPLETE": "complete_bash", "COMP_WORDS": "labormarket re", "COMP_CWORD": "1"}
        | {"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "report" in run.stdout.split(), run.stderr


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (
            "what nurse --country India",
            ["nurse in India", "India\n  nurse: no statement", "minimum wage there", "Not known"],
        ),
        ("what nurse --country India", ["the day job in the United States", "after unpaid time", "trace ID"]),
        ("what 'content moderator' --country KE", ["content moderator in Kenya: $1", "Sama", "it left Kenya"]),
        ("what lawyer", ["lawyer: $", "Anywhere", "all lawyers and legal experts"]),
    ],
)
def test_what_answers(command: str, words: list[str]) -> None:
    result = run(command)
    assert result.exit_code == 0
    for word in words:
        assert word in result.output, result.output


def test_a_command_that_takes_long_says_that_it_is_at_work(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(messages, "PATIENCE", 0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with messages.at_work("labormarket chart"):
        for timer in (thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)):
            timer.join()
    assert capsys.readouterr().err == "labormarket chart: at work …\n"
    with messages.at_work(""):  # a command that tells its steps
        assert not [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]


def test_a_reader_that_leaves_early_is_told_nothing() -> None:
    shell = f'"{sys.executable}" -m labormarket report | true'
    run = subprocess.run(["bash", "-c", shell], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.stderr == ""
