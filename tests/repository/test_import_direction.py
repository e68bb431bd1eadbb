"""Data flows one way: a room imports only from rooms before it."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "labormarket"
# The order of the house. pay, professions and platforms stand side by side and don't import each other.
ROOMS = [
    "files",
    "sources",
    "pay",
    "platforms",
    "professions",
    "readers",
    "hourly",
    "tiers",
    "clean",
    "tables",
    "comparisons",
    "estimates",
    "charts",
    "publishing",
    "site",
    "intake",
    "build",
    "scale",
    "project",
    "cli",
    "__main__",
]
SIDE_BY_SIDE = {"pay", "professions", "platforms"}


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(source: str) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(source)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide the direction"
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        rooms |= {name.split(".")[1] for name in names if name.startswith("labormarket.")}
    return rooms & set(ROOMS)


def wrong_way(room: str, source: str) -> set[str]:
    before = set(ROOMS[: ROOMS.index(room) + 1]) - (SIDE_BY_SIDE - {room} if room in SIDE_BY_SIDE else set())
    return imported_rooms(source) - before


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if room_of(path) != "__init__")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_only_from_rooms_before(path: Path) -> None:
    room = room_of(path)
    assert room in ROOMS, f"{room} has no place in the order of the house: add it to ROOMS"
    assert not wrong_way(room, path.read_text(encoding="utf-8"))


def test_the_test_can_fail() -> None:
    assert wrong_way("sources", "from labormarket.pay import parse_pay") == {"pay"}
    assert wrong_way("pay", "import labormarket.platforms") == {"platforms"}
    assert wrong_way("tiers", "from labormarket import charts") == {"charts"}
    assert not wrong_way("charts", "from labormarket.tiers import TIERS")
