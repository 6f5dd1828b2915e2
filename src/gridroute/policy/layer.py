"""层: one directory of policy with its manifest, from the nation down to a pilot community (§5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from gridroute.errors import Bilingual, Fault
from gridroute.policy.document import Document, Value, read_document
from gridroute.policy.grammar import Grammar
from gridroute.policy.rule import LEVELS
from gridroute.policy.tongue import CALENDAR_WORDS, CALENDARS, MANIFEST, nearest
from gridroute.policy.translation import to_english
from gridroute.policy.vocabulary import Vocabulary

MANIFESTS = ("county.yaml", "layer.yaml")


@dataclass(frozen=True)
class Layer:
    """One layer: where its files are and what it is for.

    ``parents`` are the codes of the layers above it that it builds on, nearest last.
    """

    root: Path
    level: str
    adcode: str
    name: str
    pinyin: str = ""
    aliases: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()
    calendars: dict[str, Value] = field(default_factory=dict)
    manifest: Document = field(default_factory=lambda: Document(""), compare=False)
    #: The plugin that brings it, by the name of its entry point; empty for the nation and for a mere folder.
    plugin: str = field(default="", compare=False)

    @property
    def depth(self) -> int:
        """0 for the nation, more the further down."""
        return LEVELS.index(self.level)

    @property
    def scope(self) -> str:
        """The path of the place whose matters alone the layer's rules speak of; empty down to the county."""
        if self.depth <= LEVELS.index("county"):
            return ""
        code = self.adcode.ljust(12, "0")
        town = code[:9] + "000"
        return town if code == town else f"{town}/{code}"

    def answers_to(self, name: str) -> bool:
        """Whether the layer is meant by ``name``: its code, its name, its pinyin or an alias."""
        return name in (self.adcode, self.name, *self.aliases) or (bool(self.pinyin) and name.lower() == self.pinyin)

    def shown(self, path: Path) -> str:
        """A file of this layer as messages name it: the layer's folder and the path inside it."""
        return f"{self.root.name}/{path.relative_to(self.root).as_posix()}"


def is_layer(folder: Path) -> bool:
    """Whether ``folder`` has a manifest: a street's folder inside its county's, say, is a layer of its own."""
    return any((folder / name).is_file() for name in MANIFESTS)


def own_files(folder: Path) -> Iterator[Path]:
    """Every file in ``folder`` and below, in the order of their paths, without those of layers inside it."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_file():
            yield path
        elif path.name != "__pycache__" and not path.name.startswith(".") and not is_layer(path):
            yield from own_files(path)


def read_layer(root: Path, faults: list[Fault]) -> Layer | None:
    """The layer in ``root``; ``None`` where its manifest cannot be used, which is reported."""
    path = next((root / name for name in MANIFESTS if (root / name).is_file()), None)
    if path is None:
        faults.append(
            Fault(
                root.name,
                0,
                "",
                Bilingual("缺少 county.yaml 或 layer.yaml", "neither county.yaml nor layer.yaml is there"),
                code="GR114",
            )
        )
        return None
    document = read_document(path, f"{root.name}/{path.name}", faults)
    to_english(document, Grammar(Vocabulary()).of(path.name), faults)
    value = document.value
    for key in value:
        if key not in MANIFEST:
            faults.append(
                document.fault(
                    (key,),
                    Bilingual(f"没有“{key}”这一项", f"there is no “{key}”"),
                    nearest(key, MANIFEST),
                    code="GR106",
                )
            )
    level, adcode = value.get("level", "county"), str(value.get("adcode", ""))
    if level not in LEVELS:
        faults.append(
            document.fault(
                ("level",),
                Bilingual(f"没有层级“{level}”", f"no level “{level}”"),
                nearest(str(level), LEVELS),
                code="GR114",
            )
        )
        return None
    if not re.fullmatch(r"\d{6}|\d{9}|\d{12}", adcode) or not isinstance(value.get("name"), str):
        faults.append(
            document.fault(
                ("adcode",),
                Bilingual("要有 adcode (六位区划代码) 和 name", "adcode (six digits) and name are needed"),
                Bilingual('写成 adcode: "110000"', 'write it as adcode: "110000"'),
                code="GR114",
            )
        )
        return None
    calendars = value.get("calendars", {})
    for key in ("aliases", "parents", "neighbours"):
        if not isinstance(value.get(key, []), list):
            faults.append(
                document.fault(
                    (key,),
                    Bilingual(f"{key} 应是列表", f"{key} is a list"),
                    Bilingual("写成 [甲, 乙]", "write [a, b]"),
                    code="GR105",
                )
            )
    for key in calendars if isinstance(calendars, dict) else ():
        if key not in CALENDARS:
            words = Bilingual(f"日历设置没有“{key}”", f"no calendar setting “{key}”")
            faults.append(document.fault(("calendars", key), words, nearest(key, CALENDARS), code="GR504"))
    for key, word in calendars.items() if isinstance(calendars, dict) else ():
        if key in ("intake", "work") and word not in CALENDAR_WORDS:
            words = Bilingual(f"“{key}”没有“{word}”这个值", f"“{word}” is not a value of “{key}”")
            known = "、".join(CALENDAR_WORDS), ", ".join(CALENDAR_WORDS)
            faults.append(
                document.fault(
                    ("calendars", key), words, Bilingual(f"可用: {known[0]}", f"use one of: {known[1]}"), code="GR504"
                )
            )
    hours = calendars.get("business_hours", []) if isinstance(calendars, dict) else None
    if not isinstance(hours, list):
        faults.append(
            document.fault(
                ("calendars",),
                Bilingual("办公时间看不懂", "the working hours cannot be read"),
                Bilingual('写成 business_hours: ["09:00-12:00"]', 'write business_hours: ["09:00-12:00"]'),
                code="GR503",
            )
        )
    if "calendars" in value and LEVELS.index(str(level)) > LEVELS.index("county"):
        faults.append(
            document.fault(
                ("calendars",),
                Bilingual(
                    "日历管全县,街道和试点不能另写", "a calendar is the whole county's, not a street's or pilot's"
                ),
                Bilingual("写到县的层里", "write it in the county's layer"),
                code="GR117",
            )
        )
        calendars = {}
    return Layer(
        root,
        str(level),
        adcode,
        str(value["name"]),
        str(value.get("pinyin", "")).lower(),
        _texts(value.get("aliases")),
        _texts(value.get("parents")),
        _texts(value.get("neighbours")),
        calendars if isinstance(calendars, dict) else {},
        document,
    )


def _texts(value: Value) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else ()
