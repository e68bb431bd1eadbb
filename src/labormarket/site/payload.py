"""Tables and rules as scripts: data that a page can load from file://, where it may not fetch; no text breaks it."""

from __future__ import annotations

import base64
import json
import math
import zlib
from typing import Any

import pandas as pd

from labormarket.files.safe_csv import GUARD, NEEDS_GUARD, NEEDS_INNER_GUARD
from labormarket.files.safe_text import show_hidden
from labormarket.hourly import ASSUMED_HOURS
from labormarket.publishing.publish import LICENCE, PUBLISHER
from labormarket.site.contents import REPOSITORY
from labormarket.site.statements import STATEMENT_COLUMNS, find_statements
from labormarket.tiers import TIERS


def reader_rules(edition: str) -> dict[str, Any]:
    """Return what the scripts need to know, taken from the modules where each rule has its home.

    The pattern of the guard of CSV cells is written so that Python and JavaScript read it alike.
    """
    cuts = [(tier.name, tier.usd_per_hour_from, tier.usd_per_hour_to) for tier in TIERS]
    return {
        "tiers": [{"name": name, "from": low, "to": high if math.isfinite(high) else None} for name, low, high in cuts],
        "assumed_hours": ASSUMED_HOURS,
        "guard": {"sign": GUARD, "needed": f"^(?:{NEEDS_GUARD.pattern})", "inner": NEEDS_INNER_GUARD.pattern},
        "columns": list(STATEMENT_COLUMNS),
        "publisher": PUBLISHER,
        "licence": LICENCE["name"],
        "repository": REPOSITORY,
        "edition": edition,
    }


def pack_rows(rows: pd.DataFrame, statements: pd.DataFrame) -> dict[str, object]:
    """Return a chart's plotted rows, each with the places of its statements among all statements.

    A column that only repeats what the row's own statement says (`statement_id`) is sent by its name alone.
    """
    place = {statement_id: number for number, statement_id in enumerate(statements["statement_id"])}
    packed = pack_table(rows)
    if "statement_id" in rows.columns and rows["statement_id"].isin(list(place)).all():
        own = pack_table(statements.iloc[rows["statement_id"].map(place)])["columns"]
        for name, column in packed["columns"].items():
            if name != "statement_id" and own.get(name) == column:
                packed["columns"][name] = {"repeated": True}
    behind = find_statements(rows, statements)
    return {**packed, "statements": [[place[name] for name in names] for names in behind]}


def pack_table(table: pd.DataFrame) -> dict[str, Any]:
    """Return a table by columns: numbers as they are, texts as places in a list of distinct texts; missing is null.

    What a browser would obey, such as a change of the direction of reading, is shown as its code.

    >>> pack_table(pd.DataFrame({"platform": ["X", None, "X"], "low": [1.0, 2.5, None]}))["columns"]
    {'platform': {'texts': ['X'], 'at': [0, None, 0]}, 'low': {'numbers': [1, 2.5, None]}}
    """
    return {"rows": len(table), "columns": {str(name): _pack_column(table[name]) for name in table.columns}}


def _pack_column(column: pd.Series) -> dict[str, list[Any]]:
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return {"numbers": [_plain(value) for value in column.tolist()]}
    if pd.api.types.is_bool_dtype(column):
        column = column.map({True: "true", False: "false"})
    values = column.astype("str").where(column.notna())
    codes, texts = pd.factorize(values)
    return {
        "texts": [show_hidden(str(text)) for text in texts],
        "at": [int(code) if code >= 0 else None for code in codes],
    }


def _plain(value: float) -> float | int | None:
    if pd.isna(value):
        return None
    return int(value) if float(value).is_integer() else round(float(value), 6)


def as_packed_script(name: str, value: object) -> bytes:
    """Return a script that hands `value` to the page under `name`, in a fifth of the bytes: deflated, in base 64.

    >>> script = as_packed_script("x", ["</script>"] * 100)
    >>> len(script) < 100 and b"<" not in script
    True
    """
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    packed = base64.b64encode(zlib.compress(text.encode("ascii"), level=9)).decode("ascii")
    return f"labormarket.receivePacked({json.dumps(name)},{json.dumps(packed)});\n".encode("ascii")


def as_script(name: str, value: object) -> bytes:
    """Return a script that hands `value` to the page under `name`: what was scraped stays text wherever it ends up.

    >>> as_script("x", {"pay": "</script><!--"})
    b'labormarket.receive("x",{"pay":"\\\\u003c/script\\\\u003e\\\\u003c!--"});\\n'
    """
    return f"labormarket.receive({json.dumps(name)},{as_script_json(value)});\n".encode("ascii")


def as_script_json(value: object) -> str:
    """Return a value as JSON in plain letters; the signs that could end a script or begin a comment are escaped.

    >>> print(as_script_json({"name": "</script>"}))
    {"name":"\\u003c/script\\u003e"}
    """
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
