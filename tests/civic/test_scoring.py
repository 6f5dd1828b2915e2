"""I24, P3: floors of shares hold, a township that only supports is not scored; WC17, LW16, YY21."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from click.testing import CliRunner
from pydantic import ValidationError
from tests.civic.conftest import Standing, said

from gridroute.civic.evaluation import Evaluation
from gridroute.civic.inspection import inspect_civic
from gridroute.civic.scoring import Rating, Scoring, scoring
from gridroute.cli.main import build

DAY = date(2026, 3, 2)
YAML = (
    "评价:\n  - 名称: 镇街评部门\n    评价方: [镇街]\n    被评方: [政府部门, 镇街]\n    方面: [{名称: 满意度, 权重: 60}, {名称: 效率, 权重: 40}]\n"
    "    最大方面: 满意度\n    占比: 30\n    下限参数: 部门评价权重\n    排名: 是\n"
)
TOWN, OTHER, HEAT = "云河街道", "石桥镇", "云河县住建局"


def scored(standing: Standing, *ratings: Rating, text: str = YAML) -> Scoring:
    civic = standing({"evaluations.yaml": text})
    assert said(civic) == []
    return scoring(civic, ratings, DAY)


def rating(
    ratee: str = HEAT,
    score: int = 80,
    dimension: str = "满意度",
    rater: str = TOWN,
    capacity: Literal["", "lead", "support"] = "",
) -> Rating:
    return Rating("镇街评部门", rater, ratee, dimension, score, capacity, 2)


def test_a_score_is_the_mean_by_weight(standing: Standing) -> None:
    made = scored(standing, rating(), rating(score=60, rater=OTHER), rating(score=50, dimension="效率"))
    (score,) = made.scores
    assert (score.score, score.rank, score.dimensions, score.ratings) == (62, 1, (("满意度", 70), ("效率", 50)), 3)


def test_what_is_not_rated_gives_no_whole(standing: Standing) -> None:
    (score,) = scored(standing, rating()).scores
    assert (score.score, score.missing, score.rank) == (None, ("效率",), None)


def test_t58_a_township_that_only_supports_is_not_scored(standing: Standing) -> None:
    both = [rating(OTHER, 10, one, capacity="support") for one in ("满意度", "效率")]
    made = scored(standing, *both)
    assert (made.scores, len(made.left_out)) == ((), 2)
    led = scored(standing, *(rating(OTHER, 90, one, capacity="lead") for one in ("满意度", "效率")))
    assert led.scores[0].score == 90


@pytest.mark.parametrize(
    ("one", "zh"),
    [
        (rating("云桥社区"), "“云桥社区”是居民委员会,不是“镇街评部门”的被评方"),
        (rating(rater=HEAT), "“云河县住建局”是政府部门,不是“镇街评部门”的评价方"),
        (rating(TOWN), "不能评价自己"),
        (rating(dimension="满意率"), "没有方面“满意率”: 是不是“满意度”?"),
        (rating(score=101), "101 分不在 0 到 100 之间"),
        (rating("没有的局"), "没有单位“没有的局”"),
    ],
)
def test_a_wrong_rating_is_told_and_the_rest_goes_on(standing: Standing, one: Rating, zh: str) -> None:
    made = scored(standing, one, rating())
    assert len(made.scores) == 1
    ((line, words),) = made.refused
    assert line == 2
    assert zh in words.zh


@pytest.mark.parametrize(("share", "codes"), [(30, []), (29, ["GR758"])])
def test_a_share_below_its_floor_is_an_error(standing: Standing, share: int, codes: list[str]) -> None:
    civic = standing({"evaluations.yaml": YAML.replace("占比: 30", f"占比: {share}")})
    assert [one.code for one in inspect_civic(civic, DAY)] == codes


@pytest.mark.parametrize(("share", "code"), [(30, 0), (29, 1)])
def test_what_is_summed_up_below_its_floor_is_told(
    standing: Standing, share: int, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    civic = standing({"evaluations.yaml": YAML.replace("占比: 30", f"占比: {share}")})
    monkeypatch.setattr("gridroute.cli.standing.evaluate.civic_of", lambda county, lang: civic)
    file = tmp_path / "ratings.csv"
    file.write_text(f"评价,评价方,被评方,方面,分数,身份\n镇街评部门,{TOWN},{HEAT},满意度,90,主办\n", encoding="utf-8")
    made = CliRunner().invoke(build("zh"), ["civic", "evaluate", str(file), "--at", f"{DAY}T09:00:00+08:00"])
    assert (made.exit_code, "占比 29% 低于“部门评价权重”的 30%" in made.stderr) == (code, bool(code)), made.output


def test_two_way_evaluation_needs_its_answer(standing: Standing) -> None:
    """YY21."""
    one = "evaluations:\n  - {name: 单位评社区, rater: [gov_dept], ratee: [township], mutual: 社区评单位}\n"
    other = "  - {name: 社区评单位, rater: [township], ratee: [gov_dept], mutual: 单位评社区}\n"
    assert [fault.code for fault in inspect_civic(standing({"evaluations.yaml": one}), DAY)] == ["GR752"]
    assert inspect_civic(standing({"evaluations.yaml": one + other}), DAY) == []


@pytest.mark.parametrize(
    ("dimensions", "words"),
    [
        ([("满意度", 50), ("效率", 40)], "add up to 90"),
        ([("满意度", 50), ("效率", 50)], "must weigh most"),
        ([("效率", 100)], "no dimension"),
    ],
)
def test_satisfaction_weighs_most(dimensions: list[tuple[str, int]], words: str) -> None:
    """WC17."""
    listed = [{"name": name, "weight": weight} for name, weight in dimensions]
    with pytest.raises(ValidationError, match=words):
        Evaluation.model_validate(
            {"name": "考核", "rater": ("a",), "ratee": ("b",), "dimensions": listed, "greatest": "满意度"}
        )
