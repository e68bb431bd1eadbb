"""What AI training pays: pay statements into sourced tables, tables into a ladder of wage tiers.

The public names load their room on first use, so that `import labormarket` stays quick.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

TYPE_CHECKING = False  # as `typing` has it, without its 10 ms
if TYPE_CHECKING:
    from labormarket.charts import Chart, Style, draw_chart, house_style
    from labormarket.clean import clean
    from labormarket.pay import Bound, PayRange, Period, find_pay, parse_pay, parse_pay_column
    from labormarket.platforms import PlatformMatch, match_platform, match_platform_column
    from labormarket.professions import ProfessionMatch, match_profession, match_profession_column
    from labormarket.publishing.publish import publish_chart
    from labormarket.tables import load, tables

__all__ = [
    "Bound",
    "Chart",
    "PayRange",
    "Period",
    "PlatformMatch",
    "ProfessionMatch",
    "Style",
    "clean",
    "draw_chart",
    "find_pay",
    "house_style",
    "load",
    "match_platform",
    "match_platform_column",
    "match_profession",
    "match_profession_column",
    "parse_pay",
    "parse_pay_column",
    "publish_chart",
    "tables",
]

__version__ = "0.1.0"

# room -> the public names that it defines
HOME = {
    "charts": ["Chart", "Style", "draw_chart", "house_style"],
    "clean": ["clean"],
    "pay": ["Bound", "PayRange", "Period", "find_pay", "parse_pay", "parse_pay_column"],
    "platforms": ["PlatformMatch", "match_platform", "match_platform_column"],
    "professions": ["ProfessionMatch", "match_profession", "match_profession_column"],
    "publishing.publish": ["publish_chart"],
    "tables": ["load", "tables"],
}


class Room(ModuleType):
    """A room named like the public function in it (`clean`, `tables`): who calls the module calls the function."""

    def __call__(self, *values: object, **named: object) -> object:
        return getattr(self, self.__name__.rpartition(".")[2])(*values, **named)


class Face(ModuleType):
    """The package: a room that would cover the public function of its name becomes callable."""

    def __setattr__(self, name: str, value: object) -> None:
        if name in __all__ and isinstance(value, ModuleType):
            value.__class__ = Room
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = Face


def __getattr__(name: str) -> object:
    for room, names in HOME.items():
        if name in names:
            try:
                return getattr(import_module(f"labormarket.{room}"), name)
            except ModuleNotFoundError as missing:
                from labormarket.files.extras import say_extra

                raise ImportError(say_extra(missing, f"labormarket.{name}") or str(missing)) from missing
    raise AttributeError(f"module 'labormarket' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
