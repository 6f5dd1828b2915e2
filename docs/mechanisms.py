"""机制一览: the page that says what carries each mechanism of the eight localities, and what shows it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "tests/data/mechanisms"
#: Prefix: what the locality is called in both languages, the name of its file, and the plugin that carries it.
LOCALITIES = {
    "SS": ("泗水县", "Sishui", "sishui", "sishui"),
    "LW": ("莱芜区", "Laiwu", "laiwu", "laiwu"),
    "ZH": ("政和县", "Zhenghe", "zhenghe", "zhenghe"),
    "YY": ("榆阳区", "Yuyang", "yuyang", "yuyang"),
    "BY": ("磴口县巴彦高勒镇", "Bayangol in Dengkou", "dengkou", "dengkou"),
    "JC": ("临河区金川街道", "Jinchuan in Linhe", "jinchuan", "linhe"),
    "HF": ("临河区汇丰街道", "Huifeng in Linhe", "huifeng", "linhe"),
    "WC": ("潍城区", "Weicheng", "weicheng", "weicheng"),
}
KINDS = {
    "rule": "规则 rule",
    "table": "表 table",
    "ladder": "阶梯 ladder",
    "register": "台账 register",
    "civic": "常设 standing matter",
    "figure": "数字 figure",
    "layer": "层 layer",
}


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file; none where there is no file."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [{name: (value or "").strip() for name, value in row.items()} for row in csv.DictReader(lines)]


def mechanisms_page() -> Iterator[str]:
    """What carries each mechanism, a section for each locality."""
    names = rows(DATA / "ids.csv")
    yield "What the sources of the eight localities tell, mechanism by mechanism: the file that carries it, and the"
    yield "scenario that turns red without it. A figure is a row of the county's facts (`gridroute civic facts`). Tests"
    yield "hold this page to the files."
    yield ""
    for prefix, (zh, en, file, plugin) in LOCALITIES.items():
        carried = {row["id"]: row for row in rows(DATA / f"{file}.csv")}
        yield f"## {zh} {en}"
        yield ""
        yield "| | 机制 | mechanism | 形式 kind | 载于 carried by | 场景 shown by | |"
        yield "|---|---|---|---|---|---|---|"
        for name in names:
            if name["id"].startswith(prefix):
                yield _row(name, carried.get(name["id"]), f"plugins/gridroute-{plugin}/gridroute_{plugin}")
        yield ""


def _row(name: dict[str, str], carried: dict[str, str] | None, package: str) -> str:
    cells = [name["id"], name["zh"], name["en"]]
    if carried is None:
        return "| " + " | ".join([*cells, "未做 not yet", "", "", ""]) + " |"
    file, _, scenario = carried["scenario"].partition("::")
    shown = f"{scenario} ({_link(file, package)})" if scenario else ""
    cells += [KINDS[carried["kind"]], _link(carried["carried_by"], package), shown, carried.get("note") or ""]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _link(path: str, package: str) -> str:
    path, _, named = path.partition("#")
    whole = f"{package}/{path}" if (ROOT / package / path).exists() else path
    return f"[{Path(path).name}](../../{whole}) {named}".strip() if path else ""
