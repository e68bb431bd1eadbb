"""Grammar of a pay statement: named patterns over the kinds of tokens (kinds.py), each with an example."""

from __future__ import annotations

from labormarket.pay.kinds import part, rule

part("MONEY", "[sign loose_sign currency]", "$")
part("TIME", "[unit minutes]", "hour")
part("COUNT", "[number numeral]", "two")
part("ENDS", "[stop wall line close] | END", ".")

# ---- the statement itself

part("FIGURES", "(?:number upper_part) {0,3} number (?:plus? magnitude) {0,2}", "1.2 million")
part(
    "AMOUNT",
    """MONEY{1,2} about? FIGURES (?:plus [currency cents] (?!about? number) | [loose_sign currency cents]{0,2})
    | FIGURES (?:[or_more plus line]? [loose_sign currency cents]{1,2})?
    | [numeral article] magnitude{0,2} [loose_sign currency cents]{1,2} (?!number)
    | MONEY numeral
    | numeral (?=[and to up_to dash] numeral)
    | (?<=or) numeral (?![number currency cents unit])""",
    "25 or more euros",
)
# What may stand between an amount and its period: "brutto", "(", "rate", "on average".
part(
    "FILL",
    """(?: [filler pay small about comma close] | slash (?=filler)
    | open (?=[filler pay])
    | line (?=per | slash | rate (?:[stop wall line close comma] | END)) ){0,5}?""",
    "gross rate",
)
part(
    "PERIOD",
    """[per each] number dash TIME unit
    | slash? [per each] line? article? (?:word (?:dash? word)?)? TIME
    | [slash dash]? rate (?! word? other_money) | slash pm | slash pay
    | slash [article currency]? word{0,2} TIME
    | unit slash filler
    | slash? [per each] COUNT magnitude? TIME
    | [per each] word? rate unit | per pay
    | for COUNT (?:dash number)? TIME (?![per slash])
    | dash? article dash? unit
    | each | pm""",
    "per labelled image",
)
part("PER", "(?:PERIOD | open PERIOD close | open pay close)", "(monthly)")
# What joins two amounts, if the rest allows it.
part(
    "JOIN",
    """dash? [to up_to article] dash? | dash dash? | or | dash? or_more? at_most | or_more
    | [to up_to article] [at_most from_only] | at_most colon | slash | and small? at_most small{0,2} | and
    | small | (?=sign)""",
    "to",
)

STATEMENT = rule(
    # between the two: a filler, an equivalent in brackets, or one more of a list ("1, 2 or 3 dollars")
    """(?P<low>AMOUNT) (?P<open>[plus or_more])? (?P<per_low>FILL PER)?
    (?: [filler minutes at_most at_least]{0,2} (?:open [^open close stop wall]{1,8} close)?
        (?P<list>comma number (?=or))? (?P<join>JOIN) (?P<more>[about open pay]? at_least? about?)
        (?:AMOUNT [to up_to])? (?P<high>AMOUNT) (?P<per_high>FILL PER)? )?""",
    "$20 an hour (gross) to $25 an hour",
)
TABLE_ROW = rule(
    """(?P<low>number) comma (?P<high>number) comma (?P<currency>currency?) comma? (?P<per>rate?)
    (?<=[currency rate])""",
    "100.0,120.0,USD,hourly",
)
# Whether the first comma parts two cells or is a decimal mark can't be told.
DOUBTFUL_ROW = rule("number (?:comma comma | comma currency comma rate)", "40,70,,hourly")

# ---- what follows it

# "$20 max", but not "$15 an hour up to $100 a day"
part(
    "OPEN_END",
    "(?: [plus or_more or_less] | [at_most at_least] (?! article? about? (?:MONEY? number | numeral)))",
    "or more",
)
AFTER = rule(
    """(?:filler (?=[or_more or_less at_most at_least]) | dash (?=[or_more or_less]))?
    (?P<bound>OPEN_END)?
    (?P<per>FILL PER)? (?P<bound_after_per>OPEN_END)?
    (?P<currency>[filler pay comma open]{0,3} currency (?!number) close?)?""",
    "or more per hour (USD)",
)
part(
    "OTHER_AMOUNT",
    """(?:MONEY{1,2} number | number [loose_sign currency]) magnitude?
    (?:[dash to and] MONEY? number magnitude? [loose_sign currency]?)?""",
    "$8 to $9",
)
# The same amount in another currency, which may carry the period.
TWIN = rule(
    """(?: [slash open or comma and]{1,2} [about filler]? OTHER_AMOUNT (?:[slash comma or] about? OTHER_AMOUNT)?
        (?P<inside>FILL PER)? close?
    | open [^open close stop wall]{1,14} close ) (?P<bound>or_more | to (?=ENDS))? (?P<after>PER)?""",
    "/$8 per hour",
)
TWIN_IN_BRACKETS = rule("open about? OTHER_AMOUNT close", "(~$6)")
# The period of the second sum is that of the first.
SHARED_PERIOD = rule(
    """[word pay filler]{0,2} [or comma slash] OTHER_AMOUNT [word pay filler]{0,2}
    (?P<per>slash unit | per unit | article unit | slash rate | comma rate)""",
    "or £45 umbrella per hour",
)
FAR_PERIOD = rule(
    """(?:[plus filler pay other_money other_or_title small comma] | per? number [colon stop] counted (?=per)){1,5}?
    (?P<per>per unit | rate) (?=[stop wall close line] | END)""",
    "plus benefits per year",
)
# In Chinese, Japanese and Korean one piece of work stands before its price.
LEAD_ONE = rule("(?P<number>number) (?P<unit>unit | rate) [small filler from_only comma colon]? END", "1件")
ONE_PIECE = rule(
    """[small filler colon comma about]{0,2}
    (?:MONEY number | number magnitude? (?:dash number magnitude?)? [loose_sign currency cents])""",
    "50円",
)
OPEN_HIGH = rule(
    "[to up_to dash] [vague_amount vague_pay] (?P<per>PER)? | dash open | dash END | to (?=ENDS)", "to competitive"
)

