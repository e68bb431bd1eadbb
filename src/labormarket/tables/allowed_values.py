"""Words that a column may hold, where both its definition and the code that fills it need them."""

POSITIONS = (
    *("below p10", "p10 to p25", "p25 to median", "median to p75", "p75 to p90"),
    *("above p90", "above the highest published percentile"),
)
MORE, LESS, EITHER = "more", "less", "either"
VERDICTS = (MORE, LESS, EITHER)
TOPICS = ("owner", "kind", "dispute", "fairness", "payroll", "valuation", "countries", "workforce", "other")
KINDS_OF_EVIDENCE = ("advertised", "reported", "statistic", "policy", "staff_salary")
RISE, CUT, SAME, MIXED = "rise", "cut", "same", "mixed"
DIRECTIONS = (RISE, CUT, SAME, MIXED)
STEPS_TO_THE_DAY_JOB = ("wage", "benefits", "payroll_tax", "unpaid_time")
