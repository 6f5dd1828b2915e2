"""文风: identifiers, sources and days of rules as people can work with them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from gridroute.assurance.lint.finding import Finding
from gridroute.dispatch.county import County
from gridroute.errors import Bilingual, Fault

#: Letters, digits and hyphens, so that an identifier can be said, searched for and sent in any system.
_ID = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)*")
#: What is written for a source when there is none; ``assumed`` says so openly.
_EMPTY = re.compile(
    r"无|暂无|没有|不详|未知|待定|待补|待查|略|同上|todo|tbd|n/?a|none|unknown|[?？/\-—.。]+", re.IGNORECASE
)
#: Before this year there was no People's Republic; a rule further ahead than this many years is a slip of the pen.
FIRST_YEAR, YEARS_AHEAD = 1949, 10


def style(county: County, day: date) -> Iterator[Finding]:
    """Identifiers out of form, sources that say nothing, and days that are hardly meant."""
    rules = [rule for rule in county.policy.rules if not rule.street]
    prefixes: dict[str, Counter[str]] = {}
    for rule in rules:
        prefixes.setdefault(rule.layer, Counter())[rule.id.partition("-")[0]] += 1
    for rule in rules:
        usual = prefixes[rule.layer].most_common(1)[0][0]
        remedy = Bilingual(f"写成 {usual}-…: 字母、数字和 -", f"write {usual}-…: letters, digits and -")
        if not _ID.fullmatch(rule.id):
            words = Bilingual("编号里有字母、数字和 - 以外的字", "its id has more than letters, digits and -")
            yield Finding(Fault(*rule.home, rule.id, words, remedy, "GR801"))
        elif rule.id.partition("-")[0] != usual:
            words = Bilingual(
                f"编号不以本层的“{usual}-”开头", f"its id does not begin with “{usual}-” as its layer's do"
            )
            yield Finding(Fault(*rule.home, rule.id, words, remedy, "GR801"))
        if _EMPTY.fullmatch(rule.source.strip()):
            words = Bilingual(f"依据“{rule.source}”等于没写", f"the source “{rule.source}” says nothing")
            remedy = Bilingual("写文件和条款;没有的写 assumed", "name document and clause, or write assumed")
            yield Finding(Fault(*rule.home, rule.id, words, remedy, "GR802"))
        for name, written in (("effective_from", rule.effective_from), ("effective_to", rule.effective_to)):
            if written is not None and not FIRST_YEAR <= written.year <= day.year + YEARS_AHEAD:
                words = Bilingual(f"{name} 是 {written},像是写错了年份", f"{name} is {written}, hardly the year meant")
                yield Finding(Fault(*rule.home, rule.id, words, Bilingual("核对年份", "check the year"), "GR805"))