# ---- what stands before it in its clause

# A label may stand on the line before; what is in brackets may hold anything. A clause begins after what ends one, and
# its runs are taken possessively: each token is looked at once.
part("CLOSES", "[stop wall percent plus number code line]", ".")
part(
    "CLEAR",
    """(?: [^open label stop wall percent plus number code line]++ | label number?
    | open (?:[^open close stop wall]* close)? )*+""",
    "base salary",
)
CLAUSE = rule("(?:START | (?<=CLOSES)) CLEAR (?:line [colon dash about]{0,2})? END", "base salary:")
# What a cue reaches across.
_ACROSS = """filler small pay rate per pm about colon open article from_only between and or slash currency sign
    loose_sign each for numeral line"""
LEAD_BOUND = rule(
    f"(?P<cue>[at_most up_to at_least from minutes or_less]) [{_ACROSS}]* dash? END",
    "up to a rate of",
)
LEAD_MINIMUM = rule(
    "(?P<cue>[at_most at_least]) [filler rate small]{0,3} pay [^comma]* END",
    "the minimum gross salary under the agreement is",
)
LEAD_MINIMUM_PAY = rule(
    """(?P<cue>at_least) (?: [word small filler]{1,4} colon
    | [word small filler per article unit rate other_or_title]{0,9} small about? ) END""",
    "Mindestentgelt laut Kollektivvertrag:",
)
LEAD_TO = rule("(?:START | [colon dash open pay comma close or]) (?P<cue>to) [about per]? END", "salary to")
LEAD_BETWEEN = rule("between any{0,3} END", "between the")
LEAD_ABOUT = rule(f"about (?: [comma {_ACROSS}]* | any{{0,3}}) END", "about")
LEAD_CURRENCY = rule("(?P<cue>currency) (?:[colon open] | close colon?)? END", "EUR:")
LEAD_COUNT = rule("counted [colon open]? END", "employees:")
LEAD_LABEL = rule("label [colon open word]? END", "ref:")
# Money that isn't pay, unless a pay word stands nearer.
LEAD_NOT_PAY = rule(
    """other_money (?: small{0,2} pay)? (?:[^word pay rate]* word){0,5} [^word pay]* END
    | other_verb (?:[^word pay rate comma]* word){0,3} [^word pay comma]* END""",
    "a bonus of",
)
ENDS_OTHER_MONEY = rule("comma | close END | word any* dash", "bonuses,")
LEAD_TITLE = rule("other_or_title [^word pay dash comma]* END", "budget of")
# A rate, but not of working time ("3 days per week") or of other money ("monthly bonus").
LEAD_RATE = rule(
    """(?<![number unit])
    (?:(?P<rate>rate) (?![unit other_money other_or_title])
    | (?:[per each] word | [per each slash]) (?P<unit>unit) (?! word [small per]))
    (?= (?:[^word]* word? [^word]* | any* pay any*) END
    | (?<=pay [per each] unit) | (?<=pay small [per each] unit) | (?<=pay rate) | (?<=pay small rate))""",
    "hourly",
)

# A change of pay: what follows "from" was paid before, what follows "to" is paid now.
LEAD_CHANGE = rule("change | other_verb [^word]* pay", "wages fell from")
CHANGES_TO = rule("START [small filler close comma]{0,2} [to up_to] [about filler]* END", "to about")
# The levels of one range: "from $15 an hour for general tasks to $95 for doctors".
NEXT_LEVEL = rule(
    """START [^number code stop wall line comma at_most at_least or plus other_money]{0,11}
    comma? (?P<cue>[to up_to at_most]) [about filler]* END""",
    "for entry-level tasks up to",
)

# ---- the time stated for a piece of work

