"""Software bill of materials: the packages of requirements.lock as CycloneDX, with the hashes that the lock admits.

Run by `make lock`. Names no index and no date, so that the same lock gives the same file.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TO = ROOT / "docs" / "generated" / "sbom.cdx.json"


def bill_of_materials(root: Path) -> dict[str, Any]:
    """Return the bill: each locked package with its version, its package URL and its hashes."""
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", "--output-reproducible", "--of", "JSON"]
    given = ["--pyproject", str(root / "pyproject.toml"), str(root / "requirements.lock")]
    bill: dict[str, Any] = json.loads(subprocess.run([*command, *given], capture_output=True, check=True).stdout)
    refs = {}
    for component in bill["components"]:
        files = component.pop("externalReferences", [])
        component.pop("description", None)
        component["hashes"] = [one for file in files for one in file.get("hashes", [])]
        refs[component["bom-ref"]] = component["bom-ref"] = component["purl"]
    for dependency in bill["dependencies"]:
        dependency["ref"] = refs.get(dependency["ref"], dependency["ref"])
    bill["components"].sort(key=lambda component: component["purl"])
    bill["dependencies"].sort(key=lambda dependency: dependency["ref"])
    bill["metadata"].pop("tools", None)
    return bill


if __name__ == "__main__":
    TO.write_text(json.dumps(bill_of_materials(ROOT), indent=1, sort_keys=True) + "\n", encoding="utf-8")
