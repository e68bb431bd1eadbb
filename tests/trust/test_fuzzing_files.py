"""Whatever the file: it is read or refused in words, soon, and no number comes out that didn't go in."""

import html
import json
import re
import sys
import time
import unicodedata
from pathlib import Path

import pytest

from labormarket.readers import UnreadableError

sys.path.insert(0, str(Path(__file__).parent))
from pages import FILES, spoiled_files

from tests.readers.reading import Reading, read

SECONDS = 5.0  # of processor time: whatever explodes takes minutes
PACKED = ("excel", "parquet", "gz", "bz2", "xz", "zst", "zip")  # whose bytes don't show their numbers
NUMBER = re.compile(r"\d+(?:[.,'\s]{1,2}\d+)*")


def digits(run: str) -> str:
    """The digits that make a number what it is: without marks, and without zeros before and after."""
    return re.sub(r"\D", "", run).strip("0")


def digits_in(content: bytes) -> str:
    """Every digit string of a file, as it stands and as a page or a JSON text means it."""
    text = content.replace(b"\0", b"").decode("utf-8", "replace")  # UTF-16 has a NUL beside each digit
    unescaped = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text)
    shown = {text, unescaped, html.unescape(unescaped), html.unescape(html.unescape(unescaped))}
    plain = [unicodedata.normalize("NFKC", re.sub(r"<[^>]*>", "", form)) for form in shown]
    runs = [run for form in [*shown, *plain] for run in (*NUMBER.findall(form), *re.findall(r"\d+", form))]
    return " ".join(digits(run) for run in runs)


def fault(name: str, content: bytes) -> str:
    """Say what is wrong with the reading of a file, or nothing."""
    start = time.thread_time()
    try:
        reading = read(content, name=f"spoiled {name}", url="https://example.org/x")
    except UnreadableError as refusal:
        reading = Reading("", [], [], [])
        if not str(refusal).strip():
            return "refused without a reason"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    if (seconds := time.thread_time() - start) > SECONDS:
        return f"took {seconds:.1f} s"
    if name in PACKED:
        return ""
    stand = digits_in(content)
    for statement in reading.statements:
        if not all(isinstance(value, str) for key, value in vars(statement).items() if key != "span"):
            return f"not text alone: {statement}"
        for run in NUMBER.findall(statement.pay_text):
            if digits(run) not in stand:
                return f"{run} of {statement.pay_text!r} does not stand in the file"
    return ""


def check_files(name: str, seed: int, count: int) -> None:
    for number, content in enumerate(spoiled_files(name, seed, count)):
        wrong = fault(name, content)
        assert not wrong, f"seed {seed}, file {number}: {wrong}: {content[:1_000]!r}"


@pytest.mark.parametrize("name", FILES)
def test_a_good_file_is_read(name: str) -> None:
    reading = read(FILES[name], name=name)
    assert reading.statements or reading.passages
    assert not fault(name, FILES[name])


def test_the_look_for_invented_numbers_can_fail() -> None:
    assert digits("31") not in digits_in(FILES["page"])
    assert digits("3.1") in digits_in(json.dumps({"pay": "3.10"}).encode())


@pytest.mark.parametrize("name", FILES)
def test_a_spoiled_file_is_read_or_refused(name: str) -> None:
    check_files(name, 0, 40)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("name", FILES)
def test_thousands_of_spoiled_files_are_read_or_refused(name: str, seed: int) -> None:
    check_files(name, seed, 2_000)
