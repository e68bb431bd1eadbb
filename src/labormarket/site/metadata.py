"""What machines read of the tables: their descriptions in the words of schema.org and of Croissant."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from importlib import resources
from typing import Any

from labormarket.files.safe_text import as_json
from labormarket.publishing.publish import LICENCE, PUBLISHER
from labormarket.site.contents import REPOSITORY, TABLE_FOLDER, Contents

MEDIA_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet", "json": "application/json"}
CROISSANT_CONTEXT = resources.files("labormarket.site") / "croissant_context.json"
"""The official JSON-LD context of Croissant 1.0."""
CROISSANT_TYPES = {"string": "sc:Text", "number": "sc:Float", "integer": "sc:Integer", "boolean": "sc:Boolean"}


def describe_dataset(site: Contents) -> dict[str, Any]:
    """Return the tables as a schema.org Dataset, from datapackage.json, with the address of each file."""
    package = site.package
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": package["title"],
        "description": package["description"],
        "url": site.address or REPOSITORY,
        "version": site.data_as_of,
        "dateModified": site.data_as_of,
        "license": LICENCE["url"],
        "isAccessibleForFree": True,
        "keywords": ["AI training", "data annotation", "gig work", "pay", "wages"],
        "creator": {"@type": "Organization", "name": PUBLISHER, "url": REPOSITORY},
        "citation": site.citation,
        "variableMeasured": [field["name"] for field in package["resources"][0]["schema"]["fields"]],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": resource["title"],
                "contentUrl": f"{site.address}{TABLE_FOLDER}/{resource['name']}.{form}",
                "encodingFormat": MEDIA_TYPES[form],
            }
            for resource in package["resources"]
            for form in ("csv", "parquet")
        ],
    }


def describe_croissant(site: Contents) -> bytes:
    """Return the Croissant 1.0 description of the tables.

    Without the site's address the files are named relative to the description itself, which stands beside them.
    """
    package, folder = site.package, f"{TABLE_FOLDER}/"
    resources = [resource for resource in package["resources"] if folder + resource["path"] in site.downloads]
    described = {
        "@context": json.loads(CROISSANT_CONTEXT.read_text("utf-8")),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": package["name"],
        "description": package["description"],
        "url": site.address or REPOSITORY,
        "license": LICENCE["url"],
        "citeAs": site.citation,
        "datePublished": site.data_as_of,
        "version": site.data_as_of.replace("-", "."),
        "creator": {"@type": "sc:Organization", "name": PUBLISHER, "url": REPOSITORY},
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": resource["path"],
                "name": resource["path"],
                "contentUrl": f"{site.address}{folder}{resource['path']}" if site.address else resource["path"],
                "encodingFormat": "text/csv",
                "sha256": sha256(site.downloads[folder + resource["path"]]).hexdigest(),
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
