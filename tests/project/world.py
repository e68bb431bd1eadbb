"""A world of boards on the loopback address that changes from week to week, for the tests of an edition."""

from __future__ import annotations

import json
from datetime import date, timedelta

from tests.intake.loopback import Site

WEEKS = 10
FIRST = date(2026, 1, 5)
HOSTILE_TITLE = "@everyone [pay](javascript:alert(1)) `| <img src=x onerror=alert(1)> ```\u202e\x1b[2J"
LIST = """
contact = "https://project.example"
delay_s = 0

[feed.greenhouse]
address = "{url}/greenhouse/{{board}}"
jobs = "jobs"
documented = "d"
terms = "t"
robots = "r"

[feed.lever]
address = "{url}/lever/{{board}}?skip={{offset}}"
page_size = 2
documented = "d"
terms = "t"
robots = "r"

[feed.ashby]
address = "{url}/ashby/{{board}}"
jobs = "jobs"
documented = "d"
terms = "t"
robots = "r"
"""
BOARDS = (("Outlier", "greenhouse", "outlier"), ("Appen", "lever", "appen"), ("Mercor", "ashby", "mercor"),
          ("Turing", "greenhouse", "turing"))  # fmt: skip


def day_of(week: int) -> str:
    """The Monday of a week, counted from 1."""
    return (FIRST + timedelta(weeks=week - 1)).isoformat()


def source_list(url: str) -> str:
    """The sources.toml of this world."""
    boards = "".join(
        f'\n[[board]]\nplatform = "{platform}"\nfeed = "{feed}"\nboard = "{board}"\nevidence = "made up"\n'
        for platform, feed, board in BOARDS
    )
    return LIST.format(url=url) + boards


def serve_week(site: Site, week: int) -> None:
    """Serve the boards of a week.

    Outlier (one answer): a nurse all the time, a lawyer whose pay falls in week 3, a poet who goes in week 4 and is
    back in week 8, a title that is no profession from week 2, a listing without pay. Appen (page by page): five raters,
    one fewer from week 7; the server is down in weeks 5 and 6. Mercor answers in another form from week 8. Turing is
    hostile: titles that a page or a terminal would obey, an amount of a million digits.
    """
    jobs = [(1, "Nurse", "$40 per hour"), (2, "Lawyer", "$90 per hour" if week < 3 else "$80 per hour")]
    jobs += [(3, "Poet", "$50 per hour")] if not 4 <= week <= 7 else []
    jobs += [(4, "Vibe alchemist of the ninth gate", "$70 per hour")] if week >= 2 else []
    site.answer("/greenhouse/outlier", greenhouse("outlier", [*jobs, (5, "Baker", "good")]))
    raters = [(number, f"Search rater {number}", f"${10 + number} per hour") for number in range(5 if week < 7 else 4)]
    for skip in (0, 2, 4, 6):
        status = 503 if week in (5, 6) else 200
        site.answer(f"/lever/appen?skip={skip}", lever(raters[skip : skip + 2]), status=status, Retry_After="0")
    poet = [(1, "Radiologist", "$150 per hour")]
    site.answer("/ashby/mercor", ashby(poet) if week < 8 else b'{"data": {"postings": []}}')
    hostile = [(1, HOSTILE_TITLE, "$60 per hour"), (2, "Chemist", "$" + "9" * 1_000_000 + " per hour")]
    site.answer("/greenhouse/turing", greenhouse("turing", hostile))


def greenhouse(board: str, jobs: list[tuple[int, str, str]]) -> bytes:
    return json.dumps(
        {
            "jobs": [
                {"id": number, "title": title, "absolute_url": f"https://job-boards.example/{board}/jobs/{number}",
                 "location": {"name": "Remote"}, "updated_at": "2026-01-02T03:04:05-05:00", "internal_job_id": number,
                 "content": f"&lt;p&gt;The rate for this work is {pay}.&lt;/p&gt;"}
                for number, title, pay in jobs
            ]
        }
    ).encode()  # fmt: skip


def lever(jobs: list[tuple[int, str, str]]) -> bytes:
    return json.dumps(
        [
            {"text": title, "hostedUrl": f"https://jobs.example/appen/{number}", "workplaceType": "remote",
             "categories": {}, "createdAt": 1767312000000, "descriptionPlain": f"You rate. The rate is {pay}."}
            for number, title, pay in jobs
        ]
    ).encode()  # fmt: skip


def ashby(jobs: list[tuple[int, str, str]]) -> bytes:
    return json.dumps(
        {
            "apiVersion": "1",
            "jobs": [
                {"id": str(number), "title": title, "location": "Remote", "isListed": True,
                 "employmentType": "Contract",
                 "jobUrl": f"https://jobs.example/mercor/{number}", "publishedAt": "2026-01-02T07:00:00.000+00:00",
                 "descriptionPlain": "Read scans.", "compensation": {"compensationTierSummary": pay,
                                                                    "compensationTiers": []}}
                for number, title, pay in jobs
            ],
        }
    ).encode()  # fmt: skip
