"""Every locked dependency has a licence that somebody has looked at."""

import re
import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOOL = runpy.run_path(str(ROOT / "tools" / "write_licences.py"))
PAGE = (ROOT / "docs" / "generated" / "licences.md").read_text("utf-8")
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
ROWS = {(name, version): licence.strip() for name, version, licence in TOOL["ROW"].findall(PAGE) if name != "package"}

# Looked at one by one: all may be used, changed and passed on in a project of any licence.
PERMISSIVE = {
    *("0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD", "BSD-2-Clause"),
    *("BSD-3-Clause", "CC0-1.0", "HPND", "ISC", "MIT", "MIT-0"),
} | {
    *("MIT-CMU", "PSF-2.0", "Python-2.0", "Unlicense", "W3C License", "Zlib", "ZPL-2.1"),
    "Apache-2.0 WITH LLVM-exception",
}
# Used as they are and passed on by nobody here: a licence that asks something only of those who pass on changed copies.
USED_UNCHANGED = {
    "MPL-2.0": "asks that changed files of the package itself stay open; none is changed here",
    "LGPL-2.1-or-later": "a library that is imported, not changed",
}
# A choice of licences; the one that is taken.
CHOSEN = {"text-unidecode": "Artistic"}


def acceptable(name: str, licence: str) -> bool:
    if name in CHOSEN:
        return CHOSEN[name] in re.split(r" or | OR ", licence)
    alternatives = [re.split(r" AND ", part.strip("() ")) for part in re.split(r" or | OR ", licence)]
    return any(all(part.strip("() ") in PERMISSIVE | USED_UNCHANGED.keys() for part in parts) for parts in alternatives)


def test_the_page_names_each_locked_package_and_no_other() -> None:
    assert set(ROWS) == {(name, version) for name, version, _ in TOOL["locked"](LOCK)}


def test_the_page_says_what_the_installed_packages_say() -> None:
    stated = {name: TOOL["licence_of"](name) for name, _ in ROWS}
    assert sum(licence is not None for licence in stated.values()) > 100
    different = {
        name: (licence, stated[name]) for (name, _), licence in ROWS.items() if stated[name] not in (None, licence)
    }
    assert not different, "run make licences"


def test_somebody_has_looked_at_each_licence() -> None:
    not_here = [name for (name, _), licence in ROWS.items() if licence == TOOL["NOT_HERE"]]
    assert "only where" in PAGE or not not_here
    assert not [name for name in not_here if not re.search(rf"^\| {re.escape(name)} \|.*\| .+ \|$", PAGE, re.MULTILINE)]
    stated = {name: licence for (name, _), licence in ROWS.items() if name not in not_here}
    new = {name: licence for name, licence in stated.items() if not acceptable(name, licence)}
    assert not new, "look at each, then add it here with the reason"


def test_a_licence_that_nobody_has_looked_at_is_noticed() -> None:
    assert not acceptable("x", "AGPL-3.0-only")
    assert not acceptable("x", "MIT AND GPL-3.0-only")
    assert acceptable("x", "MIT OR GPL-3.0-only")
    assert not acceptable("x", "not stated")
