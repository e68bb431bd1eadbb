"""Mutation testing: small faults are put into functions, one at a time, and each should fail a test.

    python tools/mutate.py hourly tiers --count 40 --seed 2
    python tools/mutate.py                          every room

A room's tests and doctests are collected once; one child process runs each of them while every function notes that it
runs. Each mutant is then a child of its own, in which the function's code is replaced and the tests that run it are
run, the quickest first, until one fails or their time is up: a test left out can only let a mutant live. What a module
runs at its import (constants, decorators, default arguments) is not changed. Each room's part of the page is rewritten.
A mutant that no test can kill, since it does the same, is explained in tools/mutation_explained.tsv.
"""

from __future__ import annotations

import argparse
import ast
import copy
import csv
import functools
import gc
import json
import os
import random
import re
import resource
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType
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
EXPLAINED = ROOT / "tools" / "mutation_explained.tsv"
SECONDS_A_MUTANT = 8.0
"""CPU time of the tests that are run against a mutant; the quickest is always run."""
MANY_TIMES_THE_TESTS = 4
"""CPU time that a mutant may take, in times of what its tests take: more is an endless loop."""
KILLED, SURVIVED, UNTESTED, NO_FAULT = "killed", "survived", "no test runs it", "no fault"
Name = tuple[str, str]  # of a function: its file, and its name with those of the classes around it

OPPOSITE: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.Mult: ast.Div, ast.Div: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.And: ast.Or,
    ast.Or: ast.And,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One fault: the file, the line, the function that it is in, its lines before and after, the file's new text."""

    path: Path
    line: int
    function: str
    before: str
    after: str
    text: str

    @property
    def name(self) -> Name:
        """The function, among all of the package."""
        return str(self.path), self.function

    @property
    def shown(self) -> tuple[str, str, str]:
        """The fault, wherever its line has moved to: as it is written in the table of explanations."""
        return self.path.relative_to(PACKAGE).as_posix(), self.before, self.after

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


def functions_in(node: ast.AST, classes: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    """Give the functions of a module and of its classes with their names, not those inside of functions."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            yield classes + child.name, child
        else:
            yield from functions_in(child, f"{classes}{child.name}." if isinstance(child, ast.ClassDef) else classes)


def parts_of(node: ast.AST) -> Iterator[ast.AST]:
    """Give what is run of a function, in the order of the file: no types, no decorators, no default arguments."""
    for name, value in ast.iter_fields(node):
        if name in ("args", "annotation", "returns", "decorator_list") and not isinstance(node, ast.Call):
            continue
        for child in value if isinstance(value, list) else [value]:
            # parts of an f-string have no places of their own
            if isinstance(child, ast.AST) and not isinstance(child, ast.JoinedStr):
                yield child
                yield from parts_of(child)


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Give every mutant of a module's functions, in the order of the file."""
    raw = path.read_bytes()
    starts = [0]
    for line in raw.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for function, node in functions_in(ast.parse(raw)):
        for part in parts_of(node):
            for fault in faults_of(part):
                begin = starts[part.lineno - 1] + part.col_offset  # type: ignore[attr-defined]
                end = starts[part.end_lineno - 1] + part.end_col_offset  # type: ignore[attr-defined]
                first, last = starts[part.lineno - 1], starts[part.end_lineno]  # type: ignore[attr-defined]
                word = f"({ast.unparse(fault)})".encode()
                lines = (raw[first:last], raw[first:begin] + word + raw[end:last])
                before, after = (" ".join(text.decode().split()) for text in lines)
                yield Mutant(path, part.lineno, function, before, after, (raw[:begin] + word + raw[end:]).decode())  # type: ignore[attr-defined]


def files_of(room: str) -> list[Path]:
    """Return the modules of a room."""
    return [PACKAGE / room] if room.endswith(".py") else sorted((PACKAGE / room).rglob("*.py"))


def read_explained(room: str, every: list[Mutant]) -> dict[tuple[str, str, str], str]:
    """Return why mutants of a room are no fault; refuse an explanation of what is no longer there."""
    with EXPLAINED.open(encoding="utf-8", newline="") as lines:
        rows = [tuple(row) for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)][1:]
    of_room = {(file, before, after): why for file, before, after, why in rows if f"{file}/".startswith(f"{room}/")}
    if gone := of_room.keys() - {mutant.shown for mutant in every}:
        raise SystemExit(f"{EXPLAINED.name} explains what is no longer a mutant; mend: take out {sorted(gone)}")
    return of_room


