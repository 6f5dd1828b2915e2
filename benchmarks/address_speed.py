"""How long an address takes to read, against a search for each name by itself; and how many forms of it are known.

Run with ``make bench``. The baseline looks for every written form of every village, one after the other, and picks
the longest: what one would write first. Both are measured in one run.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from gridroute import Issue
from gridroute.territory import Gazetteer, Territory, locate
from gridroute.territory.names import forms_of

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.territory.forms import DIVISIONS, FULL, OTHER, SENTENCES, above, territory_of, written

AT = datetime.fromisoformat("2026-03-02T09:00:00+08:00")


def issue_of(words: str, addressed: bool) -> Issue:
    text, address = ("路灯不亮", words) if addressed else (words, None)
    return Issue(id="B", received_at=AT, text=text, address=address)


def timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def each_name_by_itself(territory: Territory) -> Callable[[str], str | None]:
    forms = {form: place.code for place in territory.communities for form in forms_of(place.name)}

    def find(text: str) -> str | None:
        found = [form for form in forms if form in text]
        return forms[max(found, key=len)] if found else None

    return find


def measure(code: str, territory: Territory) -> None:
    """Prints one county's rates and the time of one address."""
    names = Gazetteer(territory)
    cases = list(written(territory, above(code)))
    issues = [issue_of(words, addressed) for _, addressed, words, _ in cases]
    names.mentions("先读一次,把词表建好")
    found = [locate(issue, territory, names) for issue in issues]
    tally = {kind: [0, 0, 0] for kind in ("full", "other")}
    for (form, _, _, codes), place in zip(cases, found, strict=True):
        if len(codes) == 1:
            row = tally["full" if form in FULL else "other"]
            row[0] += 1
            row[1] += place.status == "certain" and place.place in codes
            row[2] += place.status == "certain" and place.place not in codes
    some = issues[::20]
    spent = timed(lambda: [locate(issue, territory, names) for issue in some]) / len(some)
    plain = each_name_by_itself(territory)
    baseline = timed(lambda: [plain(issue.address or issue.text) for issue in some]) / len(some)
    rates = ", ".join(f"{kind} {row[1] / row[0]:7.2%} certain, {row[2]} wrong" for kind, row in tally.items())
    print(
        f"{code} {territory.county.name}: {len(cases):6d} forms, {rates}; {spent * 1e6:5.0f} µs an address, "
        f"{baseline / spent:4.1f} × faster than each name by itself"
    )


def long_texts(territory: Territory) -> None:
    """Prints how the time grows with the length of a text, up to 10 MB."""
    names = Gazetteer(territory)
    sentence = "我们村的路灯不亮,已经向有关部门反映多次,一直没有人来修。泉林镇辛庄村。"
    for size in (10_000, 100_000, 1_000_000, 3_500_000):
        text = sentence * (size // len(sentence))
        spent = timed(lambda text=text: names.read(text))  # type: ignore[misc]
        per = spent / len(text) * 1e9
        print(f"  a text of {len(text.encode()) / 1e6:5.2f} MB: {spent:6.2f} s, {per:5.0f} ns a character")


def main() -> None:
    """Measures all counties whose divisions are at hand."""
    print(f"{len(FULL) + len(OTHER) + len(SENTENCES)} forms of each village")
    for path in sorted(DIVISIONS.glob("divisions_*.csv")):
        code = path.stem.removeprefix("divisions_")
        with tempfile.TemporaryDirectory() as folder:
            territory = territory_of(code, Path(folder))
        measure(code, territory)
        if code == "370831":
            long_texts(territory)


if __name__ == "__main__":
    main()
