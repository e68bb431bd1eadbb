"""Data flows one way: a room imports only from rooms before it."""

import ast
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "src" / "labormarket"
sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
from write_architecture import floors  # noqa: E402

# README's map is the order; rooms of one line stand side by side and don't import each other.
FLOORS = [*floors(), ["__main__"]]
LEVEL = {name: level for level, names in enumerate(FLOORS) for name in names}


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
    return rooms & set(LEVEL)


def wrong_way(room: str, source: str) -> set[str]:
    return {other for other in imported_rooms(source) if other != room and LEVEL[other] >= LEVEL[room]}


def test_each_module_imports_only_from_rooms_before() -> None:
    modules = [path for path in PACKAGE.rglob("*.py") if room_of(path) != "__init__"]
    assert {room_of(path) for path in modules} <= set(LEVEL), "a room has no place in README's map"
    found = {path: wrong_way(room_of(path), path.read_text(encoding="utf-8")) for path in modules}
    assert not {path.relative_to(PACKAGE).as_posix(): rooms for path, rooms in found.items() if rooms}


def test_the_test_can_fail() -> None:
    assert wrong_way("sources", "from labormarket.pay import parse_pay") == {"pay"}
    assert wrong_way("platforms", "import labormarket.professions") == {"professions"}
    assert wrong_way("tiers", "from labormarket import charts") == {"charts"}
    assert not wrong_way("charts", "from labormarket.tiers import TIERS")
