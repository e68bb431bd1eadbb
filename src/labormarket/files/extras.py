"""Optional dependencies: which extra of this package brings a module that isn't installed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, requires

DISTRIBUTION = {"PIL": "pillow"}
"""Modules that aren't named like the package that brings them."""
LISTED = re.compile(r"([A-Za-z0-9._-]+).*;\s*extra == '(\w+)'")


def say_extra(error: ModuleNotFoundError, what: str, extra: str = "", listed: Iterable[str] | None = None) -> str:
    """Say what to install for `what`, where a module is missing; empty where no extra brings it.

    `extra` is the one that brings all that `what` needs, where the smallest that brings the module wouldn't do.
    `listed` are requirements as a package's metadata write them: those of the installed one unless given.

    >>> listed = ["seaborn; extra == 'charts'", "pillow>=11; extra == 'charts'", "pillow>=11; extra == 'site'"]
    >>> say_extra(ModuleNotFoundError("no such module", name="PIL.Image"), "site", listed=listed)
    "site needs PIL, which isn't installed: pip install 'labormarket[site]'"
    """
    module = (error.name or "").partition(".")[0]
    wanted = DISTRIBUTION.get(module, module).replace("_", "-")
    try:
        found = list(filter(None, map(LISTED.match, requires("labormarket") or () if listed is None else listed)))
    except PackageNotFoundError:
        return ""
    sizes = Counter(line[2] for line in found)  # an extra that builds on others lists all that they need
    extras = [line[2] for line in found if line[1].replace("_", "-") == wanted]
    if not extras:
        return ""
    extra = extra or min(extras, key=lambda name: sizes[name])
    return f"{what} needs {module}, which isn't installed: pip install 'labormarket[{extra}]'"
