"""The grammar of a pay statement, as regular expressions over the kinds of tokens (the alphabet is in cues.py)."""

from __future__ import annotations

import re

# ---- the statement itself

# An amount: "$25", "25 €", "USD 1.2 million", "R$ 4k", "25 or more euros", "fifty cents", "a dollar".
NUMBER = r"(?:NK){0,3}N(?:\+?k){0,2}"
AMOUNT = (
    rf"(?:[$€d]{{1,2}}~?{NUMBER}(?:\+[dc](?!~?N)|[€dc]{{0,2}})|{NUMBER}(?:[\]+^]?[€dc]{{1,2}})?"
    r"|[na]k?[dc]{1,2}(?!N)|[$€d]n|n(?=[&tT\-]n))"
)
# What may stand between an amount and its period: "brutto", "(", "rate", "on average".
FILL = r"(?:[gyo~,)]|\((?=[gy])|\^(?=e|/|p(?:[.;^),]|\Z))){0,5}?"
# "hourly", "/hr", "per labelled image", "an hour", "each", "per 1,000 words", "for 15-20 min", "(月薪)".
_PER = (
    r"(?:[eE]N-[um]u|/?[eE]a?(?:W(?:-?W)?)?[um]|/?p|/z|/y|/[ad]?W{0,2}[um]|/?[eE][Nn]k?[um]|[eE]W?pu"
    r"|i[Nn](?:-N)?[um](?![e/])|-?au|E|z)"
)
PER = rf"(?:{_PER}|\({_PER}\)|\(y\))"
# "to", "-", "-to-", "or", "and", "up to", "/": what joins two amounts, if the rest allows it.
JOIN = r"-?[tTa]-?|--?|\||-?\]?<|\]|[tTa][<F]|<:|/|&o?<o{0,2}|&"

STATEMENT = re.compile(
    rf"(?P<low>{AMOUNT})(?P<open>[+\]])?(?P<per_low>{FILL}{PER})?"
    # in between: a filler, an equivalent in brackets, or one more of a list ("1, 2 or 3 dollars")
    rf"(?:[gm<>]{{0,2}}(?:\([^().;]{{1,8}}\))?(?P<list>,N(?=\|))?(?P<join>{JOIN})(?P<more>[~(y]?>?~?)"
    rf"(?P<high>{AMOUNT})(?P<per_high>{FILL}{PER})?)?"
)
# "100.0,120.0,USD,hourly": a row of a table.
TABLE_ROW = re.compile(r"(?P<low>N),(?P<high>N),(?P<currency>d?),?(?P<per>p?)(?<=[dp])")
# "40,70,,hourly": whether the first comma parts two cells or is a decimal mark can't be told.
DOUBTFUL_ROW = re.compile(r"N(?:,,|,d,p)")

# ---- what follows it

AFTER = re.compile(
    rf"(?:g(?=[\]\[<>]))?(?P<bound>[+\]\[<>])?(?P<per>{FILL}{PER})?(?P<bound_after_per>[\]\[<>+])?(?P<currency>[gy,(]{{0,3}}d(?!N)\)?)?"
)
# The same amount in another currency, which may carry the period: "£6/$8 per hour", "Ksh250 ($2 per hour)".
_OTHER = r"(?:[$€d]{1,2}N|N[€d])k?(?:[-t&][$€d]?Nk?[€d]?)?"
TWIN = re.compile(
    rf"(?:[/(|,&]{{1,2}}[~g]?{_OTHER}(?P<inside>{FILL}{PER})?\)?|\([^().;]{{1,14}}\))"
    rf"(?P<bound>\])?(?P<after>{PER})?"
)
TWIN_IN_BRACKETS = re.compile(rf"\(~?{_OTHER}\)")
# "24,000 to 30,000 plus benefits per year", "im 1. Lehrjahr pro Monat": the period closes the clause.
# "£38.50 PAYE or £45 umbrella per hour": the period of the second sum is that of the first.
SHARED_PERIOD = re.compile(rf"[Wyg]{{0,2}}[|,]{_OTHER}[Wyg]{{0,2}}(?P<per>/u|eu|au|/p)")
FAR_PERIOD = re.compile(r"(?:[+gyxXo,]|e?N[:.]q(?=e)){1,5}?(?P<per>eu|p)(?=[.;)^]|\Z)")
# In Chinese, Japanese and Korean one piece of work stands before its price: "1件50円".
LEAD_ONE = re.compile(r"(?P<number>N)(?P<unit>u)[ogF,]?\Z")
OPEN_HIGH = re.compile(rf"[tT\-][vV](?P<per>{PER})?|-\(|-\Z")  # "$7 to competitive", "$60,000 -"

# ---- what stands before it, in its clause; searched in the kinds up to the amount

