"""类别: the three-level tree of what residents bring, and what their words suggest."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gridroute.errors import Bilingual, Fault, nearest
from gridroute.policy.keyword import Keyword, Keywords, written
from gridroute.policy.stage import NATURES
from gridroute.policy.suggestion import Calibration, Suggestion, suggestions

_HEADS = ("类别", "英文", "决定词", "关键词", "旁证词", "排除词", "性质", "编码", "映射", "依据")
#: The columns of words and how strongly each speaks.
_WORDS = {"决定词": "strong", "关键词": "normal", "旁证词": "weak"}


@dataclass(frozen=True, slots=True)
class Category:
    """One node: its path, the words that suggest it, and codes and names in other schemes."""

    path: str
    keywords: tuple[Keyword, ...] = ()
    never: tuple[str, ...] = ()
    nature: str | None = None
    maps: tuple[tuple[str, str], ...] = ()
    source: str = "assumed"
    english: str = ""
    codes: tuple[str, ...] = ()


@dataclass
class Categories:
    """The whole tree, inner nodes included, and how sure a suggestion from it is."""

    nodes: dict[str, Category] = field(default_factory=dict)
    calibration: Calibration = field(default_factory=Calibration)
    _keywords: Keywords | None = None

    def __contains__(self, path: str) -> bool:
        return path in self.nodes

    def add(self, category: Category) -> None:
        """Adds a node and the inner nodes above it."""
        parts = category.path.split("/")
        for depth in range(1, len(parts)):
            above = "/".join(parts[:depth])
            self.nodes.setdefault(above, Category(above))
        self.nodes[category.path] = category
        self._keywords = None

    def suggest(self, text: str) -> list[Suggestion]:
        """Categories that the beginning of ``text`` suggests, one for each first level, best first."""
        if self._keywords is None:
            self._keywords = Keywords.of(
                {path: node.keywords for path, node in self.nodes.items()},
                {path: node.never for path, node in self.nodes.items()},
            )
        return suggestions(self._keywords.hits(text), self.calibration)

    def ordered(self) -> list[str]:
        """All paths, each after the one above it, siblings in the order in which they were written."""
        below: dict[str, list[str]] = {}
        for path in self.nodes:
            below.setdefault(path.rpartition("/")[0], []).append(path)
        made: list[str] = []
        waiting = below.get("", [])[::-1]
        while waiting:
            made.append(waiting.pop())
            waiting.extend(below.get(made[-1], [])[::-1])
        return made

    def maps_of(self, path: str) -> dict[str, str]:
        """The names of a category in other schemes, its own or the nearest above."""
        parts = path.split("/")
        found: dict[str, str] = {}
        for depth in range(1, len(parts) + 1):
            node = self.nodes.get("/".join(parts[:depth]))
            found |= dict(node.maps) if node else {}
        return found


def read_categories(
    path: Path, shown_as: str, categories: Categories, faults: list[Fault], only_in: str | None = None
) -> None:
    """Adds the categories of one ``categories.csv``; what is wrong goes to ``faults``.

    ``only_in`` names the street or pilot whose file it is: it may add names that nobody has, without words, for
    words are read in the texts of the whole county (§5).
    """
    own: set[str] = set()
    there = frozenset(categories.nodes) if only_in else frozenset()
    for line, row in rows_of(path, shown_as, _HEADS, ("类别",), faults):
        where = row["类别"]
        if not where or len(where.split("/")) > 3 or any(not part.strip() for part in where.split("/")):
            faults.append(
                Fault(
                    shown_as,
                    line,
                    where,
                    Bilingual("类别应为一至三级,以 / 分隔", "a category has one to three levels split by /"),
                    code="GR601",
                )
            )
            continue
        if where in own:
            faults.append(Fault(shown_as, line, where, Bilingual("类别重复", "category written twice"), code="GR602"))
            continue
        if only_in and (where in there or any(row.get(head) for head in (*_WORDS, "排除词"))):
            faults.append(Fault(shown_as, line, where, _everywhere(only_in), _STREET_CATEGORY, code="GR117"))
            continue
        nature = row.get("性质") or None
        if nature is not None and nature not in NATURES:
            faults.append(
                Fault(
                    shown_as,
                    line,
                    where,
                    Bilingual(f"不认识的性质“{nature}”", f"unknown nature “{nature}”"),
                    nearest(nature, NATURES),
                    code="GR603",
                )
            )
            nature = None
        own.add(where)
        above = categories.nodes.get(where, Category(where))
        maps = dict(above.maps)
        for entry in _split(row.get("映射", "")):
            scheme, _, name = entry.partition("=")
            maps[scheme] = name
        categories.add(
            Category(
                where,
                above.keywords + tuple(_keywords(row)),
                above.never + tuple(_split(row.get("排除词", ""))),
                nature or above.nature,
                tuple(sorted(maps.items())),
                row.get("依据") or "assumed",
                row.get("英文") or above.english,
                above.codes + tuple(_split(row.get("编码", ""))),
            )
        )


_STREET_CATEGORY = Bilingual(
    "写到县的层里;街道只能添新类别,不带词",
    "write it in the county's layer; a street may only add new categories, without words",
)


def _everywhere(layer: str) -> Bilingual:
    return Bilingual(f"管全县,不只管{layer}", f"acts on the whole county, not on {layer} alone")


_TABLE = ("证据占比", "可信度", "样本数", "依据")


def read_calibration(
    path: Path, shown_as: str, categories: Categories, faults: list[Fault], only_in: str | None = None
) -> None:
    """Sets how sure a share of the evidence is, from one ``confidence.csv``; a lower layer's replaces it whole.

    Both columns are percentages that rise from row to row: from this share on, that confidence. A street or pilot
    (``only_in``) has none of its own.
    """
    if only_in:
        remedy = Bilingual("写到县的层里", "write it in the county's layer")
        faults.append(Fault(shown_as, 1, "", _everywhere(only_in), remedy, code="GR117"))
        return
    steps: list[tuple[float, float]] = []
    for line, row in rows_of(path, shown_as, _TABLE, _TABLE[:2], faults):
        cells = (row["证据占比"], row["可信度"])
        if not all(cell.isdecimal() and int(cell) <= 100 for cell in cells):
            words = Bilingual("应是 0 到 100 的整数", "a whole number from 0 to 100 is needed")
            faults.append(Fault(shown_as, line, "", words, code="GR605"))
            continue
        share, sure = (int(cell) / 100 for cell in cells)
        if steps and (share <= steps[-1][0] or sure < steps[-1][1]):
            words = Bilingual("占比逐行升高,可信度不能降低", "shares rise row by row, and confidence never falls")
            faults.append(Fault(shown_as, line, "", words, code="GR605"))
            continue
        steps.append((share, sure))
    if steps:
        categories.calibration = Calibration(tuple(steps))


def _keywords(row: Mapping[str, str]) -> Iterator[Keyword]:
    for head, strength in _WORDS.items():
        for entry in _split(row.get(head, "").lower()):
            made = written(entry, strength)
            if made is not None:
                yield made


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def rows_of(
    path: Path,
    shown_as: str,
    heads: tuple[str, ...],
    needed: tuple[str, ...],
    faults: list[Fault],
    found: list[str] | None = None,
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV register with the line each starts on; heads are checked first.

    ``heads`` empty: any head is taken; ``found`` receives the heads that are there. A row with more
    cells than heads is a fault and is left out.
    """
    text = _decoded(path, shown_as, faults)
    if text is None:
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        head = [cell.strip() for cell in next(reader, [])]
        if not _good_head(head, shown_as, heads, needed, faults):
            return
        if found is not None:
            found.extend(head)
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) > len(head):
                    faults.append(Fault(shown_as, line, "", *_TOO_MANY, code="GR109"))
                elif any(len(cell) > MAX_CELL for cell in cells):
                    faults.append(Fault(shown_as, line, "", *_TOO_LONG, code="GR109"))
                else:
                    padded = cells + [""] * (len(head) - len(cells))
                    yield line, {name: cell.strip() for name, cell in zip(head, padded, strict=True)}
            line = reader.line_num + 1
    except csv.Error as error:
        faults.append(
            Fault(
                shown_as,
                line,
                "",
                Bilingual(f"这一行的 CSV 读不出 ({error})", f"not valid CSV from here ({error})"),
                Bilingual("检查引号是否成对", "see that quotes come in pairs"),
                code="GR102",
            )
        )


