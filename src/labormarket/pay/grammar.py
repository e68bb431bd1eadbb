"""The grammar of a pay statement, as regular expressions over the kinds of tokens (see cues.py for the alphabet)."""

from __future__ import annotations

import re

# An amount: "$25", "25 €", "USD 1.2 million", "R$ 4k", "fifty cents", "a dollar".
AMOUNT = r"(?:[$€d]{1,2}~?N(?:\+?k){0,2}[€dc]{0,2}|N(?:\+?k){0,2}\]?[€dc]{0,2}|[na]k?[dc]{1,2}(?!N))"
# What may stand between an amount and its period: "brutto", "(", "rate".
FILL = r"[gy(),o~]{0,3}?"
# "per hour", "/hr", "an hour", "each completed task", "(yearly)", "per 1,000 words".
PER = (
    r"(?:\(?(?:p|/p|/?[eE]a?W{0,2}[um]|/[a]?W{0,2}[um]|/?[eE]N[k]?[um]|/d?[um]|au|-au|[eE]W?pu|"
    r"[eE]nu|i[Nn](?:-N)?[um]|E|z)\)?|\(y\))"
)
TO = r"(?:-?[tTa]-?|-{1,2}|\||\]?<|\]|[tTa][<F]|/)"

STATEMENT = re.compile(
    rf"(?P<low>{AMOUNT})"
    rf"(?P<open>[+\]])?(?P<per_low>{FILL}{PER})?"
    rf"(?:g{{0,2}}(?:\([^().;]{{1,8}}\))?(?:,N(?=\|))?(?P<to>{TO}|&)(?P<lead_high>[~(y]?[>~]?)(?P<high>{AMOUNT})(?P<per_high>{FILL}{PER})?)?"
)
# After the amounts: bounds, fillers and the period may come in any order, each at most once.
AFTER = re.compile(
    rf"(?P<bound>[+\]\[<>])?(?P<per>{FILL}{PER})?(?P<bound_after_per>[\]\[<>+])?(?P<currency>[gy,(]{{0,3}}d(?!N)\)?)?"
)
FAR_PERIOD = re.compile(r"(?:[+gyxXo,]|eN:?q){1,5}?(eu|p)(?=[.;)]|$)")
# The same amount in another currency, which may carry the period: "£6/$8 per hour", "Ksh250 ($2 per hour)".
TWIN = re.compile(
    rf"(?:[/(|]~?(?:[$€d]{{1,2}}N|N[€d])k?(?:[-t&][$€d]?Nk?[€d]?)?(?P<inside>{FILL}{PER})?\)?|\([^().;]{{1,14}}\))(?P<bound>\])?(?P<after>{PER})?"
)
# "100.0,120.0,USD,hourly": columns of a table.
TABLE_ROW = re.compile(r"N,(N),d?,p")
