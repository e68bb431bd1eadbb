"""pyproject.toml is the one list of dependencies; environment.yml and requirements.lock follow it."""

import re
import runpy
import tomllib
from pathlib import Path

import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
GENERATOR = runpy.run_path(str(ROOT / "tools" / "write_environment.py"))
PYPROJECT = (ROOT / "pyproject.toml").read_text("utf-8")
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PINS = dict(re.findall(r"^([a-z0-9._-]+)==([^ \\;]+)", LOCK, re.MULTILINE))


def test_environment_is_the_generated_one() -> None:
    assert (ROOT / "environment.yml").read_text("utf-8") == GENERATOR["environment"](PYPROJECT)


def test_environment_is_what_conda_reads() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    assert environment["channels"] == ["conda-forge"]
    assert environment["dependencies"][0] == "python>=3.11"
    assert all(re.fullmatch(r"[a-z0-9._-]+([<>=!,.0-9]+)?", item) for item in environment["dependencies"][:-1])


def test_lock_pins_each_listed_requirement() -> None:
    listed = [Requirement(text) for text in GENERATOR["listed_requirements"](PYPROJECT)]
    pins = {str(requirement): PINS.get(requirement.name.lower().replace("_", "-"), "") for requirement in listed}
    wrong = {text: pin for text, pin in pins.items() if not pin or not Requirement(text).specifier.contains(pin)}
    assert len(listed) > 30 and not wrong, "run make lock"


def test_lock_names_no_index_and_no_path() -> None:
    assert not re.search(r"://|--index|--find-links|file:|^\s*-e|@ /", LOCK, re.MULTILINE)
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=[a-z0-9])", LOCK.split("\n", 2)[2]))


def test_each_dependency_has_its_reason() -> None:
    in_list = False
    for line in PYPROJECT.splitlines():
        if re.match(r"(dependencies|[a-z]+) = \[$", line):
            in_list = "filterwarnings" not in line
        elif line == "]":
            in_list = False
        elif in_list and re.match(r'  "[a-z]', line):
            assert "# " in line, f"no reason: {line}"


def test_version_has_one_value() -> None:
    import labormarket

    assert tomllib.loads(PYPROJECT)["project"]["version"] == labormarket.__version__
