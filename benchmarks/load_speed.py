"""How the time to load a county grows with the rows of one table; one run, ratios to the county without it.

Nothing here is a test: machines differ, ratios in one run differ less.
"""

from __future__ import annotations

import csv
import tempfile
import time
from pathlib import Path

from gridroute.dispatch.county import County, assemble
from gridroute.errors import Fault
from gridroute.plugins import baseline
from gridroute.policy.layer import Layer, read_layer

MANIFEST = 'level: county\nadcode: "990101"\nname: 云河县\npinyin: yunhe\nparents: []\n'
DIVISIONS = (
    "code,name,level,parent\n99,岚山省,province,\n990101,云河县,county,99\n"
    "990101001,云河街道,town,990101\n990101101,石桥镇,town,990101\n"
)
BODIES = "organizations:\n  - {id: gov, name: 云河县人民政府, kind: government, level: county, functions: [本级政府]}\n"
TOWNSHIPS = ("云河街道", "石桥镇")
ROWS = (0, 300, 1000, 3000, 10000)


def write(root: Path) -> None:
    """Writes a small invented county."""
    (root / "territory").mkdir(parents=True)
    (root / "county.yaml").write_text(MANIFEST, encoding="utf-8")
    (root / "organizations.yaml").write_text(BODIES, encoding="utf-8")
    (root / "territory" / "divisions.csv").write_text(DIVISIONS, encoding="utf-8")


def table(root: Path, rows: int, categories: list[str]) -> None:
    """Writes a table of ``rows`` rows that no fact satisfies two of: category, township, households."""
    with (root / "lists.large.table.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["编号", "依据", "category", "township", "affected_households", "→sunk"])
        for n in range(rows):
            turn, category = divmod(n, len(categories))
            turn, township = divmod(turn, len(TOWNSHIPS))
            span = f"{turn * 10}..{turn * 10 + 9}"
            value = "true" if n % 3 else "false"
            writer.writerow([f"x-{n}", "assumed", categories[category], TOWNSHIPS[township], span, value])


def load(root: Path) -> tuple[County, float]:
    """The county, and the seconds of processor time it took to load."""
    faults: list[Fault] = []
    start = time.process_time()
    layers = [layer for one in (baseline(), root) if isinstance(layer := read_layer(one, faults), Layer)]
    county = assemble(layers, faults)
    taken = time.process_time() - start
    if faults:
        raise SystemExit("\n".join(fault.text("en") for fault in faults[:5]))
    return county, taken


def main() -> None:
    """Prints one line a size."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "yunhe"
        write(root)
        county, first = load(root)
        categories = [name for name in sorted(county.policy.categories.nodes) if name.count("/") == 2][:40]
        for rows in ROWS:
            table(root, rows, categories)
            _, taken = load(root)
            print(f"{rows:>6} rows {taken:8.2f} s  {taken / first:6.2f} times the county without them")


if __name__ == "__main__":
    main()
