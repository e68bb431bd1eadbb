"""Whatever the file: it is read or refused in words, soon, and no number comes out that didn't go in."""

import html
import json
import re
import sys
import time
import unicodedata
from functools import cache

import pytest

from labormarket.readers import UnreadableError
from tests.readers.reading import Reading, read
from tests.trust.pages import FILES, spoiled_files

# Of the work of the good file: a spoiled one is up to a hundred times as long, and what explodes costs millions.
TIMES = 200
LEAST_S = 0.005  # below, the clock's grain would be measured
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


@cache
def work_of_the_good(name: str) -> float:
    """Return the processor time that the good file of a format takes, the best of three."""
    times = []
    for _ in range(3):
        start = time.thread_time()
        read(FILES[name], name=name)
        times.append(time.thread_time() - start)
    return max(LEAST_S, min(times))


def fault(name: str, content: bytes) -> str:
    """Say what is wrong with the reading of a file, or nothing."""
    good, start = work_of_the_good(name), time.thread_time()
    try:
        reading = read(content, name=f"spoiled {name}", url="https://example.org/x")
    except UnreadableError as refusal:
        reading = Reading("", [], [], [])
        if not str(refusal).strip():
            return "refused without a reason"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    if (work := time.thread_time() - start) > TIMES * good:
        return f"takes {work / good:.0f} times the work of the good file"
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


def test_the_look_for_exploding_work_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    work_of_the_good("page")

    def read_for_ever(content: bytes, **_: str) -> Reading:
        work, start = 2 * TIMES * work_of_the_good("page"), time.thread_time()
        while time.thread_time() - start < work:
            pass
        return Reading("", [], [], [])

    monkeypatch.setattr(sys.modules[__name__], "TIMES", 2)
    monkeypatch.setattr(sys.modules[__name__], "read", read_for_ever)
    assert "times the work of the good file" in fault("page", FILES["page"])


@pytest.mark.parametrize("name", FILES)
def test_a_spoiled_file_is_read_or_refused(name: str) -> None:
    check_files(name, 0, 40)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("name", FILES)
def test_thousands_of_spoiled_files_are_read_or_refused(name: str, seed: int) -> None:
    check_files(name, seed, 2_000)
