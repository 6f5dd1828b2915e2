"""How long one decision takes, by stage of the way, against a plain loop over the same rules; one run, ratios.

Run with ``make bench``. Nothing here is a test: machines differ, ratios in one run differ less.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from gridroute import Dispatcher, Issue, load_county
from gridroute.adapters import Row, parse_issue, read_rows
from gridroute.plugins import build_manager, counties, installed_layers
from gridroute.policy.category import Categories
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


def measure(folder: Path) -> None:
    """Prints one county's medians and their ratios to a plain loop over all its conditions."""
    start = time.perf_counter()
    county = load_county(folder.name)
    loading = time.perf_counter() - start
    rows = [row for row in read_rows(folder / "issues.csv") if isinstance(row, Row)]
    issues = [parse_issue(row.data, county.policy.vocabulary, row.from_text) for row in rows]
    dispatcher = Dispatcher(county)
    village = county.territory.communities[0].code
    by_code = Issue(id="B", received_at=AT, text="x", category="城乡建设/道路/路面破损", grid=village)
    fact = {"category": "城乡建设/道路/路面破损", "urgency": "normal", "track": "ordinary"}

    def each(call: Callable[[Issue], object]) -> float:
        return statistics.median(microseconds(partial(call, one), 3) for one in issues)

    loop = microseconds(lambda: [matches(rule.condition, fact) for rule in county.policy.rules])
    figures = {
        "all conditions once, plain loop": loop,
        "route, place by code": microseconds(lambda: dispatcher.route(by_code, AT)),
        "route, place and category from text": each(lambda one: dispatcher.route(one, one.received_at)),
        "  of which place": each(lambda one: locate(one, county.territory, county.names)),
        "  of which category": each(lambda one: county.policy.categories.suggest(one.text)),
    }
    reading = category_reading(county.policy.categories, [issue.text for issue in issues])
    print(f"{county.name}: {len(county.policy.rules)} rules, loaded in {loading:.2f} s, {len(issues)} issues")
    for name, value in figures.items():
        print(f"  {name:<38} {value:8.0f} µs  {value / loop:6.2f} × the loop")
    scan = reading["every word looked for by str.find"]
    print("  category reading, one issue")
    for name, value in reading.items():
        print(f"    {name:<36} {value:8.0f} µs  {value / scan:6.2f} × the scan")


def category_reading(tree: Categories, texts: list[str]) -> dict[str, float]:
    """The time to read one category, against looking for every word of the lexicon in the text, one after another."""
    words = sorted(
        {word for node in tree.nodes.values() for one in node.keywords for part in one.parts for word in part}
    )
    middle = sorted(texts, key=len)[len(texts) // 2]
    letter = "".join(texts) * 2
    letters = {f"{size:,} characters": (letter * (1 + size // len(letter)))[:size] for size in (500, 5_000, 10_000_000)}
    figures = {
        "every word looked for by str.find": microseconds(lambda: [word for word in words if word in middle], 20),
        "the keywords": statistics.median(microseconds(partial(tree.suggest, text), 3) for text in texts),
    }
    return figures | {name: microseconds(partial(tree.suggest, text), 20) for name, text in letters.items()}


def main() -> None:
    """Measures every installed county with examples; ``examples/everywhere`` is of none."""
    known = {layer.pinyin for layer in counties(installed_layers(build_manager(), []))}
    for folder in sorted(path for path in EXAMPLES.iterdir() if path.name in known):
        measure(folder)


if __name__ == "__main__":
    main()
