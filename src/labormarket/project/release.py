"""One reproducible archive of an edition: tables, charts, documents, and the raw files and code that they come from."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

from labormarket.build import DICTIONARY
from labormarket.files.atomic_write import write_whole
from labormarket.files.errors import SourceError
from labormarket.files.project_lock import one_writer
from labormarket.publishing.publish import CHART_FOLDER
from labormarket.sources import REGISTER, checksum, find_project_root, read_register, resolve_inside
from labormarket.tables import PROCESSED, TABLES, data_package, load_table
from labormarket.tables.report import report

FOLDER = Path("dist")
DOCUMENTS = ("README.md", "CHANGELOG.md", "CITATION.cff", "LICENSE", "LICENSE-DATA.md")
LICENCES = Path("docs", "generated", "licences.md")
BILL_OF_MATERIALS = Path("docs", "generated", "sbom.cdx.json")  # CycloneDX: the locked packages, with their hashes
REBUILDS = ("Makefile", "pyproject.toml", "requirements.lock", "environment.yml", "sources.toml")
REBUILDING_FOLDERS = ("src", "notebooks")
NOT_KEPT = ("__pycache__", ".ipynb_checkpoints")
CHECKSUMS = "SHA256SUMS"
PACKAGE = "datapackage.json"
# The first moment that a ZIP file can name: an archive has the same bytes whenever and wherever it is written.
EPOCH = (1980, 1, 1, 0, 0, 0)
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}


def write_release(root: Path | None = None, folder: Path | None = None) -> Path:
    """Write `dist/labormarket-<day of the edition>.zip` and return its path; the same files give the same bytes.

    Raises SourceError where a part is missing or the tables don't add up: a release is of a finished build only.
    """
    root = root or find_project_root()
    with one_writer(root):
        report({name: load_table(name, root) for name in TABLES})
        files = release_files(root)
        path = (folder or root / FOLDER) / f"labormarket-{edition_day(root)}.zip"
        write_whole({path: as_archive(files)})
    return path


def edition_day(root: Path) -> str:
    """Return the day of the edition: the last on which a raw file was collected, as 2026-11-30."""
    return max(card.collected_on for card in read_register(root))


def release_files(root: Path) -> dict[str, bytes]:
    """Return the files of the archive by their path in it: the paths of the checkout, so that links in them hold."""
    chosen = [Path(name) for name in (*DOCUMENTS, *REBUILDS)]
    chosen += [DICTIONARY, LICENCES, BILL_OF_MATERIALS, REGISTER]
    chosen += [PROCESSED / f"{name}.{form}" for name in TABLES for form in ("csv", "parquet")]
    chosen += [path.relative_to(root) for path in sorted((root / CHART_FOLDER).glob("*")) if path.suffix in MEDIA_TYPES]
    files: dict[str, bytes] = {}
    for path in chosen:
        if not (root / path).is_file():
            raise SourceError(path.as_posix(), "no such file", mend="run `make`, then release again")
        files[path.as_posix()] = (root / path).read_bytes()
    for card in read_register(root):
        files[card.path] = resolve_inside(root, card.path, named_in=REGISTER.as_posix(), row=card.line).read_bytes()
    for folder in REBUILDING_FOLDERS:
        for path in (root / folder).rglob("*"):
            if path.is_file() and not set(path.parts) & set(NOT_KEPT):
                files[path.relative_to(root).as_posix()] = path.read_bytes()
    files[PACKAGE] = package_of(files, edition_day(root))
    files[CHECKSUMS] = "".join(f"{checksum(files[name])}  {name}\n" for name in sorted(files)).encode("utf-8")
    return files


def package_of(files: dict[str, bytes], day: str) -> bytes:
    """Return the datapackage.json of the archive: every table with its schema, every other file, each with checksum.

    The code that makes them is no part of the data package; its checksums are in SHA256SUMS.
    """
    package = json.loads(data_package(day))
    tables = {f"{PROCESSED.as_posix()}/{resource['path']}": resource for resource in package["resources"]}
    package |= {"profile": "data-package", "resources": []}  # not every file of the archive is a table
    for name, content in sorted(files.items()):
        if name in REBUILDS or name.startswith(tuple(f"{folder}/" for folder in REBUILDING_FOLDERS)):
            continue
        stem, suffix = Path(name).stem, Path(name).suffix
        resource = tables.get(name) or {
            "name": resource_name(name),
            "type": "file",
            "format": suffix.removeprefix(".") or "txt",
            "mediatype": MEDIA_TYPES.get(suffix, "text/plain"),
        }
        if name.startswith(f"{CHART_FOLDER}/"):
            resource |= title_of(f"{CHART_FOLDER}/{stem}.json", files)
        package["resources"].append(
            resource | {"path": name, "bytes": len(content), "hash": f"sha256:{checksum(content)}"}
        )
    return (json.dumps(package, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def title_of(path: str, files: dict[str, bytes]) -> dict[str, str]:
    """Return the title and the alt text of a chart as a resource states them."""
    try:
        told = json.loads(files.get(path, b"{}"))
        return {field: told[name] for field, name in (("title", "title"), ("description", "alt_text")) if name in told}
    except (ValueError, TypeError, RecursionError) as error:
        raise SourceError(path, f"damaged: {error}", mend="run `labormarket build` again") from None


def resource_name(path: str) -> str:
    """Turn a path into the name of a resource: small letters, digits, dots, dashes and underscores.

    >>> resource_name("charts/wage_ladder.svg"), resource_name("LICENSE-DATA.md")
    ('charts_wage_ladder.svg', 'license-data.md')
    """
    return path.replace("/", "_").lower()


def as_archive(files: dict[str, bytes]) -> bytes:
    """Return a ZIP file of the given files: sorted, dated alike, stored.

    Compressed bytes would depend on the machine's zlib; pictures and Parquet are compressed already.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 3  # as on Unix, whatever the machine: else the same files differ by one byte each
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()
