"""The tables described: the data dictionary for people and the Frictionless data package for programs."""

from __future__ import annotations

import json

from labormarket.tables.definitions import TABLES
from labormarket.tables.schemas import TableSpec

LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}


def dictionary_page() -> str:
    """Return the data dictionary as Markdown: per table what one row is, its key, and each column with its unit."""
    lines = [
        "# Data dictionary",
        "",
        "Generated from the table definitions by `labormarket build`; a test holds it to them. Missing is empty.",
    ]
    for spec in TABLES.values():
        lines += [
            "",
            f"## {spec.name}.csv",
            "",
            f"{spec.title}. One row is {spec.one_row_is}. Unique by {', '.join(f'`{name}`' for name in spec.key)}.",
            "",
            "| column | type | unit | may be empty | meaning |",
            "|---|---|---|---|---|",
        ]
        for column in spec.columns:
            allowed = f" One of: {', '.join(column.allowed)}." if column.allowed else ""
            empty = "no" if column.required else "yes"
            lines.append(
                f"| `{column.name}` | {column.type} | {column.unit} | {empty} | {column.description}{allowed} |"
            )
    return "\n".join(lines) + "\n"


def table_resource(spec: TableSpec) -> dict[str, object]:
    """Return the Frictionless resource of one table."""
    fields = []
    for column in spec.columns:
        constraints: dict[str, object] = {"required": True} if column.required else {}
        if column.allowed:
            constraints["enum"] = list(column.allowed)
        if column.minimum is not None:
            constraints["minimum"] = column.minimum if column.type == "number" else int(column.minimum)
        field: dict[str, object] = {"name": column.name, "type": column.type, "description": column.description}
        if column.unit:
            field["unit"] = column.unit
        if constraints:
            field["constraints"] = constraints
        fields.append(field)
    return {
        "profile": "tabular-data-resource",
        "name": spec.name,
        "title": spec.title,
        "description": f"One row is {spec.one_row_is}.",
        "path": f"{spec.name}.csv",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "primaryKey": list(spec.key), "missingValues": [""]},
    }


def data_package(version: str) -> str:
    """Return datapackage.json for data/processed, as text."""
    package = {
        "profile": "tabular-data-package",
        "name": "labormarket",
        "title": "What AI training pays",
        "description": "Pay statements for the work of training AI models, by platform and profession, with sources.",
        "version": version,
        "licenses": [LICENCE],
        "sources": [{"title": "Each row's source is in sources.csv and in the raw files it names"}],
        "resources": [table_resource(spec) for spec in TABLES.values()],
    }
    return json.dumps(package, indent=2) + "\n"
