"""Mutation testing: small faults are put into functions, one at a time, and each should fail a test.

    python tools/mutate.py hourly tiers --count 40 --seed 2
    python tools/mutate.py                          every room, and docs/generated/mutation.md

A room's tests and doctests are collected once; one child process notes which tests run which function. Each mutant is
then a child of its own, in which the function's code is replaced and the tests that run it are run, the quickest first,
until one fails. Constants of modules are not changed, only what is inside functions.
"""

from __future__ import annotations

import argparse
import ast
import copy
import gc
import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "labormarket"
PAGE = ROOT / "docs" / "generated" / "mutation.md"
ROOMS = {
    "pay": ["tests/pay"],
    "hourly.py": ["tests/test_hourly.py"],
    "tiers.py": ["tests/test_tiers.py"],
    "clean.py": ["tests/test_clean.py"],
    "tables": ["tests/tables"],
    "readers": ["tests/readers"],
    "estimates": ["tests/estimates"],
}
MANY_TIMES_THE_TESTS = 10
"""CPU time that a mutant may take, in times of what its tests take: more is an endless loop."""
KILLED, SURVIVED, UNTESTED = "killed", "survived", "no test runs it"

OPPOSITE: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.Mult: ast.Div, ast.Div: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.And: ast.Or,
    ast.Or: ast.And,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One fault: the file, the line, the function that it is in, the words before and after, the file's new text."""

    path: Path
    line: int
    function: str
    before: str
    after: str
    text: str

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.path.relative_to(PACKAGE).as_posix()}:{self.line}"


def faults_of(node: ast.AST) -> Iterator[ast.AST]:
    """Give the node with one fault in it, each fault in a copy of its own."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in OPPOSITE:
        other = copy.deepcopy(node)
        other.ops[0] = OPPOSITE[type(node.ops[0])]()  # type: ignore[call-overload]
        yield other
    elif isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in OPPOSITE:
        changed = copy.deepcopy(node)
        changed.op = OPPOSITE[type(node.op)]()  # type: ignore[assignment]
        yield changed
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert | ast.USub):
        yield node.operand
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, bool):
            yield ast.Constant(not node.value)
        elif isinstance(node.value, int | float):
            yield ast.Constant(node.value + 1)
    elif isinstance(node, ast.IfExp):
        yield ast.IfExp(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Give every mutant of a module's functions, in the order of the file."""
    text = path.read_text("utf-8")
    starts = [0]
    for line in text.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    raw = text.encode()

    def walk(node: ast.AST, scope: str, outer: str) -> Iterator[Mutant]:
        for child in ast.iter_child_nodes(node):
            name = outer
            within = scope
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                within = f"{scope}.{child.name}" if scope else child.name
                name = outer or (within if isinstance(child, ast.FunctionDef) else "")
            elif isinstance(child, ast.AnnAssign | ast.arg):
                if not isinstance(child, ast.AnnAssign) or child.value is None:
                    continue  # a type is not run
                yield from walk(ast.Expr(child.value), within, name)
                continue
            elif isinstance(child, ast.JoinedStr) or child is getattr(node, "returns", None):
                continue  # parts of an f-string have no places of their own; a type is not run
            elif outer:
                for fault in faults_of(child):
                    begin = starts[child.lineno - 1] + child.col_offset
                    end = starts[child.end_lineno - 1] + child.end_col_offset
                    before, after = raw[begin:end].decode(), f"({ast.unparse(fault)})"
                    changed = (raw[:begin] + after.encode() + raw[end:]).decode()
                    yield Mutant(path, child.lineno, name, " ".join(before.split()), after[1:-1], changed)
            yield from walk(child, within, name)

    yield from walk(ast.parse(text), "", "")


def choose_mutants(room: str, count: int, seed: int) -> list[Mutant]:
    """Choose mutants of a room, without regard to where, that compile."""
    files = [PACKAGE / room] if room.endswith(".py") else sorted((PACKAGE / room).rglob("*.py"))
    every = [mutant for path in files for mutant in mutants_of(path)]
    return random.Random(f"{room} {seed}").sample(every, min(count, len(every)))


def code_of(mutant: Mutant) -> CodeType | None:
    """Return the changed function's code."""

    def find(code: CodeType) -> CodeType | None:
        if code.co_qualname == mutant.function:
            return code
        return next((found for part in code.co_consts if isinstance(part, CodeType) and (found := find(part))), None)

    return find(compile(mutant.text, str(mutant.path), "exec", dont_inherit=True))


def in_child(work: Callable[[], Any], cpu_seconds: float = 0.0) -> Any:
    """Do the work in a forked process; return what it returns (JSON), or None where it died or took too long."""
    to_read, to_write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(to_read)
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        if cpu_seconds:
            used = resource.getrusage(resource.RUSAGE_SELF)
            most = int(used.ru_utime + used.ru_stime + cpu_seconds) + 1
            resource.setrlimit(resource.RLIMIT_CPU, (most, most))
        try:
            answer = work()
            with os.fdopen(to_write, "w") as pipe:
                json.dump(answer, pipe)
        finally:
            os._exit(0)
    os.close(to_write)
    with os.fdopen(to_read) as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return json.loads(answer) if answer else None


