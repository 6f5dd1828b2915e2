"""The stages, from the path of a case through the rules."""

from __future__ import annotations

from collections.abc import Iterator

from generating.markdown import Meanings, said, table
from gridroute.policy.lexicon import Lexicon
from gridroute.policy.path import STAGES


def stages_page(words: Lexicon, meanings: Meanings) -> Iterator[str]:
    """The stages with their outcomes."""
    yield "A rule belongs to a stage (阶段) and gives outcomes (结果) of that stage. [How a decision is"
    yield "made](../explanation/decisions.md) says how the"
    yield "stages follow each other."
    yield ""
    yield "How the outcomes of several rules come together:"
    yield ""
    yield from table(
        ["merge", "meaning", "含义"], ((f"`{name}`", en, zh) for name, (zh, en) in meanings["Merge"].items())
    )
    paths = {"decision": "Routing", "case": "The life of a case", "civic": "Civic services"}
    for path, title in paths.items():
        yield f"## {title}"
        yield ""
        for stage in (one for one in STAGES if one.path == path):
            yield f"### {stage.number} {stage.name} {stage.label}"
            yield ""
            yield f"Asked of each {stage.per}; pattern `{stage.pattern}`."
            yield ""
            rows = []
            for one in stage.outcomes:
                values = ", ".join(
                    f"`{w}`" + said(words.vocabulary.said(one.name, w, "zh") or w, w) for w in one.values
                )
                default = "—" if one.default is None else f"`{str(one.default).lower()}`"
                rows.append([f"`{one.name}`", one.label, one.shape.value, values or "—", one.merge.value, default])
            yield from table(["outcome", "中文", "shape", "values", "merge", "without a rule"], rows)
