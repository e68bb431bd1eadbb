"""Pages as they came, kept on this machine and out of version control: they may name people."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from labormarket.files.atomic_write import write_whole
from labormarket.intake.fetch import Page

FOLDER = Path(".labormarket", "pages")


@dataclass(frozen=True)
class PageStore:
    """A folder of pages: for each address its last answer, and every body that it ever had."""

    folder: Path

    def place_of(self, url: str) -> Path:
        """Return the folder of an address: its host, then its checksum."""
        host = "".join(c if c.isalnum() or c in ".-" else "_" for c in urlsplit(url).netloc)
        return self.folder / (host.strip(".") or "none") / hashlib.sha256(url.encode()).hexdigest()[:16]

    def last(self, url: str) -> Page | None:
        """Return the last answer kept for an address; None where there is none or where it was damaged."""
        place = self.place_of(url)
        try:
            card = json.loads((place / "last.json").read_text(encoding="utf-8"))
            content = (place / card.pop("body")).read_bytes()
            kept = card.pop("sha256") == hashlib.sha256(content).hexdigest() and card.pop("asked") == url
            card.pop("collected_on")
            return Page(**card, content=content) if kept else None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def keep(self, url: str, page: Page, *, collected_on: str) -> None:
        """Keep an answer: the body under its date and checksum, whole, before the card that names it."""
        place = self.place_of(url)
        checksum = hashlib.sha256(page.content).hexdigest()
        body = f"{collected_on}_{checksum[:12]}.page"
        write_whole({place / body: page.content})
        card = {
            "asked": url,
            "url": page.url,
            "status": page.status,
            "content_type": page.content_type,
            "etag": page.etag,
            "last_modified": page.last_modified,
            "collected_on": collected_on,
            "body": body,
            "sha256": checksum,
        }
        write_whole({place / "last.json": json.dumps(card, indent=1).encode()})
