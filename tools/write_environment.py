"""Write environment.yml from pyproject.toml, the one hand-edited list of dependencies.

python tools/write_environment.py            # writes environment.yml
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXTRAS = re.compile(r"\[[^\]]*\]")


def listed_requirements(pyproject: str) -> list[str]:
    """Return every requirement that a full checkout needs: the package's own, its extras' and the dev group's."""
    project = tomllib.loads(pyproject)
    extras = project["project"].get("optional-dependencies", {}).values()
    # An extra that builds on another names this package; what two of them need is listed once.
    others = [item for extra in extras for item in extra if not item.startswith(f"{project['project']['name']}[")]
    return list(dict.fromkeys([*project["project"]["dependencies"], *others, *project["dependency-groups"]["dev"]]))


def conda_spec(requirement: str) -> str:
    """Turn a PyPI requirement into a conda match spec: conda-forge's packages come with their extras.

    >>> conda_spec("pandera[pandas]>=0.30"), conda_spec("pandas>=3.0,<3.2")
    ('pandera>=0.30', 'pandas>=3.0,<3.2')
    """
    return EXTRAS.sub("", requirement)


def environment(pyproject: str) -> str:
    """Return the text of environment.yml."""
    python = tomllib.loads(pyproject)["project"]["requires-python"]
    lines = [
        "# Generated from pyproject.toml by `make lock`; edit that file instead.",
        "name: labormarket",
        "channels:",
        "  - conda-forge",
        "dependencies:",
        f"  - python{python}",
        "  - pip",
        *(f"  - {conda_spec(requirement)}" for requirement in listed_requirements(pyproject)),
        "  - pip:",
        "      - --no-deps --no-build-isolation --editable .",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    (ROOT / "environment.yml").write_text(environment((ROOT / "pyproject.toml").read_text("utf-8")), "utf-8")