def code_in(module: CodeType, function: str) -> CodeType:
    """Return the code of a function, out of that of its module."""
    inside = [part for part in module.co_consts if isinstance(part, CodeType)]
    return next(
        part if part.co_qualname == function else code_in(part, function)
        for part in inside
        if function == part.co_qualname or function.startswith(f"{part.co_qualname}.")
    )


def in_child(work: Callable[[], Any], cpu_seconds: float = 0.0) -> Any:
    """Do the work in a forked process; return what it returns (JSON), or None where a signal ended it."""
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
    _, status = os.waitpid(child, 0)
    if not answer and not os.WIFSIGNALED(status):
        raise RuntimeError("the tests couldn't be run against a mutant")
    return json.loads(answer) if answer else None


class Mutation:
    """A pytest plugin that runs the collected tests against each mutant instead of once."""

    def __init__(
        self, room: str, mutants: list[Mutant], explained: dict[tuple[str, str, str], str], slow: float
    ) -> None:
        self.room, self.mutants, self.explained, self.slow = room, mutants, explained, slow
        self.outcomes: list[tuple[Mutant, str]] = []
        self.ran: set[Name] = set()
        self.fixtures: dict[object, tuple[set[Name], float]] = {}  # what each runs, and its CPU seconds
        self.set_up: list[object] = []  # the fixtures of the test that runs now

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
        functions = functions_by_name()
        for mutant in self.mutants:
            if mutant.shown in self.explained:
                outcome = f"{NO_FAULT}: {self.explained[mutant.shown]}"
            elif tests := runs.get("::".join(mutant.name), []) if mutant.name in functions else []:
                items: list[pytest.Item] = []
                seconds = 0.0
                for number, takes in sorted(tests, key=lambda test: test[1]):
                    if not items or seconds + takes < SECONDS_A_MUTANT:
                        items.append(session.items[number])
                        seconds += takes
                work = functools.partial(fails, session, mutant, functions[mutant.name], items)
                outcome = SURVIVED if in_child(work, 5 + MANY_TIMES_THE_TESTS * seconds) is False else KILLED
            else:
                outcome = UNTESTED
            self.outcomes.append((mutant, outcome))
            print(f"{outcome}: {mutant.place}: {mutant.before} -> {mutant.after}", flush=True)
        return True

    def note_runs(self, session: pytest.Session) -> dict[str, list[tuple[int, float]]]:
        """Run each test once; return for each function the tests that run it, with their CPU seconds.

        A test that fails without any mutant is left out, and one that takes too long.
        """
        signal.signal(signal.SIGPROF, stop_slow_test)
        watch(self.room, self.ran)
        memories = [held for held in gc.get_objects() if isinstance(held, functools._lru_cache_wrapper)]
        runs: dict[str, list[tuple[int, float]]] = {}
        for number, item in enumerate(session.items):
            if not number or item.path != session.items[number - 1].path:
                for memory in memories:  # or a function whose answers are kept would be run by the first test alone
                    memory.cache_clear()
            self.ran.clear()
            self.set_up.clear()
            begin = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, self.slow)
            run_test(item, dict(enumerate(session.items)).get(number + 1))
            signal.setitimer(signal.ITIMER_PROF, 0)
            seconds = time.process_time() - begin - sum(self.fixtures[fixture][1] for fixture in self.set_up)
            if session.testsfailed:
                session.testsfailed = 0
                continue
            ran = set(self.ran)
            info = getattr(item, "_fixtureinfo", None)
            for fixture in {found[-1] for found in info.name2fixturedefs.values()} if info else ():
                of_fixture, takes = self.fixtures.get(fixture, (set(), 0.0))
                ran |= of_fixture
                seconds += takes
            for name in ran:
                runs.setdefault("::".join(name), []).append((number, seconds))
        return runs

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: object) -> Iterator[None]:
        """Note what a fixture runs: each test that uses it does, though it is made for the first alone."""
        before, begin = set(self.ran), time.process_time()
        self.ran.clear()
        try:
            return (yield)
        finally:
            self.fixtures[fixturedef] = set(self.ran), time.process_time() - begin
            self.set_up.append(fixturedef)
            self.ran |= before


def stop_slow_test(*_: object) -> None:
    """Fail the test that runs now."""
    raise TimeoutError("this test takes too long to be run against mutants")


