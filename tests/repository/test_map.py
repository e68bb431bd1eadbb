"""README's map of the house and its picture: complete, in the order of the imports, drawn from the code as it is."""

import subprocess
import sys
from pathlib import Path

from tests.load_file import load_file

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "labormarket"
write_architecture = load_file("tools/write_architecture.py")


def rooms_of_the_tree() -> set[str]:
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    return folders | {path.stem for path in PACKAGE.glob("*.py") if not path.stem.startswith("__")}


def test_the_map_names_every_room_once_and_no_other() -> None:
    named = [name for names in write_architecture.floors() for name in names]
    assert sorted(named) == sorted(rooms_of_the_tree())


def test_the_map_leaves_out_no_folder_of_the_checkout() -> None:
    tree = (ROOT / "README.md").read_text(encoding="utf-8").split("```")
    told = "".join(tree)
    for folder in ("data/raw/", "data/processed/", "notebooks/", "charts/", "tests/", "docs/", "benchmarks/", "tools/"):
        assert folder in told, f"README's map doesn't name {folder}"


def test_each_room_says_what_goes_in_and_what_comes_out() -> None:
    for names in write_architecture.floors():
        for name in names:
            assert write_architecture.purpose(name), f"{name} has no docstring"


def test_the_picture_is_drawn_from_the_code_as_it_is() -> None:
    # in a process of its own: fonts that other tests have drawn with would move a line by a hair
    look = "import write_architecture as w; raise SystemExit(w.picture() != w.PICTURE.read_bytes())"
    run = subprocess.run([sys.executable, "-c", look], cwd=ROOT / "tools", check=False)
    assert run.returncode == 0, "run make architecture"
