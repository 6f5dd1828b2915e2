"""并排: compared answers as records, as lines for a terminal, and as one page that needs nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files

from gridroute.assurance.comparison import ASPECTS, Answer, Aspect, Comparison, Locality
from gridroute.errors import Bilingual
from gridroute.model.source import is_assumed

HEADS: Mapping[Aspect, Bilingual] = {
    "lead": Bilingual("主办", "lead"),
    "come": Bilingual("报到", "must come"),
    "due": Bilingual("时限", "due"),
}
_WHY = {
    "body": Bilingual("职能归别的单位", "another body has the function"),
    "place": Bilingual("地方不同", "another kind of place"),
    "unexplained": Bilingual("说不出原因", "no reason found"),
    "same": Bilingual("各地一样", "the same everywhere"),
}
_ASSUMED = Bilingual("推定", "assumed")
_TITLE = Bilingual("同样的诉求,各地怎么派", "The same issues, place by place")


def records(compared: Sequence[Comparison]) -> Iterator[dict[str, object]]:
    """Each issue as plain values, with one answer a place."""
    for one in compared:
        yield {
            "issue": one.issue,
            "text": one.text,
            "differs": [aspect for aspect in ASPECTS if one.differs(aspect)],
            "absent": [place.name for place in one.absent],
            "answers": [_record(one, answer) for answer in one.answers],
        }


def _record(compared: Comparison, answer: Answer) -> dict[str, object]:
    made = answer.decision
    row: dict[str, object] = {
        "place": answer.locality.name,
        "county": made.county,
        "township": made.grid.township,
        "community": made.grid.community,
        "category": made.category,
        "nature": made.nature,
        "urgency": made.urgency,
        "state": made.state,
        "exit": made.exit,
        "responsible": made.responsible.name,
    }
    for aspect in ASPECTS:
        said, (why, rules) = answer.said[aspect], compared.why(aspect, answer)
        row |= {
            aspect: said.written,
            f"{aspect}_general": said.words.zh,
            f"{aspect}_layers": list(said.layers),
            f"{aspect}_rules": [rule.rule for rule in said.rules],
            f"{aspect}_why": why,
            f"{aspect}_because": [f"{rule} ({layer})" for rule, layer in rules],
        }
    duty = answer.duty
    row["due_at"] = duty.due_at.isoformat() if duty else None
    row["provisional"] = duty.provisional if duty else None
    row["warnings"] = list(made.warnings)
    return row


def table(compared: Sequence[Comparison], lang: str) -> Iterator[str]:
    """Each issue in a few lines: what all places answer once, what differs with its places, layer and reason."""
    comma = "、" if lang == "zh" else ", "
    for one in compared:
        first = one.answers[0].decision.category if one.answers else None
        yield f"{one.issue} {one.text}" + (f"  [{first}]" if first else "")
        for aspect in ASPECTS:
            for group in one.groups(aspect):
                said = group[0].said[aspect]
                names = comma.join(answer.locality.name for answer in group)
                where = Bilingual("各地", "all").in_(lang) if len(group) == len(one.answers) else names
                yield f"  {HEADS[aspect].in_(lang)}: {said.words.in_(lang)} — {where}{_layers(group, aspect, lang)}" + (
                    _reason(one, aspect, group, lang)
                )
        if one.absent:
            names = comma.join(place.name for place in one.absent)
            yield "  " + Bilingual(f"没有这种地方: {names}", f"no such place: {names}").in_(lang)


def _layers(group: Sequence[Answer], aspect: Aspect, lang: str) -> str:
    rules = [rule for answer in group for rule in answer.said[aspect].rules]
    names = list(dict.fromkeys(rule.layer_name for rule in rules))
    if not names:
        return ""
    mark = f", {_ASSUMED.in_(lang)}" if all(is_assumed(rule.source) for rule in rules) else ""
    return f" ({'、'.join(names) if lang == 'zh' else ', '.join(names)}{mark})"


def _reason(compared: Comparison, aspect: Aspect, group: Sequence[Answer], lang: str) -> str:
    whys = [compared.why(aspect, answer) for answer in group]
    said = [f"{layer} {rule}" for _, rules in whys for rule, layer in rules]
    said += [_WHY[why].in_(lang) for why, rules in whys if not rules and why != "same"]
    return " ← " + ("、" if lang == "zh" else ", ").join(dict.fromkeys(said)) if said else ""


def summary(counted: Mapping[Aspect, Counter[str]], total: int, lang: str) -> Iterator[str]:
    """How many issues are answered the same everywhere, and what sets places apart in the others."""
    yield ""
    yield Bilingual(f"共 {total} 件", f"{total} issues").in_(lang)
    for aspect, counts in counted.items():
        named = [(name, number) for name, number in counts.most_common() if name != "same"]
        others = ("、" if lang == "zh" else ", ").join(
            f"{_WHY[name].in_(lang) if name in _WHY else name} {number}" for name, number in named
        )
        same = counts["same"]
        yield (
            "  "
            + HEADS[aspect].in_(lang)
            + ": "
            + Bilingual(
                f"{same} 件各地一样" + (f";不一样的: {others}" if others else ""),
                f"{same} the same everywhere" + (f"; set apart by: {others}" if others else ""),
            ).in_(lang)
        )


def page(
    compared: Sequence[Comparison],
    counted: Mapping[Aspect, Counter[str]],
    total: int,
    places: Sequence[Locality],
    lang: str,
) -> str:
    """``compared`` as HTML, an issue a row and a place a column; on a narrow screen one under the other.

    ``counted`` sums up all ``total`` issues, of which ``compared`` may be a part.
    """
    return "\n".join(_page(compared, (counted, total), places, lang)) + "\n"


def _page(
    compared: Sequence[Comparison],
    counted: tuple[Mapping[Aspect, Counter[str]], int],
    places: Sequence[Locality],
    lang: str,
) -> Iterator[str]:
    title = escape(_TITLE.in_(lang))
    style = files("gridroute.assurance").joinpath("sidebyside.css").read_text(encoding="utf-8")
    yield "<!DOCTYPE html>"
    yield f'<html lang="{"zh-Hans" if lang == "zh" else "en"}"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title><style>{style}</style></head><body><h1>{title}</h1>"
    for line in summary(*counted, lang):
        yield f"<p>{escape(line.strip())}</p>" if line else ""
    hint = Bilingual(
        "有底色的与多数地方不同,下面写着原因;“同多数”与第一列所列的相同。",
        "Shaded: not as in most places, with the reason; “as most” is what the first column says.",
    )
    yield f'<p class="hint">{escape(hint.in_(lang))}</p>'
    only = Bilingual("只看不一样的", "only what differs").in_(lang)
    head = Bilingual("诉求和多数地方的答案", "issue, and what most places answer").in_(lang)
    yield f'<label><input type="checkbox" id="only"> {escape(only)}</label>'
    yield f"<table><thead><tr><th>{escape(head)}</th>"
    yield "".join(f"<th>{escape(place.name)}</th>" for place in places) + "</tr></thead><tbody>"
    for one in compared:
        differs = any(map(one.differs, ASPECTS))
        yield f'<tr{"" if differs else " class=same"}><th scope="row">{_issue(one, lang)}</th>'
        answers = {answer.locality.layer.adcode: answer for answer in one.answers}
        for place in places:
            yield _cell(one, place, answers.get(place.layer.adcode), lang)
        yield "</tr>"
    yield "</tbody></table><script>document.getElementById('only').onchange=e=>"
    yield "document.body.classList.toggle('only',e.target.checked)</script></body></html>"


def _issue(one: Comparison, lang: str) -> str:
    lines = [f"<b>{escape(one.issue)}</b> {escape(one.text)}"]
    if one.answers:
        lines.append(f'<small class="cat">{escape(one.answers[0].decision.category or "?")}</small>')
        for aspect in ASPECTS:
            group = one.groups(aspect)[0]
            text = group[0].said[aspect].words.in_(lang)
            layer = _layers(group, aspect, lang)
            lines.append(
                f"<span>{escape(HEADS[aspect].in_(lang))}: {escape(text)}<small>{escape(layer)}</small></span>"
            )
    return "".join(f"<div>{line}</div>" for line in lines)


def _cell(one: Comparison, place: Locality, answer: Answer | None, lang: str) -> str:
    label = f' data-place="{escape(place.name)}"'
    if answer is None:
        return f'<td{label} class="none">{escape(Bilingual("没有这种地方", "no such place").in_(lang))}</td>'
    lines = []
    for aspect in ASPECTS:
        why, _ = one.why(aspect, answer)
        if why != "same":
            said = answer.said[aspect]
            text = f"{HEADS[aspect].in_(lang)}: {said.words.in_(lang)}"
            reason = _layers([answer], aspect, lang) + _reason(one, aspect, [answer], lang)
            lines.append(f"<div>{escape(text)}<small>{escape(reason)}</small></div>")
    if not lines:
        return f'<td{label} class="as">{escape(Bilingual("同多数", "as most").in_(lang))}</td>'
    return f'<td{label} class="other">{"".join(lines)}</td>'