def functions_by_name() -> dict[Name, list[FunctionType]]:
    """Return every function of the package."""
    found: dict[Name, list[FunctionType]] = {}
    for held in gc.get_objects():
        if isinstance(held, FunctionType) and held.__code__.co_filename.startswith(str(PACKAGE)):
            found.setdefault((held.__code__.co_filename, held.__code__.co_qualname), []).append(held)
    return found


def watch(room: str, ran: set[Name]) -> None:
    """Let each function of a room note its name when it runs: a profile would take many times as long."""
    functions = functions_by_name()
    for path in files_of(room):
        tree = ast.parse(path.read_bytes())
        names = [name for name, _ in functions_in(tree)]
        for name, node in functions_in(tree):
            node.body[:0] = ast.parse(f"_ran.add({(str(path), name)!r})").body
        module = compile(tree, str(path), "exec", dont_inherit=True)
        for name in names:
            for function in functions.get((str(path), name), []):
                function.__globals__["_ran"] = ran
                function.__code__ = code_in(module, name)


def fails(session: pytest.Session, mutant: Mutant, functions: list[FunctionType], items: list[pytest.Item]) -> bool:
    """Put the fault in and tell whether one of the tests fails."""
    code = code_in(compile(mutant.text, str(mutant.path), "exec", dont_inherit=True), mutant.function)
    for function in functions:
        function.__code__ = code
    for item, following in zip(items, [*items[1:], None], strict=True):
        run_test(item, following)
        if session.testsfailed:
            return True
    return False


def run_test(item: pytest.Item, following: pytest.Item | None) -> None:
    """Run one test; fixtures that the following one uses too stay."""
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)


def write_part(room: str, outcomes: list[tuple[Mutant, str]], seed: int) -> None:
    """Write a room's part of the report: how many mutants were killed, and those that weren't."""
    _, *found = re.split(r"^## (.*)\n", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    parts = dict(zip(found[::2], found[1::2], strict=True))
    verdicts = [outcome for _, outcome in outcomes]
    killed, of_no_fault = verdicts.count(KILLED), sum(outcome.startswith(NO_FAULT) for outcome in verdicts)
    share = killed / max(1, len(verdicts) - of_no_fault)
    lines = [f"Seed {seed}: {len(verdicts)} mutants, {of_no_fault} of them no fault; {killed} killed ({share:.0%})."]
    print(f"{room}: {lines[0]}")
    lines += ["", "| place | function | before | after | |", "|---|---|---|---|---|"]
    for mutant, outcome in outcomes:
        if outcome != KILLED:
            before, after = (f"`{text}`".replace("|", "\\|") for text in (mutant.before, mutant.after))
            lines.append(f"| {mutant.place} | {mutant.function} | {before} | {after} | {outcome} |")
    parts[room] = "\n".join(lines if killed < len(verdicts) else lines[:1])
    page = INTRODUCTION + "\n\n".join(f"## {name}\n\n{parts[name].strip()}" for name in ROOMS if name in parts)
    PAGE.write_text(page + "\n", "utf-8")


INTRODUCTION = """# Mutation report

`make mutants`: faults put into functions one at a time, each run against its room's tests. Shares are of mutants that
are a fault; those that aren't are explained in tools/mutation_explained.tsv. A room that is missing wasn't run yet.
A seed's mutants are chosen without regard to those of other seeds, from which tests were written: some are in both.

"""


def main() -> None:
    """Run the mutants of the rooms that are named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rooms", nargs="*", help=f"of {', '.join(ROOMS)}")
    parser.add_argument("--count", type=int, default=60, help="mutants of each room, chosen without regard to where")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--slow", type=float, default=30.0, help="CPU seconds after which a test is left out")
    given = parser.parse_args()
    os.chdir(ROOT)
    os.environ["JOBLIB_MULTIPROCESSING"] = "0"  # a worker process would run the functions without the fault
    for room in given.rooms or ROOMS:
        every = [mutant for path in files_of(room) for mutant in mutants_of(path)]
        chosen = random.Random(f"{room} {given.seed}").sample(every, min(given.count, len(every)))
        plugin = Mutation(room, chosen, read_explained(room, every), given.slow)
        options = [arg for name in ("nbval", "cacheprovider", "xdist", "terminal") for arg in ("-p", f"no:{name}")]
        pytest.main([*options, *ROOMS[room], str(PACKAGE / room)], plugins=[plugin])
        write_part(room, plugin.outcomes, given.seed)


if __name__ == "__main__":
    main()
