"""政策文件: which files of a layer belong to the policy, and what is written in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gridroute.errors import Bilingual, Fault
from gridroute.policy.document import Document, read_document
from gridroute.policy.grammar import Grammar
from gridroute.policy.layer import MANIFESTS, Layer, is_layer, own_files
from gridroute.policy.tongue import nearest
from gridroute.policy.translation import to_english
from gridroute.policy.vocabulary import Vocabulary

#: Files with a fixed name; everything else is known by its ending.
_FIXED = (
    "vocabulary.yaml",
    "roles.yaml",
    "groups.yaml",
    "functions.yaml",
    "signals.yaml",
    "periods.yaml",
    "ladders.yaml",
    "groupings.yaml",
    "lifecycle.yaml",
)
_FIXED_DATA = ("organizations.yaml", "categories.csv", "confidence.csv")
_ENDINGS = (".rules.yaml", ".order.yaml", ".scenario.yaml", ".table.csv", ".table.xlsx", ".categories.csv")
#: The formats that policy is written in, those that staff may take for one, and what such names have in common.
_READ = (".yaml", ".yml", ".csv", ".xlsx")
_SHEETS = (".xls", ".ods", ".et", ".xlsm")
_PARTS = ("rules", "order", "scenario", "table", "categories")
#: Folders whose files other readers take: places, calendars, examples and code.
_ELSEWHERE = ("territory", "calendar", "civic", "examples", "__pycache__")
#: What the readers of those folders take; any other file there would be lost without a word.
_PLACES = ("divisions.csv", "grids.csv", "aliases.csv", "places.csv", "lines.csv", "officers.csv", "boundaries.geojson")


@dataclass
class Files:
    """The policy files of ``layers``, each document read once and put into English.

    ``vocabulary`` grows while files are read: what is read later may use the words declared before.
    """

    layers: Sequence[Layer]
    vocabulary: Vocabulary
    faults: list[Fault]
    _paths: dict[Path, list[Path]] = field(init=False)
    _documents: dict[Path, Document] = field(default_factory=dict)
    _grammar: Grammar | None = None

    def __post_init__(self) -> None:
        self._paths = {layer.root: sorted(_files(layer.root)) for layer in self.layers}

    def of(self, layer: Layer) -> list[Path]:
        """All policy files of a layer, in the order of their paths."""
        return self._paths[layer.root]

    def named(self, layer: Layer, name: str) -> Iterator[Document]:
        """The documents of that name, or of that ending (``.rules.yaml``)."""
        for path in self.of(layer):
            if path.name == name or (name.startswith(".") and path.name.endswith(name)):
                yield self._document(layer, path)

    def every(self, name: str) -> Iterator[tuple[Layer, Document]]:
        """The documents of that name in all layers, upper first."""
        for layer in self.layers:
            for document in self.named(layer, name):
                yield layer, document

    def _document(self, layer: Layer, path: Path) -> Document:
        if path not in self._documents:
            document = read_document(path, layer.shown(path), self.faults)
            self._documents[path] = to_english(document, self._now().of(path.name), self.faults)
        return self._documents[path]

    def _now(self) -> Grammar:
        """The grammar of the words declared so far; made anew only where a word has come since."""
        if self._grammar is None or not self._grammar.stands:
            self._grammar = Grammar(self.vocabulary)
        return self._grammar

    def report_unknown(self) -> None:
        """Reports files of no known kind; they are not read."""
        for layer in self.layers:
            for path in self.of(layer):
                name = path.name
                if path.suffix.lower() not in _READ and not _like_a_policy_file(name):
                    continue
                if name in (*MANIFESTS, *_FIXED, *_FIXED_DATA) or name.endswith(_ENDINGS):
                    continue
                listed = Bilingual(
                    "政策文件以 " + "、".join(_ENDINGS) + " 结尾", "policy files end in " + ", ".join(_ENDINGS)
                )
                problem = Bilingual("不认识的文件,没有读它", "a file of no known kind; it was not read")
                self.faults.append(Fault(layer.shown(path), 0, "", problem, _meant(name) or listed, code="GR107"))
            self.faults.extend(_unread(layer))


def _unread(layer: Layer) -> Iterator[Fault]:
    """Files in the folders of places and calendars that no reader takes, as rules laid there by mistake."""
    for path in own_files(layer.root):
        folder, *inside = path.relative_to(layer.root).parts
        name = path.name
        if folder not in ("territory", "calendar") or not (
            path.suffix.lower() in (*_READ, ".geojson") or _like_a_policy_file(name)
        ):
            continue
        if len(inside) == 1 and (name in _PLACES if folder == "territory" else path.suffix == ".csv"):
            continue
        known = Bilingual("、".join(_PLACES), ", ".join(_PLACES))
        if folder == "calendar":
            known = Bilingual("年份.csv,如 2027.csv", "YEAR.csv, such as 2027.csv")
        problem = Bilingual(
            f"{folder} 里不认识的文件,没有读它", f"a file of no known kind in {folder}; it was not read"
        )
        remedy = Bilingual(f"这里只读 {known.zh};规则放到 policy", f"{folder} holds {known.en}; rules go to policy")
        yield Fault(layer.shown(path), 0, "", problem, remedy, code="GR107")


def _like_a_policy_file(name: str) -> bool:
    """Whether a file of another program is named as one that policy is read from, as ``old.table.xls``."""
    return any(f".{part}." in name.lower() for part in _PARTS) or name.lower().endswith(_SHEETS)


def _meant(name: str) -> Bilingual | None:
    """The ending or the fixed name that a misspelt file name was meant to have."""
    _, dot, rest = name.partition(".")
    for word, known in ((dot + rest, _ENDINGS), (name, (*_FIXED, *_FIXED_DATA))):
        remedy = nearest(word, known)
        if remedy.en and word not in (".yaml", ".yml", ".csv"):
            return remedy
    return None


def _files(root: Path) -> Iterable[Path]:
    """The files of a layer. A folder inside it with a manifest of its own is another layer: a county's street, say."""
    for path in sorted(root.iterdir()) if root.is_dir() else ():
        if path.is_file():
            yield path
        elif path.name not in _ELSEWHERE and not path.name.startswith(".") and not is_layer(path):
            yield from _files(path)
