"""How long one decision takes, by stage of the way, against a plain loop over the same rules; one run, ratios.

Run with ``make bench``. Nothing here is a test: machines differ, ratios in one run differ less.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from gridroute import Dispatcher, Issue, load_county
from gridroute.adapters import Row, parse_issue, read_rows
from gridroute.policy.condition import matches
from gridroute.territory import locate

EXAMPLES = Path(__file__).parents[1] / "examples"
AT = datetime.fromisoformat("2026-03-02T09:00:00+08:00")


def microseconds(call: Callable[[], object], times: int = 200) -> float:
    """The median time of one call."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1e6


def main() -> None:
    """Prints the medians and their ratios for every county with examples."""
    for folder in sorted(path for path in EXAMPLES.iterdir() if (path / "issues.csv").is_file()):
        start = time.perf_counter()
        county = load_county(folder.name)
        loading = time.perf_counter() - start
        rows = [row for row in read_rows(folder / "issues.csv") if isinstance(row, Row)]
        issues = [parse_issue(row.data, county.policy.vocabulary, row.from_text) for row in rows]
        dispatcher = Dispatcher(county)
        by_code = Issue(
            id="B",
            received_at=AT,
            text="x",
            category="城乡建设/道路/路面破损",
            grid=county.territory.communities[0].code,
        )
        fact = {"category": by_code.category or "", "urgency": "normal", "track": "ordinary"}
        loop = microseconds(lambda f=fact: [matches(rule.condition, f) for rule in county.policy.rules])
        coded = microseconds(lambda: dispatcher.route(by_code, AT))
        text = statistics.median(
            microseconds(lambda one=one: dispatcher.route(one, one.received_at), 3) for one in issues
        )
        place = statistics.median(
            microseconds(lambda one=one: locate(one, county.territory, county.names), 3) for one in issues
        )
        words = statistics.median(
            microseconds(lambda one=one: county.policy.categories.suggest(one.text), 3) for one in issues
        )
        print(f"{county.name}: {len(county.policy.rules)} rules, loaded in {loading:.2f} s, {len(issues)} issues")
        for name, value in (
            ("all conditions once, plain loop", loop),
            ("route, place by code", coded),
            ("route, place and category from text", text),
            ("  of which place", place),
            ("  of which category", words),
        ):
            print(f"  {name:<38} {value:8.0f} µs  {value / loop:6.2f} × the loop")


if __name__ == "__main__":
    main()
