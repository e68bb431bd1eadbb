"""Draw the import graph of the rooms from the code itself, into docs/generated/architecture.svg.

The order of the rooms is that of README's map, which a test holds to the folder tree and to the imports.
"""

from __future__ import annotations

import ast
import io
import re
from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
from matplotlib.patches import Arc

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "labormarket"
PICTURE = ROOT / "docs" / "generated" / "architecture.svg"
ROW = 0.3  # inches from one room to the next
ARC = 0.6  # width of the widest arc, in the units of the axes
INK, PALE, ACCENT = "#1a1a1a", "#9aa7b4", "#0b5a7d"


def floors() -> list[list[str]]:
    """Return the rooms of README's map in their order; rooms of one line stand side by side and share a floor."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = readme.split("src/labormarket/\n", 1)[1].split("```", 1)[0].splitlines()
    return [
        [name.rstrip("/").removesuffix(".py") for name in re.findall(r"\S+(?:/|\.py)(?= |$)", line[:25])]
        for line in lines
        if line.startswith("  ") and line[2] != " "
    ]


def imports(room: str, rooms: set[str]) -> set[str]:
    """Return the other rooms that a room imports."""
    path = PACKAGE / room
    found: set[str] = set()
    for module in sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            found |= {name.split(".")[1] for name in names if name.startswith("labormarket.")}
    return (found & rooms) - {room}


def reachable(room: str, graph: dict[str, set[str]]) -> set[str]:
    """Return every room that a room imports, directly or through another."""
    found: set[str] = set()
    waiting = list(graph[room])
    while waiting:
        if (name := waiting.pop()) not in found:
            found.add(name)
            waiting += graph[name]
    return found


def longest_ways(graph: dict[str, set[str]]) -> list[tuple[str, str]]:
    """Leave out each arrow that a longer way implies (the transitive reduction): the picture stays readable."""
    return [
        (room, other)
        for room, others in sorted(graph.items())
        for other in sorted(others)
        if not any(other in reachable(between, graph) for between in others - {other})
    ]


def purpose(room: str) -> str:
    """Return the first sentence of a room's own docstring."""
    path = PACKAGE / room / "__init__.py" if (PACKAGE / room).is_dir() else PACKAGE / f"{room}.py"
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").splitlines()[0]


def draw(order: list[list[str]], arrows: list[tuple[str, str]]) -> bytes:
    """Draw an arc diagram: the rooms from the first to the last, an arc down to each room that builds on another."""
    row = {name: at for at, name in enumerate(name for names in order for name in names)}
    longest = max(row[room] - row[other] for room, other in arrows)
    with plt.rc_context():
        matplotlib.rcdefaults()  # whatever was drawn before in this process
        plt.rcParams.update({"svg.hashsalt": "labormarket", "svg.fonttype": "none"})
        figure, axes = plt.subplots(figsize=(9, ROW * len(row)))
        for room, other in arrows:
            height = row[room] - row[other]
            axes.add_patch(
                Arc(
                    (0, (row[room] + row[other]) / 2), ARC * height / longest, height, theta1=90, theta2=270, color=PALE
                )
            )
            axes.plot(-0.012, row[room], marker=">", markersize=4, color=PALE)
        for name, at in row.items():
            axes.text(0.01, at, name, va="center", fontsize=10, fontweight="bold", color=ACCENT)
            axes.text(0.24, at, purpose(name), va="center", fontsize=8, color=INK)
        axes.set(xlim=(-ARC / 2, 1.3), ylim=(len(row) - 0.5, -0.5))
        axes.axis("off")
        picture = io.BytesIO()
        figure.savefig(picture, format="svg", metadata={"Date": None, "Creator": None}, bbox_inches="tight")
        plt.close(figure)
    return picture.getvalue()


def picture() -> bytes:
    """Return the picture as it stands in docs/generated."""
    order = floors()
    rooms = {name for names in order for name in names}
    return draw(order, longest_ways({room: imports(room, rooms) for room in sorted(rooms)}))


if __name__ == "__main__":
    PICTURE.write_bytes(picture())
