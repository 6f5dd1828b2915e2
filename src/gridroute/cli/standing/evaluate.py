"""``gridroute civic evaluate``: what ratings come to."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from gridroute.cli.language import tell
from gridroute.cli.options import at_option, county_option, file_argument, format_option, language_option
from gridroute.cli.standing.output import civic_of, named, now, put
from gridroute.errors import Bilingual, Fault, InputError

HELP = Bilingual(
    "按评价办法汇总 FILE 的评分 (CSV: 评价,评价方,被评方,方面,分数,身份)。镇街只是协办的不计分。"
    "有错行、占比低于下限的退出码为 1。",
    "Sum up the ratings of FILE (CSV: evaluation, rater, ratee, dimension, score, capacity) by the county's "
    "evaluations. A township that only supports is not scored. Wrong lines and a share below its floor are told; "
    "exit 1.",
)
_HEADS = {
    "evaluation": Bilingual("评价", "evaluation"),
    "name": Bilingual("被评方", "ratee"),
    "score": Bilingual("得分", "score"),
    "rank": Bilingual("名次", "rank"),
    "ratings": Bilingual("评分数", "ratings"),
    "missing": Bilingual("缺", "missing"),
}


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("evaluate", help=HELP.in_(lang))
    @file_argument()
    @county_option(lang)
    @at_option(lang, Bilingual("按哪一天的评价办法,默认取现在", "by the evaluations of which moment; default: now"))
    @format_option(lang)
    @language_option(lang)
    def evaluate(file: Path, county: str | None, at: datetime | None, form: str) -> None:
        from gridroute.civic.evaluation import Evaluation
        from gridroute.civic.inspection import below_floor
        from gridroute.civic.scoring import HEADS, Rating, rating_of, scoring
        from gridroute.policy.category import rows_of

        if not file.is_file():
            raise InputError(Bilingual(f"{file}: 没有这个文件", f"{file}: there is no such file"))
        faults: list[Fault] = []
        ratings: list[Rating] = []
        wrong = 0
        for line, row in rows_of(file, str(file), (*HEADS, *HEADS.values()), (), faults):
            written = rating_of(row, line)
            if isinstance(written, Rating):
                ratings.append(written)
            else:
                faults.append(Fault(str(file), line, "", written, code="GR750"))
        civic, day = civic_of(county, lang), (at or now()).date()
        for entry in civic.rows_of(Evaluation, day):
            if entry.entry.name in {one.evaluation for one in ratings}:
                faults += below_floor(civic, entry)
        made = scoring(civic, ratings, day)
        rows = [
            {
                "evaluation": one.evaluation,
                "ratee": one.ratee,
                "name": named(one.ratee, civic),
                "score": one.score,
                "rank": one.rank,
                "ratings": one.ratings,
                "dimensions": dict(one.dimensions),
                "missing": list(one.missing),
            }
            for one in made.scores
        ]
        put(rows, _HEADS, form, lang)
        for fault in faults:
            tell(Bilingual(fault.text("zh"), fault.text("en")), lang)
        for line, words in made.refused:
            tell(Bilingual(f"{file}:{line}: {words.zh}", f"{file}:{line}: {words.en}"), lang)
            wrong += 1
        for one in made.left_out:
            words = Bilingual(
                f"{file}:{one.line}: {one.ratee} 只是协办,不计分",
                f"{file}:{one.line}: {one.ratee} only supports: not scored",
            )
            tell(words, lang)
        raise SystemExit(1 if faults or wrong else 0)

    return evaluate
