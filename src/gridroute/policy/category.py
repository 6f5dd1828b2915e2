"""类别: the three-level tree of what residents bring, and what their words suggest."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from gridroute.errors import Bilingual, Fault, nearest
from gridroute.policy.stage import NATURES

_HEADS = ("类别", "关键词", "排除词", "性质", "映射", "依据")
#: Evidence (in characters) that makes a lone suggestion half certain.
_HALF = 2.0


@dataclass(frozen=True, slots=True)
class Category:
    """One node: its path, the words that suggest it, and codes in other schemes."""

    path: str
    keywords: tuple[tuple[str, ...], ...] = ()
    never: tuple[str, ...] = ()
    nature: str | None = None
    maps: tuple[tuple[str, str], ...] = ()
    source: str = "assumed"


def evidence(keywords: Iterable[tuple[str, ...]]) -> float:
    """How much matched ``keywords`` say, in characters. A word inside another matched one counts once."""
    words = sorted({part for parts in keywords for part in parts}, key=len, reverse=True)
    kept: list[str] = []
    for word in words:
        if not any(word in longer for longer in kept):
            kept.append(word)
    return float(sum(len(word) for word in kept))


@dataclass
class _Lexicon:
    """The keywords by their longest part, so that a text is asked only about those it may hold."""

    by_part: dict[str, list[tuple[str, tuple[str, ...]]]] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    lengths: frozenset[int] = frozenset()

    @classmethod
    def of(cls, nodes: Mapping[str, Category]) -> _Lexicon:
        made = cls()
        for path, node in nodes.items():
            made.words.update(node.never)
            for parts in node.keywords:
                made.words.update(parts)
                made.by_part.setdefault(max(parts, key=len), []).append((path, parts))
        made.lengths = frozenset(map(len, made.words))
        return made

    def words_in(self, text: str) -> set[str]:
        """The words of the lexicon that ``text`` holds."""
        return {
            word
            for length in self.lengths
            for start in range(len(text) - length + 1)
            if (word := text[start : start + length]) in self.words
        }


@dataclass
class Categories:
    """The whole tree, inner nodes included."""

    nodes: dict[str, Category] = field(default_factory=dict)
    _lexicon: _Lexicon | None = None

    def __contains__(self, path: str) -> bool:
        return path in self.nodes

    def add(self, category: Category) -> None:
        """Adds a node and the inner nodes above it."""
        parts = category.path.split("/")
        for depth in range(1, len(parts)):
            above = "/".join(parts[:depth])
            self.nodes.setdefault(above, Category(above))
        self.nodes[category.path] = category
        self._lexicon = None

    def suggest(self, text: str) -> list[tuple[str, float]]:
        """Categories that ``text`` suggests, best first, each with a confidence from 0 to 1.

        Equal evidence is told apart by the deeper node, then by the path, so the answer never depends
        on the order of files. Confidence falls when a runner-up comes close.
        """
        if self._lexicon is None:
            self._lexicon = _Lexicon.of(self.nodes)
        present = self._lexicon.words_in(text)
        matched: dict[str, list[tuple[str, ...]]] = {}
        for word in present:
            for path, parts in self._lexicon.by_part.get(word, ()):
                if all(part in present for part in parts):
                    matched.setdefault(path, []).append(parts)
        scored = [
            (evidence(keywords), path)
            for path, keywords in matched.items()
            if present.isdisjoint(self.nodes[path].never)
        ]
        found = sorted(
            ((score, path) for score, path in scored if score > 0),
            key=lambda item: (-item[0], -item[1].count("/"), item[1]),
        )
        made: list[tuple[str, float]] = []
        for position, (score, path) in enumerate(found[:5]):
            rivals = [s for n, (s, p) in enumerate(found) if n != position and not _same_branch(path, p)]
            made.append((path, round(score / (score + _HALF + 0.5 * max(rivals, default=0.0)), 3)))
        return made


def _same_branch(one: str, other: str) -> bool:
    return one.startswith(other + "/") or other.startswith(one + "/")


def read_categories(path: Path, shown_as: str, categories: Categories, faults: list[Fault]) -> None:
    """Adds the categories of one ``categories.csv``; what is wrong goes to ``faults``."""
    own: set[str] = set()
    for line, row in rows_of(path, shown_as, _HEADS, ("类别",), faults):
        where = row["类别"]
        if not where or len(where.split("/")) > 3 or any(not part.strip() for part in where.split("/")):
            faults.append(
                Fault(
                    shown_as,
                    line,
                    where,
                    Bilingual("类别应为一至三级,以 / 分隔", "a category has one to three levels split by /"),
                )
            )
            continue
        if where in own:
            faults.append(Fault(shown_as, line, where, Bilingual("类别重复", "category written twice")))
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
                above.keywords + tuple(keyword for word in _split(row.get("关键词", "")) for keyword in expanded(word)),
                above.never + tuple(_split(row.get("排除词", ""))),
                nature or above.nature,
                tuple(sorted(maps.items())),
                row.get("依据") or "assumed",
            )
        )


def expanded(keyword: str) -> Iterator[tuple[str, ...]]:
    """The keywords that one entry stands for: ``路灯/灯杆+不亮/坏了`` is four of two parts each."""
    parts = [[word for word in part.split("/") if word] for part in keyword.split("+")]
    yield from product(*(words for words in parts if words))


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
                    faults.append(Fault(shown_as, line, "", *_TOO_MANY))
                elif any(len(cell) > MAX_CELL for cell in cells):
                    faults.append(Fault(shown_as, line, "", *_TOO_LONG))
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
            )
        )


def _decoded(path: Path, shown_as: str, faults: list[Fault]) -> str | None:
    """The text of a CSV file in UTF-8, or in GB18030 as Chinese spreadsheet programs save it."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        faults.append(Fault(shown_as, 0, "", Bilingual(f"读不出: {error}", f"cannot be read: {error}")))
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    words = Bilingual("编码不是 UTF-8 或 GB18030", "neither UTF-8 nor GB18030")
    faults.append(Fault(shown_as, 0, "", words, Bilingual("另存为 UTF-8", "save it as UTF-8")))
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
            faults.append(Fault(shown_as, 1, "", words, nearest(name, heads)))
    for name in dict.fromkeys(name for name in head if head.count(name) > 1):
        faults.append(Fault(shown_as, 1, "", Bilingual(f"表头“{name}”重复", f"the column “{name}” stands twice")))
        good = False
    for name in needed:
        if name not in head:
            faults.append(Fault(shown_as, 1, "", Bilingual(f"缺少表头“{name}”", f"column “{name}” is missing")))
            good = False
    return good