STATED_TIME = (
    "(?P<low>COUNT) (?:[dash to or] (?P<high>COUNT))? [word small filler]? dash? (?P<unit>TIME)"
    " (?![per slash rate] | [small article from_only]{1,2} unit)"
)
TIME_AFTER = rule(
    f"START (?P<by>[^stop wall number numeral code sign currency plus]{{0,8}}) {STATED_TIME}", "for about 2 hours"
)
GIVES_TIME = rule(
    "each | for | (?:per | small) [about filler at_least at_most article]* END | open [^close]* END", "in about"
)
GIVES_LONG_TIME = rule("(?:for | per | small) [about filler at_least at_most article]* END", "in about")
TIME_BEFORE = rule(
    f"(?:START | [stop wall line comma]) (?:[for per small] [^stop wall number]{{0,3}})? {STATED_TIME}"
    " [^stop wall line number code]{0,10} END",
    "for a 6-hour shift she earns",
)

# ---- refusals, looked for after the amount

COUNT_AFTER = rule("[filler pay small about open plus]{0,2} counted", "employees")
MONTH_AFTER = rule("[stop colon]? label", ". October")
LONG_NUMBER = rule("dash [number code]", "-7788")
HOURS_BEFORE = rule(
    """number (?:dash number)? (?: unit [slash per] unit [comma small open at_most at_least about]*
    | counted [comma small open at_most at_least about]+ ) END""",
    "40 hours per week,",
)
HOURS_LABEL = rule(
    """(?<![per each slash rate number]) unit [colon small from_only from comma open about at_most at_least]* END""",
    "hours:",
)
TITLE_OF = rule("other_or_title+ [small from_only or]+ [at_most at_least up_to about]? END", "budget of")
PER_MONEY = rule("[per each slash] article? currency (?!number) | slash currency", "per dollar")
RISE = rule("(?<=open plus)", "(+")
AREA_CODE = rule("(?<=open [number code] close)", "(0)")
LENGTH_AFTER = rule("plus? dash? TIME", "+ month")
NOT_PAY_AFTER = rule(
    """[filler pay small rate word for label]{0,2} other_money
    | [filler pay small rate for label]{3,4} other_money
    | [per for] [small article]? (?:number dash unit)? word? other_money
    | [for small from] [article from_only per unit] other_money""",
    "annual bonus",
)
NOT_PAY_IN_BRACKETS = rule("open [filler word]? other_money", "(bonus")
TITLE_AFTER = rule("[filler pay]? other_or_title", "budget")
POINTS_AFTER = rule("[open colon] [number code] magnitude? word", "(500 coins)")
POINTS_BEFORE = rule(
    "[number code] magnitude? word{0,2} colon END | [number code] magnitude? word open END", "500 coins ="
)

# In the same clause, and no comparison: "is the minimum wage", not "above the minimum wage".
NEAR_BEHIND = rule("[^comma stop wall line at_least at_most number]{0,8}", "is the minimum wage")

# ---- pay in words that aren't numbers

VAGUE_AMOUNT = rule(
    """MONEY? vague_amount [vague_amount magnitude numeral word small from_only per]{0,2}
        [currency cents loose_sign]{1,2}
    | MONEY vague_amount | currency cents? vague_amount""",
    "a few dollars",
)
VAGUE_PAY = rule("vague_pay (?![filler pay word]? other_money)", "competitive")
VAGUE_PAY_IN_PROSE = rule(
    "(?<=pay) [small word colon comma open dash]{0,3} vague_pay | vague_pay (?=filler? pay)", "salary is competitive"
)

# ---- where pay stands in a field (see pay_context.py)

BARE_FIELD = rule(
    """START [open colon about at_most at_least from up_to filler small pay rate currency sign loose_sign]*
    number magnitude? (?:(?:[dash to up_to slash] | dash dash) number magnitude?)?
    [plus or_more or_less close filler stop currency about]* END""",
    "approx. 25-30",
)

# In prose a number needs at least one of these near it.
CALLS_PAY = rule("[sign loose_sign currency cents unit rate pm minutes each pay vague_pay]", "hourly")
CALLED_PAY_AFTER = rule(
    """[filler rate small open about at_least]{0,2} [pay vague_pay]
    | (?P<unspaced>word) [filler rate small open about word]{0,7} pay""",
    "salary",
)
FIELD_WALL = rule("[stop wall]", ". ")
SENTENCE_WALL = rule("[stop wall line]", ". ")
_CUES = """at_most at_least from from_only minutes up_to to about between filler small article per currency loose_sign
    sign numeral"""
IS_CUE = rule(f"[{_CUES}]", "about")
# A verb of spending rather than "pay: $20" or "they pay poets $20".
SPENT = rule("pay [at_most at_least from minutes up_to about between currency loose_sign]* END", "they pay about")
OPENING = rule(f"(?: START | [colon dash open close comma slash wall line]) [rate or {_CUES}]* END", "Coders: about")
LABEL_MARK = rule(f"[colon dash] [{_CUES}]* END", "Coders: about")
RUNS_ON = rule(
    """(?P<rate>slash [number code])
    | (?P<price>[for per]) [per for]? [small article number]? magnitude? word (?!word? unit)
    | [filler small article and to up_to]{0,2} (?P<word>[word counted])""",
    "for a gizmo",
)
