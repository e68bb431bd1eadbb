"""Pages that a site sends instead of the page that was asked for: bot walls, consent walls, error pages."""

from __future__ import annotations

import re

# On a page without much text: a mark in its title or its machinery, or a phrase of its text beside no amount.
TITLES = re.compile(
    r"^\s*(?:just a moment|attention required|access (?:to this page has been )?denied|forbidden|error\b"
    r"|\d{3}\b.{0,40}error"
    r"|40[0-9]\b|50[0-9]\b|too many requests|are you (?:a )?(?:human|robot)|robot check|security check"
    r"|verify(?:ing)? you"
    r"|pardon our interruption|service unavailable|bad gateway|page not found|not found|please wait|ddos-guard"
    r"|checking your browser|captcha|sign in|log ?in)",
    re.IGNORECASE,
)
MACHINERY = re.compile(
    r"cf-chl-|challenge-platform|cf_chl_opt|/_Incapsula_Resource|px-captcha|geo\.captcha-delivery\.com"
    r"|distil_r_captcha|awswaf|_abck challenge|ddos-guard/js-challenge|data-sitekey",
    re.IGNORECASE,
)
PHRASES = re.compile(
    r"verify (?:that )?you(?:'re|’re| are) (?:a )?(?:not a robot|human)|unusual traffic|enable (?:javascript|cookies)"
    r"|checking (?:if the site connection is secure|your browser)|automated (?:access|requests)|blocked|captcha"
    r"|access denied|request could not be satisfied|rate limit",
    re.IGNORECASE,
)
SHORT = 1_500  # characters of text; a listing worth reading has more, or has structured data


def wall_of(title: str, text: str, source: str = "") -> str:
    """Say why a page is a wall or an error page, or return nothing.

    >>> wall_of("Just a moment...", "Checking your browser")
    'a bot wall or error page ("Just a moment...")'
    >>> wall_of("AI tutor at Acme", "Pays $20 an hour. Blocked accounts are not paid." * 40)
    ''
    """
    short = len(text) < SHORT
    if short and (TITLES.search(title) or MACHINERY.search(source)):
        return f'a bot wall or error page ("{(title or text)[:60].strip()}")'
    if short and (phrase := PHRASES.search(text)) and not re.search(r"[$€£¥₹]\s?\d", text):
        return f'a bot wall or error page ("{phrase[0]}")'
    return ""