# A label may stand on the line before; what is in brackets may hold anything.
_WORDS = r"(?:lN|\([^().;]*\)|[^.;%+NJ^])*"
CLAUSE = re.compile(rf"{_WORDS}\^[:\-~]{{0,2}}\Z|{_WORDS}\Z")
_CLEAR = r"[goypez~:(aFb&,|/d$€Ein^]"  # words that a cue reaches across
LEAD_BOUND = re.compile(r"(?P<cue>[<T>fm])[goypez~:(aFb&|/d$€Ein^]*\Z")
LEAD_MINIMUM = re.compile(r"(?P<cue>[<>])[gpo]{0,3}y[^,]*\Z")  # "the minimum gross salary under the agreement is"
LEAD_MINIMUM_PAY = re.compile(r"(?P<cue>>)[Wog]{1,4}:\Z")  # "Mindestentgelt laut Kollektivvertrag:"
LEAD_TO = re.compile(r"(?:^|[:\-(y,)|])(?P<cue>t)[~e]?\Z")
LEAD_BETWEEN = re.compile(r"b.{0,3}\Z")
LEAD_ABOUT = re.compile(rf"~(?:{_CLEAR}*|.{{0,3}})\Z")
LEAD_CURRENCY = re.compile(r"(?P<cue>d)(?:[:(]|\):?)?\Z")
LEAD_COUNT = re.compile(r"q[:(]?\Z")
LEAD_LABEL = re.compile(r"l[:(W]?\Z")
# Money that isn't pay, unless a pay word stands nearer: "bonus (", "budget of", "Fertility benefits:".
LEAD_NOT_PAY = re.compile(r"xo{0,2}y(?:[^Wyp]*W){0,3}[^Wy]*\Z|x(?:[^Wyp]*W){0,3}[^Wy]*\Z|r(?:[^Wyp,]*W){0,3}[^Wy,]*\Z")
ENDS_OTHER_MONEY = re.compile(r"[,)]|W.*-")
LEAD_TITLE = re.compile(r"X[^Wy\-,]*\Z")
# A rate ("hourly", "per month"), not of working time ("3 days per week") or of other money ("monthly bonus").
LEAD_RATE = re.compile(r"(?<![Nu])(?:(?P<rate>p)(?![uxX])|(?:[eE]W|[eE/])(?P<unit>u))(?=(?:[^W]*W?[^W]*|.*y.*)\Z)")

# ---- refusals, looked for after the amount

COUNT_AFTER = re.compile(r"[gyo~(+]{0,2}q")
LONG_NUMBER = re.compile(r"-[NJ]")
HOURS_BEFORE = re.compile(r"N(?:-N)?(?:u[/e]u[,o(<>~]*|q[,o(<>~]+)\Z")
HOURS_LABEL = re.compile(r"(?<![eE/pN])u[:oFf,(~<>]*\Z")
TITLE_OF = re.compile(r"X+[oF|]+[<>T~]?\Z")  # "a budget of"
PER_MONEY = re.compile(r"[eE/]a?d(?!N)|/d")  # "50 cents per dollar"
AREA_CODE = re.compile(r"\([NJ]\)\Z")
LENGTH_AFTER = re.compile(r"\+?-?[um]")
NOT_PAY_AFTER = re.compile(r"[gyopWil]{0,2}x|[gyopil]{3,4}x|[ei][oa]?W?x")
NOT_PAY_IN_BRACKETS = re.compile(r"\([gW]?x")
TITLE_AFTER = re.compile(r"[gy]?X")

# ---- pay in words that aren't numbers

VAGUE_AMOUNT = re.compile(r"[$€d]?v[vknWoFe]{0,2}[dc€]{1,2}|[$€d]v|dc?v")
VAGUE_PAY = re.compile(r"V(?![gyW]?x)")
VAGUE_PAY_IN_PROSE = re.compile(r"(?<=y)[oW:,(\-]{0,3}V|V(?=g?y)")

# In prose a number needs at least one of these near it.
CALLS_PAY = re.compile(r"[$€dcupzmEyV]")

# ---- where pay stands in a field (see burden.py)

CUE_KINDS = "<>fFmTt~bgoaed€$n"
CALLED_PAY_AFTER = re.compile(r"[gpo(~>]{0,2}[yV]|(?P<unspaced>W)[gpo(~W]{0,7}y")
SENTENCE_WALL = re.compile(r"[.;^]")
MARKS = tuple(":-(),/;^")
OPENING = re.compile(rf"(?:\A|[:\-(),/;^])[p|{CUE_KINDS}]*\Z")
LABEL_MARK = re.compile(rf"[:\-][{CUE_KINDS}]*\Z")
RUNS_ON = re.compile(r"(?P<rate>/[NJ])|(?P<price>[ie])[ei]?[oaN]?k?W(?!W?u)|[goa&tT]{0,2}(?P<word>[Wq])")
POINTS_AFTER = re.compile(r"[(:][NJ]k?W")
POINTS_BEFORE = re.compile(r"[NJ]k?W{0,2}:\Z|[NJ]k?W\(\Z")
