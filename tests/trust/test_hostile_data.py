"""Data that means harm does none: no formula runs, no path leaves, no character is obeyed, nothing is executed."""

import ast
import csv
import io
import json
import re
import unicodedata
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.figure import Figure
from typer.testing import CliRunner

from labormarket.build import build_tables
from labormarket.cli import app
from labormarket.files.errors import SourceError
from labormarket.publishing.publish import publish_chart, read_rows
from labormarket.readers import Budget, ReadOptions, UnreadableError, read_file
from labormarket.readers.formats.json_text import load_json
from labormarket.sources import REGISTER, Card, read_raw, read_register, read_statements
from labormarket.tables import PROCESSED, load_table, read_csv_twin, save_tables
from tests.small_project import write_small_project
from tests.trust.pages import HTML_PAGE, warc

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "labormarket"

FORMULAS = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "'=1"]
FOLDED = ["＝1", "－1", "＠x", "﹦1"]
MARKUP = ["<script>alert(1)</script>", "</title><svg onload=alert(1)>", "]]><!--", "&lt;b&gt;", '" onmouseover="x']
OBEYED = ["a\u202e$51", "\x1b[2J", "\u2066x\u2069", "a\u200bb", "x\r=1+1", "\x9b31m", "tag\U000e0041"]
INNER = ["$5;=1+1;y", "$5; +1", "$5\n=1+1", "a;'b", '$5;"=1+1"', "$5;'=1"]
HOSTILE = [*FORMULAS, *FOLDED, *MARKUP, *OBEYED, *INNER]


FIELDS = ["platform", "profession_raw", "pay_text", "country", "origin", "published_on"]


def statements(field: str) -> list[dict[str, str]]:
    common = {"kind": "reported", "platform": "Outlier", "profession_raw": "chemist", "pay_text": "$15 per hour"}
    return [common | {"statement_id": f"{field}-{n}", field: text} for n, text in enumerate(HOSTILE)]


