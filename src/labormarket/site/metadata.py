"""What machines read: schema.org and Croissant descriptions, sitemap, robots, and the Atom feed of editions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from lxml import etree

from labormarket.files.safe_text import as_json, show_hidden
from labormarket.publishing.publish import LICENCE, PUBLISHER
from labormarket.site.editions import Edition

REPOSITORY = "https://github.com/labormarket/labormarket"
TABLE_FOLDER = "data/tables"
MEDIA_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet", "json": "application/json"}
ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
CROISSANT_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
CROISSANT_TYPES = {"string": "sc:Text", "number": "sc:Float", "integer": "sc:Integer", "boolean": "sc:Boolean"}


def describe_dataset(package: Mapping[str, Any], citation: str, data_as_of: str, address: str) -> dict[str, Any]:
    """Return the tables as a schema.org Dataset, from datapackage.json; addresses are whole with `address`."""
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": package["title"],
        "description": package["description"],
        "url": address or REPOSITORY,
        "version": data_as_of,
        "dateModified": data_as_of,
        "license": LICENCE["url"],
        "isAccessibleForFree": True,
        "keywords": ["AI training", "data annotation", "gig work", "pay", "wages"],
        "creator": {"@type": "Organization", "name": PUBLISHER, "url": REPOSITORY},
        "citation": citation,
        "variableMeasured": [field["name"] for field in package["resources"][0]["schema"]["fields"]],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": resource["title"],
                "contentUrl": f"{address}{TABLE_FOLDER}/{resource['name']}.{form}",
                "encodingFormat": MEDIA_TYPES[form],
            }
            for resource in package["resources"]
            for form in ("csv", "parquet")
        ],
    }


def describe_croissant(
    package: Mapping[str, Any], tables: Mapping[str, bytes], citation: str, data_as_of: str, address: str
) -> bytes:
    """Return the Croissant 1.0 description of the tables; `tables` holds each CSV file by its name.

    Without an `address` the files are named relative to the description itself, which stands beside them.
    """
    resources = [resource for resource in package["resources"] if resource["path"] in tables]
    described = {
        "@context": CROISSANT_CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": package["name"],
        "description": package["description"],
        "url": address or REPOSITORY,
        "license": LICENCE["url"],
        "citeAs": citation,
        "datePublished": data_as_of,
        "version": data_as_of.replace("-", "."),
        "creator": {"@type": "sc:Organization", "name": PUBLISHER, "url": REPOSITORY},
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": resource["path"],
                "name": resource["path"],
                "contentUrl": f"{address}{TABLE_FOLDER}/{resource['path']}" if address else resource["path"],
                "encodingFormat": "text/csv",
                "sha256": sha256(tables[resource["path"]]).hexdigest(),
            }
            for resource in resources
        ],
        "recordSet": [_record_set(resource) for resource in resources],
    }
    return (as_json(described, indent=1) + "\n").encode("utf-8")


def _record_set(resource: Mapping[str, Any]) -> dict[str, Any]:
    name = resource["name"]
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": f"{resource['title']}. {resource['description']}",
        "key": [{"@id": f"{name}/{column}"} for column in resource["schema"]["primaryKey"]],
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{name}/{field['name']}",
                "name": field["name"],
                "description": field["description"],
                "dataType": CROISSANT_TYPES[field["type"]],
                "source": {"fileObject": {"@id": resource["path"]}, "extract": {"column": field["name"]}},
            }
            for field in resource["schema"]["fields"]
        ],
    }


def as_json_ld(value: object) -> str:
    """Return a value as JSON that no text in it can end as a script.

    >>> print(as_json_ld({"name": "</script>"}))
    {"name":"\\u003c/script\\u003e"}
    """
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def write_sitemap(paths: Iterable[str], data_as_of: str, address: str) -> bytes:
    """Return the sitemap of these pages."""
    root = etree.Element(f"{{{SITEMAP}}}urlset", nsmap={None: SITEMAP})
    for path in paths:
        url = etree.SubElement(root, f"{{{SITEMAP}}}url")
        etree.SubElement(url, f"{{{SITEMAP}}}loc").text = address + path.removesuffix("index.html")
        etree.SubElement(url, f"{{{SITEMAP}}}lastmod").text = data_as_of
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def write_robots(address: str) -> bytes:
    """Return robots.txt: everybody may read everything; where the sitemap stands, if the site's address is known."""
    sitemap = f"Sitemap: {address}sitemap.xml\n" if address else ""
    return f"User-agent: *\nAllow: /\n{sitemap}".encode("ascii")


def write_feed(editions: Sequence[Edition], title: str, address: str) -> bytes:
    """Return the Atom feed: one entry per edition, with the counts of what came, went and changed."""
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})

    def add(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
        element = etree.SubElement(parent, f"{{{ATOM}}}{tag}", attributes)
        element.text = text or None
        return element

    add(root, "title", title)
    add(root, "id", address or f"{REPOSITORY}#editions")
    add(root, "link", rel="self", href=f"{address}feed.xml")
    add(root, "link", href=f"{address}changes.html")
    add(root, "updated", f"{editions[0].date if editions else '1970-01-01'}T00:00:00Z")
    add(add(root, "author"), "name", PUBLISHER)
    for edition in editions:
        entry = add(root, "entry")
        add(entry, "title", f"Edition of {edition.date}")
        add(entry, "id", f"{address or REPOSITORY + '#'}changes.html#{edition.date}")
        add(entry, "link", href=f"{address}changes.html#{edition.date}")
        add(entry, "updated", f"{edition.date}T00:00:00Z")
        add(entry, "summary", show_hidden("; ".join(edition.headlines)))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))
