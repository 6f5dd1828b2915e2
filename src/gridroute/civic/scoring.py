"""评分: what ratings come to, by the evaluations of a county (P3, I24, WC17, LW16).

A township that only supports is never scored down for it: such a rating is left out, and said so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from gridroute.civic.civic import Civic
from gridroute.civic.directory import Directory
from gridroute.civic.evaluation import Evaluation
from gridroute.errors import NOTHING, Bilingual, nearest


@dataclass(frozen=True, slots=True)
class Rating:
    """评分一行: who gave whom how many of 100 points in what; ``line``: where it is written."""

    evaluation: str
    rater: str
    ratee: str
    dimension: str
    score: int
    capacity: Literal["", "lead", "support"] = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """What a body comes to: ``score`` of 100, null where dimensions are not rated. ``rank`` where bodies are ranked."""

    evaluation: str
    ratee: str
    score: int | None
    dimensions: tuple[tuple[str, int], ...]
    ratings: int
    missing: tuple[str, ...] = ()
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Scoring:
    """The scores; ratings that were refused, with why; and those that were left out, for they were of support."""

    scores: tuple[Score, ...]
    refused: tuple[tuple[int, Bilingual], ...] = ()
    left_out: tuple[Rating, ...] = ()


#: Heads of ratings in files, by the field they mean; and how capacities are written.
HEADS = {
    "评价": "evaluation",
    "评价方": "rater",
    "被评方": "ratee",
    "方面": "dimension",
    "分数": "score",
    "身份": "capacity",
}
_CAPACITY: dict[str, Literal["", "lead", "support"]] = {
    "": "",
    "主办": "lead",
    "协办": "support",
    "lead": "lead",
    "support": "support",
}


def rating_of(row: Mapping[str, object], line: int) -> Rating | Bilingual:
    """The rating that ``row`` writes, under heads of either language; or what is wrong with it."""
    given = {HEADS.get(head, head): str(cell) for head, cell in row.items()}
    score, capacity = given.get("score", ""), _CAPACITY.get(given.get("capacity", ""))
    if not score.isdigit() or capacity is None:
        return Bilingual(
            "分数应是 0 到 100 的整数,身份是 主办 或 协办", "score is from 0 to 100, capacity lead or support"
        )
    name, rater, ratee = (given.get(one, "") for one in ("evaluation", "rater", "ratee"))
    return Rating(name, rater, ratee, given.get("dimension", ""), int(score), capacity, line)


def scoring(civic: Civic, ratings: Iterable[Rating], day: date) -> Scoring:
    """What ``ratings`` come to by the evaluations in force on ``day``."""
    known = {one.name: one for one in civic.of(Evaluation, day)}
    find = Directory(civic.county)
    good: dict[tuple[str, str], list[Rating]] = {}
    refused: list[tuple[int, Bilingual]] = []
    left: list[Rating] = []
    for one in ratings:
        evaluation = known.get(one.evaluation)
        if evaluation is None:
            near = nearest(one.evaluation, known)
            refused.append(
                (one.line, _with(Bilingual(f"没有评价“{one.evaluation}”", f"no evaluation “{one.evaluation}”"), near))
            )
            continue
        wrong = _unfit(civic, find, evaluation, one)
        if wrong is not None:
            refused.append((one.line, wrong))
            continue
        ratee = str(find.resolve("body", one.ratee))
        if one.capacity == "support" and civic.county.bodies.by_id[ratee].kind == "township":
            left.append(one)
            continue
        good.setdefault((evaluation.name, ratee), []).append(one)
    scores = [_score(known[name], ratee, given) for (name, ratee), given in good.items()]
    return Scoring(tuple(_ranked(known, scores)), tuple(refused), tuple(left))


def _unfit(civic: Civic, find: Directory, evaluation: Evaluation, one: Rating) -> Bilingual | None:
    bodies = {}
    for part, name, kinds in (("rater", one.rater, evaluation.rater), ("ratee", one.ratee, evaluation.ratee)):
        found = find.resolve("body", name)
        if not isinstance(found, str):
            return _with(*found)
        bodies[part] = found
        kind = civic.county.bodies.by_id[found].kind
        if kind not in kinds:
            label = civic.county.policy.vocabulary.kinds.get(kind, kind)
            side = Bilingual("评价方", "rater") if part == "rater" else Bilingual("被评方", "ratee")
            return Bilingual(
                f"“{name}”是{label},不是“{evaluation.name}”的{side.zh}",
                f"“{name}” is a {kind}, no {side.en} of “{evaluation.name}”",
            )
    if bodies["rater"] == bodies["ratee"]:
        return Bilingual("不能评价自己", "nobody scores itself")
    names = [dimension.name for dimension in evaluation.dimensions]
    if one.dimension not in names:
        return _with(
            Bilingual(f"没有方面“{one.dimension}”", f"no dimension “{one.dimension}”"), nearest(one.dimension, names)
        )
    if not 0 <= one.score <= 100:
        return Bilingual(f"{one.score} 分不在 0 到 100 之间", f"{one.score} is not from 0 to 100")
    return None


def _with(words: Bilingual, remedy: Bilingual = NOTHING) -> Bilingual:
    return Bilingual(*(": ".join(part for part in pair if part) for pair in zip(words, remedy, strict=True)))


def _score(evaluation: Evaluation, ratee: str, given: Sequence[Rating]) -> Score:
    """Each dimension is the mean of its ratings; the whole their sum by weight. Unset weights give no whole."""
    means: list[tuple[str, int]] = []
    total, missing = 0, list[str]()
    for dimension in evaluation.dimensions:
        own = [one.score for one in given if one.dimension == dimension.name]
        if not own or dimension.weight is None:
            missing.append(dimension.name)
        if own:
            mean = round(sum(own) / len(own))
            means.append((dimension.name, mean))
            total += (dimension.weight or 0) * sum(own) * 1000 // len(own)
    whole = None if missing else round(total / 100_000)
    return Score(evaluation.name, ratee, whole, tuple(means), len(given), tuple(missing))


def _ranked(known: dict[str, Evaluation], scores: Sequence[Score]) -> Iterable[Score]:
    """Best first; bodies of one score share a rank."""
    for name, evaluation in known.items():
        own = sorted(
            (one for one in scores if one.evaluation == name),
            key=lambda one: (one.score is None, -(one.score or 0), one.ratee),
        )
        for one in own:
            better = sum(other.score is not None and one.score is not None and other.score > one.score for other in own)
            rank = better + 1 if evaluation.ranking and one.score is not None else None
            yield Score(one.evaluation, one.ratee, one.score, one.dimensions, one.ratings, one.missing, rank)
