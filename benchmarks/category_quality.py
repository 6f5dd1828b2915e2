"""How often the category read from a text is right, on real messages, by the first level of the map ``fj1``.

``python benchmarks/category_quality.py [FOLDER]`` reads ``complaints_dev.csv.gz`` (``id,title,text,label``) from
``FOLDER`` or ``../shared/data``; where there is none it says so and measures nothing. Messages with an even number are
half A: the lexicon was written and the confidence set while looking at them. Half B, the odd ones, was only measured.
A label outside those of the file counts as wrong.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from gridroute import load_county
from gridroute.policy.category import Categories

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
FILE = "complaints_dev.csv.gz"
#: The halves by the last bit of a message's number.
HALVES = {0: "A (the lexicon was written on it)", 1: "B (unseen)"}
THRESHOLDS = (0, 30, 40, 50, 60, 70, 80, 90, 95)
COVERAGES = (40, 60, 75, 90)


@dataclass(frozen=True)
class Reading:
    """What one message was read as: a confidence, the first level by the map, and the label it should be."""

    confidence: float
    read: str
    label: str

    @property
    def right(self) -> bool:
        return self.read == self.label


def messages(folder: Path = DATA) -> list[dict[str, str]]:
    """The messages of ``folder``; none where the file is absent."""
    path = folder / FILE
    if not path.is_file():
        return []
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def half_of(message: dict[str, str]) -> int:
    """0 for half A, 1 for half B."""
    return int("".join(filter(str.isdecimal, message["id"]))) % 2


def read(tree: Categories, messages: list[dict[str, str]], titles_only: bool = False) -> list[Reading]:
    """How ``tree`` reads ``messages``, surest first; what suggests nothing has confidence 0."""
    made = []
    for message in messages:
        text = message["title"] if titles_only else f"{message['title']}。{message['text']}"
        found = tree.suggest(text)
        if found:
            made.append(Reading(found[0].confidence, tree.maps_of(found[0].path).get("fj1", "?"), message["label"]))
        else:
            made.append(Reading(0.0, "?", message["label"]))
    return sorted(made, key=lambda one: -one.confidence)


def precision(readings: list[Reading]) -> float:
    """The share that is right."""
    return sum(one.right for one in readings) / len(readings) if readings else 0.0


def precision_at(readings: list[Reading], coverage: float) -> float:
    """The precision of the surest readings that make up ``coverage`` of all."""
    return precision(readings[: round(coverage * len(readings))])


def report(name: str, readings: list[Reading]) -> None:
    """Prints precision and coverage by threshold, the confusion and the reliability curve."""
    print(f"\n== {name}: {len(readings)} messages")
    print("threshold  coverage  precision")
    for percent in THRESHOLDS:
        kept = [one for one in readings if one.confidence * 100 >= percent and one.read != "?"]
        print(f"{percent:>8} %  {len(kept) / len(readings):8.3f}  {precision(kept):9.3f}")
    print("coverage " + "".join(f"{percent:>7} %" for percent in COVERAGES))
    print("precision" + "".join(f"{precision_at(readings, percent / 100):>9.3f}" for percent in COVERAGES))
    _confusion(readings)
    print("reliability: said, was right, messages")
    steps = sorted({one.confidence for one in readings})
    for low, high in zip(steps, [*steps[1:], 2.0], strict=True):
        held = [one for one in readings if low <= one.confidence < high]
        print(f"{low:>8.2f}  {precision(held):8.3f}  {len(held):6}  {'#' * round(40 * precision(held))}")


def _confusion(readings: list[Reading]) -> None:
    labels = [label for label, _ in Counter(one.label for one in readings).most_common()]
    print("label: right of all (recall), precision where read so, most often read as")
    for label in labels:
        of_label = [one for one in readings if one.label == label]
        as_label = [one for one in readings if one.read == label]
        wrong = Counter(one.read for one in of_label if not one.right).most_common(3)
        others = ", ".join(f"{name} {number}" for name, number in wrong)
        print(f"  {label:　<8} {precision(of_label):.3f}  {precision(as_label):.3f}  {others}")


def main(folder: Path = DATA) -> None:
    """Measures both halves, whole messages and bare titles."""
    found = messages(folder)
    if not found:
        print(f"{folder / FILE}: absent, nothing measured")
        return
    tree = load_county("sishui").policy.categories
    for half, name in HALVES.items():
        of_half = [message for message in found if half_of(message) == half]
        report(f"half {name}, whole messages", read(tree, of_half))
        report(f"half {name}, titles only", read(tree, of_half, titles_only=True))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
