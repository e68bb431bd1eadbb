"""What a text is read as depends on the text alone: not on what was read before it, nor in which process."""

import csv
import hashlib
import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from labormarket.pay import find_pay, parse_pay

ROOT = Path(__file__).parents[2]


def texts(seed: int, count: int) -> list[str]:
    """Texts of the case table with other digits, so that few were read before and many are alike but for them."""
    with (ROOT / "tests" / "pay" / "cases.tsv").open(encoding="utf-8", newline="") as file:
        cases = [row["text"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    chance = random.Random(seed)
    return [re.sub(r"[0-9]", lambda _: chance.choice("0123456789"), chance.choice(cases)) for _ in range(count)]


def readings(of: list[str]) -> dict[str, str]:
    """Return a digest of both readings of each text."""
    return {text: hashlib.sha256(repr((parse_pay(text), find_pay(text))).encode()).hexdigest() for text in of}


def readings_in_another_process(seed: int, count: int, order: int) -> dict[str, str]:
    """Read the texts of a seed in another order, in a process that has read nothing yet."""
    script = (
        "import json, random, sys; sys.path[:0] = [sys.argv[1]]; import test_order as t;"
        "texts = t.texts(int(sys.argv[2]), int(sys.argv[3])); random.Random(int(sys.argv[4])).shuffle(texts);"
        "print(json.dumps(t.readings(texts)))"
    )
    arguments = [sys.executable, "-c", script, str(Path(__file__).parent), str(seed), str(count), str(order)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": str(order)}
    done = subprocess.run(arguments, capture_output=True, text=True, env=environment, check=True)
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize(
    ("seed", "count"), [(1, 300), *(pytest.param(seed, 10_000, marks=pytest.mark.slow) for seed in range(2, 12))]
)
def test_no_reading_depends_on_what_was_read_before(seed: int, count: int) -> None:
    of = texts(seed, count)
    first = readings(of)
    assert readings(of[::-1]) == first  # warm, the other way round
    other = readings_in_another_process(seed, count, order=seed)
    assert [text for text in first if other[text] != first[text]] == []
