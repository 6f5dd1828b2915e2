"""覆盖网页: the coverage of a run as one page that needs nothing else: wide or narrow, light or dark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path

from gridroute.assurance.coverage import LEVEL_NAMES, OWN, SIGNS, Coverage, PartSeen, RuleSeen, by_file, floored, summed
from gridroute.errors import Bilingual
from gridroute.policy.path import BY_NAME

_TITLE = Bilingual("场景覆盖", "Coverage of scenarios")
#: Longer sources are cut: a rule of so many lines is told by its sentence.
_MOST_LINES = 60


def page(found: Coverage, lang: str) -> str:
    """``found`` as HTML in one language, with style and script inside it."""
    return "\n".join(_Page(found, lang).lines()) + "\n"


class _Page:
    def __init__(self, found: Coverage, lang: str) -> None:
        self.found, self.lang = found, lang
        self._texts: dict[Path, list[str]] = {}

    def say(self, zh: str, en: str) -> str:
        return escape(zh if self.lang == "zh" else en)

    def lines(self) -> Iterator[str]:
        here = files("gridroute.assurance")
        title = escape(_TITLE.in_(self.lang))
        yield "<!DOCTYPE html>"
        yield f'<html lang="{"zh-Hans" if self.lang == "zh" else "en"}"><head><meta charset="utf-8">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield f"<title>{title}</title><style>{here.joinpath('page.css').read_text(encoding='utf-8')}</style></head>"
        yield "<body>"
        yield f"<h1>{title}</h1>"
        number = len(self.found.scenarios)
        yield f'<p class="lead">{self.say(f"{number} 个场景", f"{number} scenarios")}</p>'
        yield from self._layers()
        yield from self._legend()
        yield from self._filters()
        for (level, layer), rules in reversed(self.found.layers().items()):
            yield f'<section data-layer="{escape(layer.in_(self.lang))}"><h2>{self._layer(level, layer)}</h2>'
            for file, inside in by_file(rules).items():
                yield from self._file(file, inside, level in OWN)
            yield "</section>"
        yield f"<script>{here.joinpath('page.js').read_text(encoding='utf-8')}</script></body></html>"

    # ---- at the head ----------------------------------------------------------------------------------

    def _layers(self) -> Iterator[str]:
        yield '<div class="layers">'
        for (level, layer), rules in reversed(self.found.layers().items()):
            one = summed(rules)
            yield f'<div class="card"><h2>{self._layer(level, layer)}</h2>'
            yield self._share(self.say("规则", "rules"), one.rules_won, one.rules, one.rules_held)
            yield self._share(self.say("表行", "rows"), one.rows_won, one.rows, one.rows_held)
            yield self._share(self.say("条件", "parts"), one.parts_covered, one.parts)
            if one.unset:
                yield f'<p class="meta">{SIGNS["unset"][0]} {one.unset} {escape(SIGNS["unset"][1].in_(self.lang))}</p>'
            yield "</div>"
        yield "</div>"

    def _layer(self, level: str, layer: Bilingual) -> str:
        return escape(f"{layer.in_(self.lang)} ({LEVEL_NAMES[level].in_(self.lang)})")

    def _share(self, name: str, some: int, all_: int, held: int = 0) -> str:
        if not all_:
            return f'<div class="share"><span>{name}</span><span></span><b>—</b></div>'
        bars = f'<i style="width:{100 * some / all_:.1f}%"></i><i style="width:{100 * held / all_:.1f}%"></i>'
        beside = f" ◐{held}" if held else ""
        return (
            f'<div class="share"><span>{name}</span><span class="bar">{bars}</span>'
            f"<b>{some}/{all_}{beside} · {floored(100 * some / all_):g}%</b></div>"
        )

    def _legend(self) -> Iterator[str]:
        yield '<ul class="legend">'
        for status, (sign, words) in SIGNS.items():
            yield f'<li class="{status}"><span class="sign">{sign}</span> {escape(words.in_(self.lang))}</li>'
        told = self.say(
            "条件的每一部分: 既要见过成立,也要见过不成立", "each part of a condition: to be seen true, and seen false"
        )
        yield f"<li>{told}</li></ul>"

    def _filters(self) -> Iterator[str]:
        yield '<form class="filters" hidden>'
        for status, (sign, words) in SIGNS.items():
            yield (
                f'<label class="{status}"><input type="checkbox" name="status" value="{status}" checked> '
                f'<span class="sign">{sign}</span>{escape(words.in_(self.lang))}</label>'
            )
        only = self.say("只看没有覆盖全的", "only what is not covered")
        yield f'<label><input type="checkbox" name="open"> {only}</label>'
        yield f'<select name="layer" aria-label="{self.say("层级", "layer")}">'
        yield f'<option value="">{self.say("全部层级", "all layers")}</option>'
        for _, layer in reversed(self.found.layers()):
            yield f"<option>{escape(layer.in_(self.lang))}</option>"
        yield "</select>"
        asked = self.say("编号、标题、条件、场景…", "id, title, condition, scenario…")
        yield f'<input type="search" name="text" placeholder="{asked}" aria-label="{asked}">'
        yield f'<span id="count" aria-live="polite" data-words="{self.say("0 条", "0 shown")}"></span></form>'

    # ---- files and rules ------------------------------------------------------------------------------

    def _file(self, name: str, rules: Sequence[RuleSeen], unfolded: bool) -> Iterator[str]:
        one = summed(rules)
        figures = [
            f"{words} {some}/{all_}"
            for words, some, all_ in (
                (self.say("规则", "rules"), one.rules_won, one.rules),
                (self.say("表行", "rows"), one.rows_won, one.rows),
                (self.say("条件", "parts"), one.parts_covered, one.parts),
            )
            if all_
        ]
        full = one.of_rules == 100 and one.of_parts == 100
        sign = f'<span class="sign {"yes" if full else "no"}">{"✓" if full else "○"}</span>'
        yield f'<details class="file"{" open" if unfolded else ""}><summary>{sign} <strong>{escape(name)}</strong>'
        yield f'<span class="figures">{" · ".join(figures)}</span></summary>'
        starts = sorted({rule.line for rule in rules})
        for rule in rules:
            later = next((line for line in starts if line > rule.line), 0)
            yield from self._rule(rule, later)
        yield "</details>"

    def _rule(self, one: RuleSeen, later: int) -> Iterator[str]:
        sign, words = SIGNS[one.status]
        yield f'<article class="rule {one.status}" data-status="{one.status}"{"" if one.covered else " data-open"}>'
        yield f'<h3><span class="sign">{sign}</span> {escape(one.title)}<code>{escape(one.id)}</code></h3>'
        stages = [BY_NAME[stage].label if self.lang == "zh" else stage for stage in one.stages]
        place = self.say(f"第 {one.line} 行", f"line {one.line}")
        about = [escape(words.in_(self.lang)), place, f"{self.say('阶段', 'stage')} {escape(' · '.join(stages))}"]
        yield f'<p class="meta">{" · ".join(about)}</p>'
        if one.why.zh:
            yield f'<p class="why">{escape(one.why.in_(self.lang))}</p>'
        yield f'<p class="sentence">{escape(one.sentence.in_(self.lang))}</p>'
        yield from self._source(one, later)
        if one.parts:
            yield '<ul class="parts">'
            yield from (self._part(part) for part in one.parts)
            yield "</ul>"
        if one.scenarios:
            number = len(one.scenarios)
            told = self.say(f"在 {number} 个场景里成立", f"held in {number} scenario{'s' * (number > 1)}")
            listed = "".join(f"<li>{escape(name)}</li>" for name in one.scenarios)
            yield f'<details class="scenarios"><summary>{told}</summary><ul>{listed}</ul></details>'
        yield "</article>"

    def _source(self, one: RuleSeen, later: int) -> Iterator[str]:
        """The lines of the file that the rule is written in."""
        listed = self._lines(one.path)
        last = min(later - 1 if later else len(listed), one.line - 1 + _MOST_LINES)
        written = list(enumerate(listed[one.line - 1 : last], start=one.line))
        while written and (not written[-1][1].strip() or written[-1][1].lstrip().startswith("#")):
            written.pop()  # what stands before the next rule
        if one.row and listed:
            written.insert(0, (1, listed[0]))
        if written:
            spans = "".join(f'<span data-n="{number}">{escape(text)}</span>' for number, text in written)
            yield f"<pre>{spans}</pre>"

    def _lines(self, path: Path) -> list[str]:
        if path not in self._texts:
            readable = path.suffix in (".yaml", ".csv") and path.is_file()
            self._texts[path] = path.read_text(encoding="utf-8-sig").splitlines() if readable else []
        return self._texts[path]

    def _part(self, part: PartSeen) -> str:
        answers = ((self.say("成立", "true"), part.true), (self.say("不成立", "false"), part.false))
        seen = " · ".join(
            f'<span class="{"yes" if one else "no"}">{word} {"✓" if one else "✗"}</span>' for word, one in answers
        )
        why = f" <em>({escape(part.why.in_(self.lang))})</em>" if part.why.zh else ""
        state = "full" if part.covered else "open"
        words = escape(part.words.in_(self.lang))
        return f'<li class="{state}"><span class="seen">{seen}</span><span>{words}{why}</span></li>'
