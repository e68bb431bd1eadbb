"""What holds for every test."""

import pytest
from hypothesis import settings

# A law that holds slowly on a busy machine still holds: only its truth is tested here, speed has its own tests.
settings.register_profile("laws", deadline=None)
settings.load_profile("laws")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if "in_browser" in report.nodeid]
    if skipped:
        terminalreporter.section("THE PAGE WAS NOT TESTED IN A BROWSER", sep="!", red=True, bold=True)
        terminalreporter.line(f"{len(skipped)} tests need one: apt-get install chromium, then run them again.")
