"""会议阶梯: rungs where nobody can meet, ladders that end nowhere, and ladders that no rule leads to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from gridroute.assurance.lint.finding import Finding
from gridroute.assurance.lint.roles import answered, matters, may_ask
from gridroute.dispatch.county import County
from gridroute.dispatch.matter import Matter
from gridroute.errors import Bilingual, Fault
from gridroute.model import Place
from gridroute.policy.document import Document, read_document
from gridroute.policy.ladder import Ladder, Rung
from gridroute.policy.rule import Reference


def ladders(county: County, at: datetime) -> Iterator[Finding]:
    """What of the ladders wants mending: a rung is asked in every place, as its own people would be called."""
    asked = list(matters(county, at))
    led = {outcomes.get("forum") for rule in county.policy.rules for outcomes in rule.outcomes.values()}
    for name, ladder in sorted(county.policy.ladders.items()):
        file, line = home(county, ladder)

        def found(
            words: Bilingual, remedy: Bilingual, code: str, where: tuple[str, int, str] = (file, line, name)
        ) -> Finding:
            return Finding(Fault(*where, words, remedy, code))

        for number, rung in enumerate(ladder.rungs, start=1):
            if not any(_meets(county, rung, asked)):
                words = Bilingual(
                    f"第{number}级“{rung.level}”哪里都没有人召集", f"nobody anywhere calls rung {number} ({rung.level})"
                )
                remedy = Bilingual("改召集人,或在 organizations.yaml 补上", "name another convener, or add the body")
                yield found(words, remedy, "GR720")
            elif rung.members and not any(_filled(county, rung.members, asked)):
                words = Bilingual(f"第{number}级的成员哪里都没有人", f"rung {number} has no member anywhere")
                yield found(words, Bilingual("补上成员的单位", "add the bodies of its members"), "GR722")
        end = ladder.terminal
        if end is not None and not any(_filled(county, (end.body,), asked)):
            words = Bilingual(f"终点“{end.body.name}”没有人,最后一级之后落空", f"its end “{end.body.name}” is nobody")
            yield found(words, Bilingual("改终点,或补上单位", "name another body, or add it"), "GR721")
        if name not in led and name not in _DEFAULT:
            words = Bilingual("没有规则把件送上这个阶梯", "no rule sends a matter up this ladder")
            remedy = Bilingual(
                f"写一条得出 forum: {name} 的规则,或删去", f"write a rule with forum: {name}, or remove it"
            )
            yield found(words, remedy, "GR723")


#: The ladders that a matter climbs where no rule names one.
_DEFAULT = ("default", "party_building")


def home(county: County, ladder: Ladder) -> tuple[str, int]:
    """Where a ladder is written: the file and the line of its name."""
    for layer in county.policy.layers:
        if layer.name == ladder.layer:
            for path in sorted(layer.root.rglob("ladders.yaml")):
                document: Document = read_document(path, layer.shown(path), [])
                for section in ("ladders", "阶梯"):
                    if (section, ladder.name) in document.lines:
                        return document.file, document.line((section, ladder.name))
    return "", 0


def _meets(county: County, rung: Rung, asked: Sequence[tuple[Place, Matter]]) -> Iterator[bool]:
    who = rung.body or rung.convener
    return _filled(county, (who,), asked) if who is not None else iter(())


def _filled(county: County, who: Sequence[Reference], asked: Sequence[tuple[Place, Matter]]) -> Iterator[bool]:
    """Whether somebody is one of ``who``, place by place."""
    for reference in who:
        role = county.policy.vocabulary.roles[reference.name]
        for place, matter in asked:
            if role.form in ("case", "relation") or (may_ask(role, place) and answered(role, matter)):
                yield True