def is_obeyed(text: str) -> bool:
    return any(
        (unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"} and c not in "\n\t\u200c\u200d\u00ad") for c in text
    )


def test_no_exported_cell_is_run_or_obeyed_and_each_comes_back(tmp_path: Path) -> None:
    root = write_small_project(tmp_path, {f"hostile_{field}": statements(field) for field in FIELDS})
    tables = save_tables(build_tables(root), root)
    for name in tables:
        content = (root / PROCESSED / f"{name}.csv").read_bytes()
        for row in csv.reader(io.StringIO(content.decode("utf-8"), newline="")):
            assert not [cell for cell in row if re.match(r"\s*[=+\-@＝＋－＠﹦﹢﹣﹫]", cell)]
            assert not [cell for cell in row if is_obeyed(cell)]
        for cell in re.split(r"[;\n]", content.decode("utf-8")):  # as Excel in German or French cuts the file
            assert not re.match(r'[\s"]*[=+\-@＝＋－＠﹦﹢﹣﹫]', cell)
        assert read_csv_twin(name, content).equals(tables[name])
    raw = read_statements(root).set_index("statement_id")
    pay = load_table("pay", root).set_index("statement_id")
    for field in FIELDS:
        if field != "platform":  # which is matched, where it is known
            column = {"profession_raw": "profession_as_stated", "pay_text": "pay_as_stated"}.get(field, field)
            assert pay[column].dropna().equals(raw.loc[pay[column].dropna().index, field].rename(column))
            hostile = pay.index[pay.index.str.startswith(f"{field}-")]
            assert len(hostile) == len(HOSTILE) or field == "pay_text"
            assert pay.loc[hostile, column].notna().all()


@pytest.mark.parametrize("text", HOSTILE)
def test_a_published_chart_neither_runs_nor_obeys(text: str, tmp_path: Path) -> None:
    figure = Figure(figsize=(3, 2))
    figure.text(0.1, 0.5, "x" if text in FOLDED or "\t" in text else text)  # which the typeface has no shapes for
    card = Card("s", "data/raw/s.csv", text, text, "2026-01-02", "by hand", "facts", "statements", "0" * 64, 1, "", 2)
    data = pd.DataFrame({"label": [text], text: ["x"], "usd": [-1.5]})
    paths = publish_chart(
        figure, "hostile", data=data, title=f"A {text}", alt_text=f"B {text}", note=text, subtitle=text,
        source_ids=["s"], folder=tmp_path, register=[card],
    )  # fmt: skip
    drawing = ET.fromstring(paths["svg"].read_text("utf-8"))
    tags = {element.tag.rpartition("}")[2].lower() for element in drawing.iter()}
    assert not tags & {"script", "foreignobject", "iframe", "image", "a", "animate", "set"}
    attributes = {name.lower() for element in drawing.iter() for name in element.attrib}
    assert not [name for name in attributes if name.startswith("on")]
    for suffix in ("svg", "json", "csv"):
        assert not is_obeyed(paths[suffix].read_text("utf-8")), suffix
    assert "<script" not in paths["json"].read_text("utf-8")
    assert json.loads(paths["json"].read_text("utf-8"))["sources"][0]["title"] == text
    read = read_rows(paths["csv"])
    assert read["label"].tolist() == [text]
    assert text in read.columns


@pytest.mark.parametrize("command", ["parse", "platform", "title", "trace"])
def test_the_terminal_shows_what_it_would_obey(command: str) -> None:
    result = CliRunner().invoke(app, [command, f"{' '.join(OBEYED)} $15 per hour"])
    assert not is_obeyed(result.output), result.output
    assert result.output.strip()


def test_a_library_tells_the_terminal_nothing_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    record = warc(HTML_PAGE.encode()).replace(b"https://example.org/0", b"https://x.example/ \x1b[2J0")
    path.write_bytes(record.removesuffix(b"\r\n\r\n") + b"more than its length\r\n\r\n" + record)
    result = CliRunner().invoke(app, ["add", "--dry-run", "--format", "jsonl", str(path)])
    assert '"profession_raw": "Radiologist"' in result.stdout
    assert not result.stderr and not is_obeyed(result.stdout)


@pytest.mark.parametrize(
    "path",
    ["../x.csv", "/etc/passwd", "data/raw/../../../x.csv", "data/raw/link/x.csv", "file:///etc/passwd"],
)
def test_no_path_leaves_the_project(path: str, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.csv").write_text("secret\n1\n")
    (tmp_path / "x.csv").write_text("secret\n1\n")
    root = write_small_project(tmp_path / "project", {"mine": statements("note")})
    (root / "data" / "raw" / "link").symlink_to(outside)
    register = root / REGISTER
    register.write_text(register.read_text("utf-8").replace("data/raw/mine/2026-01-02_statements.csv", path), "utf-8")
    with pytest.raises(SourceError, match=r"leaves the project folder|no such file") as refusal:
        read_statements(root)
    assert "secret" not in str(refusal.value)


def test_a_link_set_after_the_check_is_followed_by_nobody(tmp_path: Path) -> None:
    root = write_small_project(tmp_path / "project", {"mine": statements("note")})
    card = next(card for card in read_register(root) if card.source_id == "mine")
    path = root / card.path
    secret = tmp_path / "secret.csv"
    secret.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(secret)
    with pytest.raises(SourceError, match="leaves the project folder"):
        read_raw(card, root)


def test_deep_and_large_input_stops_at_its_limit() -> None:
    with pytest.raises(UnreadableError, match="nested deeper"):
        load_json(b'{"a":' * 5_000 + b"1" + b"}" * 5_000)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"0" * 80_000_000)
        archive.writestr("[Content_Types].xml", b"<Types/>")
    assert len(bomb.getvalue()) < 1_000_000
    with pytest.raises(UnreadableError, match="unpacks to more than"):
        list(read_file(bomb.getvalue(), ReadOptions(budget=Budget(unpacked_bytes=200_000_000))))


def calls_and_imports(source: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module.split(".")[0], *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Call):
            found.add(ast.unparse(node.func))
            found |= {"shell=True" for word in node.keywords if word.arg == "shell"}
            found |= {"allow_pickle=True" for word in node.keywords if word.arg == "allow_pickle"}
    return found


FORBIDDEN = {
    *("pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "eval", "exec", "compile"),
    *("__import__", "os.system", "os.popen", "shell=True", "allow_pickle=True", "pd.eval", "pd.read_pickle"),
    *("tempfile.mktemp", "yaml.load", "shutil.unpack_archive"),
}
METHODS = re.compile(r"\.(extractall|to_pickle|read_pickle|query|eval)$")
# `query` runs an expression; these are our own constants, with nothing from the data in them.
OWN_QUERIES = {"build.py"}
# joblib loads pickles; here it only runs our own functions on several cores, and no file goes through it.
OWN_PROCESSES = {"render.py", "assemble.py", "pictures.py"}


def executes(source: str) -> set[str]:
    found = calls_and_imports(source)
    return (found & FORBIDDEN) | {name for name in found if METHODS.search(name)}


def test_nothing_in_the_package_executes_data() -> None:
    found = {path: executes(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")}
    for path, names in found.items():
        if path.name in OWN_QUERIES:
            names -= {name for name in names if name.endswith(".query")}
        if path.name in OWN_PROCESSES:
            names -= {"joblib"}
    assert not {path.relative_to(PACKAGE).as_posix(): names for path, names in found.items() if names}


@pytest.mark.parametrize(
    "source",
    [
        *("import pickle", "from marshal import loads", "eval('1')", "os.system('ls')", "run('ls', shell=True)"),
        *("archive.extractall()", "np.load(f, allow_pickle=True)", "frame.query(text)", "yaml.load(text)"),
    ],
)
def test_the_look_for_execution_can_fail(source: str) -> None:
    assert executes(source)


def test_every_command_speaks_through_messages() -> None:
    speaks = {"print", "typer.echo", "typer.secho", "click.echo", "Text", "rich.text.Text", "sys.stdout.write"}
    found = {path.name: calls_and_imports(path.read_text("utf-8")) & speaks for path in (PACKAGE / "cli").glob("*.py")}
    assert found.pop("messages.py")
    assert not {name: calls for name, calls in found.items() if calls}
