"""The release: one archive, the same bytes for everyone, valid from the outside."""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import frictionless
import pytest
from typer.testing import CliRunner

from labormarket import __version__
from labormarket.cli import app
from labormarket.files.errors import SourceError
from labormarket.project.release import (
    BILL_OF_MATERIALS,
    CHECKSUMS,
    PACKAGE,
    REBUILDS,
    as_archive,
    edition_day,
    release_files,
    write_release,
)
from labormarket.sources import read_register, read_statements
from labormarket.tables import TABLES

ROOT = Path(__file__).parents[2]


def test_frictionless_finds_the_archive_valid(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(tmp_path)
    outcome = frictionless.validate(str(tmp_path / PACKAGE))
    assert outcome.valid, outcome.flatten(["name", "rowNumber", "fieldName", "message"])[:5]
    assert {task.name for task in outcome.tasks} >= set(TABLES)


def test_frictionless_notices_one_changed_digit(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        package = json.loads(opened.read(PACKAGE))
        (pay,) = (resource for resource in package["resources"] if resource["path"] == "data/processed/pay.csv")
        opened.extract(pay["path"], tmp_path)
    (tmp_path / PACKAGE).write_text(json.dumps({**package, "resources": [pay]}), "utf-8")
    assert frictionless.validate(str(tmp_path / PACKAGE)).valid
    path = tmp_path / pay["path"]
    path.write_bytes(path.read_bytes().replace(b"$15", b"$16", 1))
    assert not frictionless.validate(str(tmp_path / PACKAGE)).valid


def test_every_file_is_on_the_list_of_checksums_and_in_the_package(archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    listed = dict(reversed(line.split("  ", 1)) for line in files[CHECKSUMS].decode().splitlines())
    assert listed == {name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != CHECKSUMS}
    package = json.loads(files[PACKAGE])
    code = {name for name in files if name.startswith(("src/", "notebooks/")) or name in REBUILDS}
    assert {resource["path"] for resource in package["resources"]} == set(files) - {CHECKSUMS, PACKAGE} - code
    assert archive.name == f"labormarket-{package['version']}.zip" == f"labormarket-{edition_day(ROOT)}.zip"
    assert {"LICENSE", "LICENSE-DATA.md", "CITATION.cff", "CHANGELOG.md", "docs/generated/data_dictionary.md"} <= set(
        files
    )
    assert {f"data/processed/{name}.{form}" for name in TABLES for form in ("csv", "parquet")} <= set(files)
    assert {f"charts/wage_ladder.{form}" for form in ("png", "svg", "csv", "json")} <= set(files)


def test_the_raw_files_of_the_archive_are_those_on_the_cards(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(tmp_path)
    assert read_register(tmp_path) == read_register(ROOT)
    assert read_statements(tmp_path).equals(read_statements(ROOT))


@pytest.mark.slow
def test_the_archive_is_built_again_from_itself(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(tmp_path)
        before = {
            name: opened.read(name) for name in opened.namelist() if name.startswith(("data/processed", "charts"))
        }
    for name in before:
        (tmp_path / name).unlink()
    here = {"PYTHONPATH": str(tmp_path / "src"), "PYTHONHASHSEED": "0", "PATH": os.environ["PATH"]}
    command = [sys.executable, "-m", "labormarket", "build"]
    ran = subprocess.run(command, cwd=tmp_path, env=here, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert {name: (tmp_path / name).read_bytes() for name in before} == before


def test_the_bill_of_materials_is_that_of_the_lock() -> None:
    bill = json.loads((ROOT / BILL_OF_MATERIALS).read_text("utf-8"))
    pins = re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    assert {(part["name"], part["version"]) for part in bill["components"]} == set(pins)
    assert all(part["hashes"] for part in bill["components"]) and bill["bomFormat"] == "CycloneDX"


def test_the_same_files_give_the_same_bytes(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    mask = os.umask(0o077)
    try:
        result = CliRunner().invoke(app, ["--root", str(ROOT), "release", "--out", "dist"])
    finally:
        os.umask(mask)
    assert result.exit_code == 0, result.output
    (again,) = (tmp_path / "dist").iterdir()
    assert again.read_bytes() == archive.read_bytes()
    assert f"{again.name}: {again.stat().st_size:,} bytes" in result.output
    assert hashlib.sha256(again.read_bytes()).hexdigest() in result.output


def test_the_order_of_files_and_the_day_do_not_show_in_the_archive(archive: Path) -> None:
    backward = dict(reversed(release_files(ROOT).items()))
    assert as_archive(backward) == archive.read_bytes()
    with zipfile.ZipFile(io.BytesIO(archive.read_bytes())) as opened:
        assert {entry.date_time for entry in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in opened.namelist() if name.startswith("/") or ".." in name]


def test_an_unfinished_build_is_not_released(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="run `labormarket build` first"):
        write_release(tmp_path)


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"README\.md: no such file"):
        release_files(tmp_path)


def test_the_citation_names_this_version() -> None:
    assert f"\nversion: {__version__}\n" in (ROOT / "CITATION.cff").read_text("utf-8")
