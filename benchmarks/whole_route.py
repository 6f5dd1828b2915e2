"""Whole decisions against one look-up of zen-engine in a table of 3,200 rules; one run, ratios.

Run with ``make bench`` or ``python benchmarks/whole_route.py``; bound to one core. Wanted: a whole ``route()``
on a county's policy, the place given by its code, in at most 1 × one such look-up on the index and
2 × on ``auto``. The issues are asked in two ways: one and the same again and again (what was worked out
before is remembered), and thousands that differ in place, category and number of households, each asked once.

At the end it says where the microseconds of one decision go, each part wrapped by a clock of its own (which
adds about a quarter). What is left is made of many small things: some 15 pydantic objects (a quarter), the
facts of the issue and the day, looking up five roles and asking seven times whether a body may act, five
deadlines. Tried and of no use: a fact shared by all candidates instead of copied (the copy is 0.4 µs), bare
tuples in place of the models (the contract is models). What did help: remembering what a question and what a
set of rules came to, obligations as plain rows until the shortest is known, one reference a body.
"""

from __future__ import annotations

import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from engines import ISSUES, SCALE, Engine, each, load_workload, measure, scaled, zen_engines

from gridroute import Dispatcher, Issue, load_county
from gridroute.dispatch import dispatcher, understanding

AT = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
COUNTY = "sishui"
#: Parts of one decision, in the order of the way.
PARTS = (
    (understanding, "_subjects"),
    (understanding, "_issue_facts"),
    (understanding, "_time_facts"),
    (understanding, "locate"),
    (understanding, "infer"),
    (dispatcher, "understand"),
    (dispatcher, "own"),
    (dispatcher, "receiver"),
    (dispatcher, "find_lead"),
    (dispatcher, "call_in"),
    (dispatcher, "Duties"),
    (dispatcher, "_timed"),
    (dispatcher, "Decision"),
    (dispatcher, "_answer"),
)


def varied(county: Any, count: int) -> list[Issue]:
    """Issues with a code each, no two of them alike in place, category and households."""
    codes = [place.code for place in county.territory.communities]
    paths = sorted(county.policy.categories.nodes)
    made = []
    for number in range(count):
        path, code = paths[number % len(paths)], codes[(number * 7) % len(codes)]
        households = number % 97
        made.append(
            Issue(id=f"V{number}", received_at=AT, text="x", category=path, grid=code, affected_households=households)
        )
    return made


def routes() -> list[Engine]:
    """Whole decisions on each engine, of one issue and of many."""
    county = load_county(COUNTY)
    same = Issue(
        id="B", received_at=AT, text="x", category="城乡建设/道路/路面破损", grid=county.territory.communities[0].code
    )
    made = []
    for name in ("index", "auto"):
        one, many = Dispatcher(county, name), Dispatcher(county, name)
        made.append(Engine(f"route, {name}, one issue", each(lambda issue, d=one: d.route(issue, AT)), [same] * 200))
        fresh = iter(varied(county, 200_000))

        def next_ones(given: Sequence[Any], d: Dispatcher = many, fresh: Any = fresh) -> list[Any]:
            return [d.route(next(fresh), AT) for _ in given]

        next_ones([None] * 500)  # the readings are compiled when first asked
        made.append(Engine(f"route, {name}, all different", next_ones, [None] * 200))
    return made


def parts() -> dict[str, float]:
    """Microseconds of each part of one decision, the clocks included."""
    taken: dict[str, float] = defaultdict(float)

    def clocked(function: Callable[..., Any], name: str) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            start = time.perf_counter()
            try:
                return function(*given, **named)
            finally:
                taken[name] += time.perf_counter() - start

        return timed

    county = load_county(COUNTY)
    judge = Dispatcher(county, "index")
    issues = varied(county, 3_000)
    for issue in issues[:1_000]:
        judge.route(issue, AT)
    kept = [(module, name, getattr(module, name)) for module, name in PARTS]
    for module, name, function in kept:
        setattr(module, name, clocked(function, name))
    try:
        for issue in issues[1_000:]:
            judge.route(issue, AT)
    finally:
        for module, name, function in kept:
            setattr(module, name, function)
    return {name: seconds / 2_000 * 1e6 for name, seconds in taken.items()}


def main() -> None:
    """Prints the ratios, or why there are none."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    work = load_workload()
    made = routes()
    if work is not None:
        raw = work.issues(ISSUES)
        issues = [
            {name: scaled(name, v) if name in SCALE else v for name, v in issue.items() if name != "id"}
            for issue in raw
        ]
        made += zen_engines(work.rules(3200), issues)[:1]
    measure(made)
    zen = next((engine for engine in made if engine.name.startswith("zen")), None)
    for engine in made:
        ratio = f"{engine.wall / zen.wall:7.2f} × one zen look-up at 3,200 rules" if zen else ""
        print(f"  {engine.name:<32}{engine.wall:9.1f} µs{engine.cpu:9.1f} CPU µs {ratio}")
    print("  where they go (all different, index, each part with its own clock):")
    for name, spent in parts().items():
        print(f"    {name:<16}{spent:8.1f} µs")
    sys.stdout.flush()
    os._exit(0)  # zen-engine's threads


if __name__ == "__main__":
    main()
