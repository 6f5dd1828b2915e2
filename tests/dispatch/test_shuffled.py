"""No order shows: of rules in a file, of rows in a table, of files in a folder."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from ruamel.yaml import YAML
from tests.support import DATA, SISHUI

from gridroute import Dispatcher
from gridroute.adapters import Row, parse_issue, read_rows
from gridroute.dispatch.county import County, assemble
from gridroute.errors import Fault
from gridroute.plugins import baseline
from gridroute.policy.layer import Layer, read_layer

#: Each loads whole counties anew: for the slow run.
pytestmark = pytest.mark.slow

SHANDONG = DATA.parents[1] / "plugins" / "gridroute-shandong" / "gridroute_shandong"
ROOTS = {"rules": baseline(), "sd": SHANDONG / "province", "jn": SHANDONG / "jining", "ss": SISHUI}
EXAMPLES = DATA.parents[1] / "examples" / "sishui" / "issues.csv"
#: Lists of a file whose order is their meaning: the steps of an order, the rungs of a ladder, who is asked first.
KEPT = {"choosing.order.yaml", "ladders.yaml"}
_YAML = YAML(typ="safe", pure=True)


def written(value: object) -> str:
    out = io.StringIO()
    plain = YAML(typ="safe", pure=True)
    plain.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    plain.default_flow_style = False
    plain.width = 10_000
    plain.dump(value, out)
    return out.getvalue()


def shuffle_rules(path: Path, random: Random) -> None:
    """Writes the rules in another order, each with its stage, into one to three files of other names."""
    body = _YAML.load(path.read_text(encoding="utf-8"))
    rules = [{"stage": body.get("stage"), **rule} if body.get("stage") else dict(rule) for rule in body["rules"]]
    random.shuffle(rules)
    parts = random.randint(1, 3)
    path.unlink()
    for number in range(parts):
        folder = path.parent / random.choice(("a", "z", "."))
        folder.mkdir(exist_ok=True)
        name = f"{random.choice('abxyz')}-{number}-{path.name}"
        (folder / name).write_text(written({"rules": rules[number::parts]}), encoding="utf-8")


def shuffle_table(path: Path, random: Random) -> None:
    """Writes the rows in another order, into one or two files of other names."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = list(csv.reader(file))
    random.shuffle(rows)
    stage = path.name.split(".", 1)[0]
    parts = random.randint(1, 2)
    path.unlink()
    for number in range(parts):
        name = f"{stage}.{random.choice('abxyz')}{number}{path.name.split('.')[1]}.table.csv"
        with (path.parent / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, *rows[number::parts]])


def shuffle_register(path: Path, random: Random) -> None:
    """Writes what is declared in another order: mappings by their keys, lists of entries by their items."""
    body = _YAML.load(path.read_text(encoding="utf-8"))

    def mixed(section: object, name: str) -> object:
        if isinstance(section, dict) and name != "labels":
            keys = list(section)
            random.shuffle(keys)
            return {key: section[key] for key in keys}
        if isinstance(section, list) and name in ("organizations", "per_township", "per_community"):
            return random.sample(section, len(section))
        return section

    path.write_text(written({name: mixed(section, name) for name, section in body.items()}), encoding="utf-8")


def shuffle_rows(path: Path, random: Random) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = list(csv.reader(file))
    random.shuffle(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])


def merge_rules(root: Path) -> None:
    """Writes all rules of a layer into one file, the last first."""
    rules = []
    for path in sorted(root.rglob("*.rules.yaml")):
        body = _YAML.load(path.read_text(encoding="utf-8"))
        head = {"stage": body["stage"]} if "stage" in body else {}
        rules.extend({**head, **rule} for rule in body["rules"])
        path.unlink()
    if rules:
        (root / "all.rules.yaml").write_text(written({"rules": rules[::-1]}), encoding="utf-8")


def load(roots: dict[str, Path]) -> County:
    faults: list[Fault] = []
    layers = [layer for one in roots.values() if isinstance(layer := read_layer(one, faults), Layer)]
    made = assemble(layers, faults)
    assert [fault.text() for fault in faults] == []
    return made


def copy(tmp_path: Path) -> dict[str, Path]:
    return {name: Path(shutil.copytree(root, tmp_path / name)) for name, root in ROOTS.items()}


def shuffled(tmp_path: Path, seed: int) -> County:
    random, roots = Random(seed), copy(tmp_path)
    for root in roots.values():
        for path in sorted(root.rglob("*")):
            inside = path.relative_to(root).parts
            if not path.is_file() or path.name in KEPT or {"territory", "calendar"} & set(inside):
                continue
            if path.name.endswith(".rules.yaml"):
                shuffle_rules(path, random)
            elif path.name.endswith(".table.csv"):
                shuffle_table(path, random)
            elif path.name == "categories.csv":
                shuffle_rows(path, random)
            elif path.suffix == ".yaml" and path.name not in ("county.yaml", "layer.yaml"):
                shuffle_register(path, random)
    return load(roots)


def merged(tmp_path: Path, _: int) -> County:
    roots = copy(tmp_path)
    for root in roots.values():
        merge_rules(root)
    return load(roots)


def decisions(county: County) -> list[str]:
    rows = [row for row in read_rows(EXAMPLES) if isinstance(row, Row)]
    assert len(rows) > 200
    issues = [parse_issue(row.data, county.policy.vocabulary, row.from_text) for row in rows]
    dispatcher = Dispatcher(county)
    return [dispatcher.route(issue, issue.received_at).as_json() for issue in issues]


@pytest.fixture(scope="module")
def as_written() -> tuple[str, list[str]]:
    county = load(ROOTS)
    return county.policy.hash, decisions(county)


@pytest.mark.parametrize(
    ("lay", "seed"), [(shuffled, 1), (shuffled, 2), (shuffled, 3), (merged, 0)], ids=["1", "2", "3", "merged"]
)
def test_no_order_of_rules_rows_or_files_shows(
    tmp_path: Path, as_written: tuple[str, list[str]], lay: Callable[[Path, int], County], seed: int
) -> None:
    """Every example comes to the same decision byte for byte, its trace included."""
    county = lay(tmp_path, seed)
    assert county.policy.hash == as_written[0]
    for made, expected in zip(decisions(county), as_written[1], strict=True):
        assert made == expected