class Mutation:
    """A pytest plugin that runs the collected tests against each mutant instead of once."""

    def __init__(self, room: str, mutants: list[Mutant]) -> None:
        self.room, self.mutants = room, mutants
        self.outcomes: list[tuple[Mutant, str]] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """Let Hypothesis choose the same examples each time, and not shrink what it finds."""
        from hypothesis import Phase, settings  # not before pytest has its own hands on it

        phases = (Phase.explicit, Phase.generate)
        settings.register_profile(
            "mutation", derandomize=True, database=None, deadline=None, max_examples=25, phases=phases
        )
        settings.load_profile("mutation")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the mutants."""
        runs = in_child(lambda: self.note_runs(session))
        if not runs:
            raise pytest.UsageError(f"{self.room}: no test runs, or each fails without any mutant")
        functions = functions_by_code()
        for mutant in self.mutants:
            tests = runs.get(f"{mutant.path}::{mutant.function}", [])
            key = (str(mutant.path), mutant.function)
            outcome = UNTESTED
            if tests and key in functions:
                limit = 5 + MANY_TIMES_THE_TESTS * sum(seconds for _, seconds in tests)
                numbers = [number for number, _ in sorted(tests, key=lambda test: test[1])]
                work = lambda mutant=mutant, key=key, numbers=numbers: fails(  # noqa: E731
                    session, mutant, functions[key], numbers
                )
                outcome = SURVIVED if in_child(work, limit) is False else KILLED
            self.outcomes.append((mutant, outcome))
            print(f"{outcome}: {mutant.place}: {mutant.before} -> {mutant.after}", flush=True)
        return True

    def note_runs(self, session: pytest.Session) -> dict[str, list[tuple[int, float]]]:
        """Run each test once; return for each function the tests that run it, with their CPU seconds.

        A test that fails without any mutant (under this watch, a test of speed does) is left out.
        """
        runs: dict[str, list[tuple[int, float]]] = {}
        inside = f"{PACKAGE / self.room}"
        for number, item in enumerate(session.items):
            seen: set[CodeType] = set()

            def note(frame: FrameType, event: str, _: object, seen: set[CodeType] = seen) -> None:
                if event == "call":
                    seen.add(frame.f_code)

            begin = time.process_time()
            sys.setprofile(note)
            run_test(item)
            sys.setprofile(None)
            if session.testsfailed:
                session.testsfailed = 0
                continue
            for code in seen:
                if code.co_filename.startswith(inside):
                    name = f"{code.co_filename}::{code.co_qualname.split('.<')[0]}"
                    entry = (number, time.process_time() - begin)
                    if entry not in runs.setdefault(name, []):
                        runs[name].append(entry)
        return runs


def functions_by_code() -> dict[tuple[str, str], list[FunctionType]]:
    """Return every function of the package by its file and name."""
    found: dict[tuple[str, str], list[FunctionType]] = {}
    for held in gc.get_objects():
        if isinstance(held, FunctionType) and held.__code__.co_filename.startswith(str(PACKAGE)):
            found.setdefault((held.__code__.co_filename, held.__code__.co_qualname), []).append(held)
    return found


def fails(session: pytest.Session, mutant: Mutant, functions: list[FunctionType], tests: list[int]) -> bool:
    """Put the fault in and tell whether one of the tests fails."""
    code = code_of(mutant)
    assert code is not None
    for function in functions:
        function.__code__ = code
    for number in tests:
        run_test(session.items[number])
        if session.testsfailed:
            return True
    return False


def run_test(item: pytest.Item) -> None:
    """Run one test with its fixtures set up and taken down."""
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)


def write_page(outcomes: list[tuple[str, Mutant, str]], seed: int) -> None:
    """Write the report: killed of all by room, then each survivor."""
    lines = [
        "# Mutation report",
        "",
        f"`make mutants` (seed {seed}): faults put into functions one at a time, each run against its room's tests.",
        "",
        "| room | mutants | killed | |",
        "|---|---|---|---|",
    ]
    for room in [*ROOMS, "all"]:
        of_room = [outcome for name, _, outcome in outcomes if room in (name, "all")]
        if of_room:
            killed = of_room.count(KILLED)
            lines.append(f"| {room} | {len(of_room)} | {killed} | {killed / len(of_room):.0%} |")
    lines += ["", "## Survivors", "", "| place | function | before | after | |", "|---|---|---|---|---|"]
    for _, mutant, outcome in outcomes:
        if outcome != KILLED:
            before, after = (words.replace("|", "\\|")[:80] for words in (mutant.before, mutant.after))
            lines.append(f"| {mutant.place} | {mutant.function} | `{before}` | `{after}` | {outcome} |")
    PAGE.write_text("\n".join(lines) + "\n", "utf-8")


def main() -> None:
    """Run the mutants of the rooms that are named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rooms", nargs="*", help=f"of {', '.join(ROOMS)}")
    parser.add_argument("--count", type=int, default=60, help="mutants of each room")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    os.chdir(ROOT)
    outcomes = []
    for room in given.rooms or ROOMS:
        plugin = Mutation(room, choose_mutants(room, given.count, given.seed))
        options = [arg for name in ("nbval", "cacheprovider", "xdist", "terminal") for arg in ("-p", f"no:{name}")]
        pytest.main([*options, *ROOMS[room], str(PACKAGE / room)], plugins=[plugin])
        outcomes += [(room, mutant, outcome) for mutant, outcome in plugin.outcomes]
    killed = sum(outcome == KILLED for _, _, outcome in outcomes)
    print(f"{killed} of {len(outcomes)} killed")
    if not given.rooms:
        write_page(outcomes, given.seed)


if __name__ == "__main__":
    main()