def _decoded(path: Path, shown_as: str, faults: list[Fault]) -> str | None:
    """The text of a CSV file in UTF-8, or in GB18030 as Chinese spreadsheet programs save it."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        faults.append(Fault(shown_as, 0, "", Bilingual(f"读不出: {error}", f"cannot be read: {error}"), code="GR101"))
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    words = Bilingual("编码不是 UTF-8 或 GB18030", "neither UTF-8 nor GB18030")
    faults.append(Fault(shown_as, 0, "", words, Bilingual("另存为 UTF-8", "save it as UTF-8"), code="GR101"))
    return None


#: Longer than any cell of a policy; a guard against an open quote that swallows a file.
MAX_CELL = 100_000
_TOO_LONG = (
    Bilingual("单元格太长", "a cell is too long"),
    Bilingual("检查引号是否成对", "see that quotes come in pairs"),
)
_TOO_MANY = (
    Bilingual("单元格比表头多", "more cells than column heads"),
    Bilingual("逗号写在内容里时要加引号", "quote a cell that holds a comma"),
)


def _good_head(
    head: list[str], shown_as: str, heads: tuple[str, ...], needed: tuple[str, ...], faults: list[Fault]
) -> bool:
    """Whether the rows below ``head`` can be read; what is wrong with it goes to ``faults``."""
    good = True
    for name in head:
        if heads and name not in heads:
            words = Bilingual(f"不认识的表头“{name}”", f"unknown column head “{name}”")
            faults.append(Fault(shown_as, 1, "", words, nearest(name, heads), code="GR108"))
    for name in dict.fromkeys(name for name in head if head.count(name) > 1):
        faults.append(
            Fault(shown_as, 1, "", Bilingual(f"表头“{name}”重复", f"the column “{name}” stands twice"), code="GR103")
        )
        good = False
    for name in needed:
        if name not in head:
            faults.append(
                Fault(shown_as, 1, "", Bilingual(f"缺少表头“{name}”", f"column “{name}” is missing"), code="GR108")
            )
            good = False
    return good
