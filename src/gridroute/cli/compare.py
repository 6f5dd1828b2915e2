"""``gridroute compare FILE``: the same issues routed in several places, side by side."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from gridroute.cli.language import tell
from gridroute.cli.options import (
    at_option,
    engine_option,
    file_argument,
    language_option,
    output_option,
    zone_option,
)
from gridroute.errors import Bilingual, InputError, IssueError, PolicyError
from gridroute.plugins import Plugins, build_manager

if TYPE_CHECKING:
    from gridroute.adapters import Row
    from gridroute.assurance.comparison import Answer, Comparison, Locality
    from gridroute.dispatch import County, Dispatcher

FORMS = ("table", "jsonl", "csv", "html")
HELP = Bilingual(
    "把 FILE 里的每件诉求在几个县 (和有自己一层的镇街) 各派一遍,并排列出: 谁主办、谁报到到场、何时办完、哪一层说的。"
    "内容和地址里的 {社区}、{村}、{镇街} 在各地换成那里真实的一个。",
    "Route every issue of FILE in several counties, and in streets with a layer of their own, and show side by side "
    "who leads, who must come, by when, and which layer said so. {社区}, {村} and {镇街} (community, village, "
    "township) in text and address become a real one of each place.",
)


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("compare", help=HELP.in_(lang))
    @file_argument()
    @click.option(
        "--county",
        "names",
        multiple=True,
        help=Bilingual(
            "县或有自己一层的镇街: 名称、拼音或代码,可写多次;默认全部",
            "a county, or a street with its own layer, by name, pinyin or code; may be repeated; default: all",
        ).in_(lang),
    )
    @click.option(
        "--differing",
        is_flag=True,
        help=Bilingual("只列各地不一样的", "only issues that are not answered the same everywhere").in_(lang),
    )
    @at_option(lang)
    @zone_option(lang)
    @click.option(
        "--format",
        "form",
        type=click.Choice(FORMS),
        default="table",
        show_default=True,
        help=Bilingual("输出格式;html 是一个网页文件", "form of the output; html is one page").in_(lang),
    )
    @output_option(lang)
    @engine_option(lang)
    @language_option(lang)
    def compare(
        file: Path,
        names: tuple[str, ...],
        differing: bool,
        at: datetime | None,
        zone: tzinfo | None,
        form: str,
        output: Path | None,
        engine: str,
    ) -> None:
        from gridroute.assurance.comparison import ASPECTS, why_counted
        from gridroute.assurance.sidebyside import page, records, summary, table

        if output is not None and output.resolve() == file.resolve():
            raise InputError(
                Bilingual(f"{output}: 既是输入又是输出: 换一个名称", f"{output}: both read and written: another name")
            )
        bench = Bench(lang, at, zone, engine)
        bench.gather(names)
        made = list(bench.compare(file))
        shown = [one for one in made if not differing or any(map(one.differs, ASPECTS))]
        with _file(output) as target:
            match form:
                case "jsonl":
                    for row in records(shown):
                        target.write(json.dumps(row, ensure_ascii=False) + "\n")
                case "csv":
                    _write_csv(list(records(shown)), target)
                case "html":
                    target.write(page(shown, why_counted(made), len(made), bench.places, lang))
                case _:
                    for line in (*table(shown, lang), *summary(why_counted(made), len(made), lang)):
                        target.write(line + "\n")
        raise SystemExit(bench.closing())

    return compare


@dataclass
class Bench:
    """Where the same issue is routed in one place after another; what is wrong with a line is told once."""

    lang: str
    at: datetime | None = None
    zone: tzinfo | None = None
    engine: str = "auto"
    places: list[Locality] = field(default_factory=list)
    bad: int = 0
    broken: bool = False
    _manager: Plugins = field(default_factory=build_manager)
    _dispatchers: dict[str, Dispatcher] = field(default_factory=dict)

    def gather(self, names: Sequence[str]) -> None:
        """Loads the places of these names, or all; a county that does not load is told, and the others go on.

        ``UnknownCounty``: nothing installed is it. ``InputError``: none is left.
        """
        from gridroute.assurance.comparison import localities
        from gridroute.dispatch import Dispatcher
        from gridroute.errors import Fault
        from gridroute.plugins import counties, county_named, installed_layers

        faults: list[Fault] = []
        layers = installed_layers(self._manager, faults)
        for fault in faults:
            tell(Bilingual(fault.text("zh"), fault.text("en")), self.lang)
        streets = [one for one in layers if one.level == "street"]
        chosen: list[tuple[str, str | None]] = []
        for name in dict.fromkeys(names):
            found = [one for one in streets if one.answers_to(name)]
            where = (found[0].adcode[:6], found[0].adcode) if len(found) == 1 else None
            chosen.append(where or (county_named(name, layers).adcode, ""))
        for adcode, part in chosen or [(one.adcode, None) for one in counties(layers)]:
            try:
                county = self._county(adcode)
            except PolicyError as error:
                self.broken = True
                tell(Bilingual(error.text("zh"), error.text("en")), self.lang)
                continue
            self._dispatchers.setdefault(county.adcode, Dispatcher(county, self.engine))
            for one in localities(county):
                wanted = part is None or (one.layer.level == "county" if part == "" else one.layer.adcode == part)
                if wanted and one.layer.adcode not in {place.layer.adcode for place in self.places}:
                    self.places.append(one)
        if not self.places:
            raise InputError(Bilingual("没有可以比照的县", "there is no county to compare"))

    def _county(self, adcode: str) -> County:
        from gridroute.dispatch import load_county

        known = next((one.county for one in self.places if one.county.adcode == adcode), None)
        return known or load_county(adcode, self._manager)

    def compare(self, file: Path) -> Iterator[Comparison]:
        """Every issue of ``file`` as each place answers it; a bad line is told and left out."""
        from gridroute.adapters import BadLine, read_rows
        from gridroute.assurance.comparison import Comparison

        seen: set[str] = set()
        for row in read_rows(file, declared=list):
            if isinstance(row, BadLine):
                self._refuse(file, row.line, row.problem)
                continue
            try:
                answers, absent, said = self._answers(row, seen)
            except IssueError as error:
                self._refuse(file, row.line, error.words)
                continue
            yield Comparison(said[0], said[1], answers, absent)

    def _answers(self, row: Row, seen: set[str]) -> tuple[list[Answer], list[Locality], tuple[str, str]]:
        from gridroute.adapters import parse_issue
        from gridroute.assurance.comparison import Answer
        from gridroute.dispatch import gather

        if row.data.get("county") or row.data.get("县"):
            words = Bilingual("写了县: 要比照的诉求不写县", "it names a county: an issue to be compared has none")
            raise IssueError(words)
        answers: list[Answer] = []
        absent: list[Locality] = []
        for place in self.places:
            data = place.filled(row.data)
            if data is None:
                absent.append(place)
                continue
            county = place.county
            issue = parse_issue(data, county.policy.vocabulary, row.from_text, self.zone)
            if not answers and issue.id in seen:
                raise IssueError(Bilingual(f"编号“{issue.id}”已有", f"the id “{issue.id}” stands above already"))
            seen.add(issue.id)
            hints = gather(issue, county, self._manager)
            decision = self._dispatchers[county.adcode].route(issue, self.at or issue.received_at, hints)
            answers.append(Answer(place, decision))
        text = str(row.data.get("text") or row.data.get("内容") or "")
        name = answers[0].decision.issue if answers else str(row.data.get("id") or row.data.get("编号") or "")
        return answers, absent, (name, text)

    def _refuse(self, file: Path, line: int, problem: Bilingual) -> None:
        self.bad += 1
        tell(Bilingual(f"{file}:{line}: {problem.zh}", f"{file}:{line}: {problem.en}"), self.lang)

    def closing(self) -> int:
        """The exit code: 0 all compared, 1 some bad line, 2 a county that does not load."""
        return 2 if self.broken else int(self.bad > 0)


@contextmanager
def _file(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
        return
    from io import TextIOWrapper

    from gridroute.adapters.target import written_whole

    with written_whole(output) as file:
        text = TextIOWrapper(file, "utf-8", write_through=True, newline="")
        yield text
        text.flush()
        text.detach()


def _write_csv(rows: Sequence[dict[str, object]], target: TextIO) -> None:
    """One line an issue and a place, in the words of JSON; lists are joined."""
    lines = [
        {"issue": row["issue"], "text": row["text"], **answer}
        for row in rows
        for answer in (row["answers"] if isinstance(row["answers"], list) else [])
    ]
    if not lines:
        raise InputError(Bilingual("没有可写的", "there is nothing to write"))
    writer = csv.DictWriter(target, list(lines[0]), lineterminator="\n")
    writer.writeheader()
    for line in lines:
        writer.writerow(
            {key: "|".join(map(str, value)) if isinstance(value, list) else value for key, value in line.items()}
        )
