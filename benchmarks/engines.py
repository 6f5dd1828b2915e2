"""Index, durable and reference against zen-engine and clipspy, on one table of 32, 320 and 3,200 rules.

Run with ``python benchmarks/engines.py``. The rules and the issues are those of ``../shared/bench/workload.py``
beside the project (skipped where it is absent), scaled to whole numbers: days by 1,000, latitude and
longitude by 100,000, and ``[a, b)`` as *between a and b - 1*. All answers are compared first. Each engine
is then asked in turns, so that a busy machine slows all alike; figures are medians. The whole run is done
twice, each in a process of its own: free, and bound to one core before anything is imported (an engine
with threads of its own takes several cores where it may). CPU time counts the threads too.

zen-engine and clipspy are no part of gridroute: ``pip install zen-engine clipspy`` into the environment of
this script.

What limits the index at 3,200 rules (about 1.5 µs on the machine of November 2026) is the interpreter, not
the table: eleven attributes read, eight look-ups, three bisections of 50 ns, an OR over the words of a set,
ten ANDs. An AND of 3,200 bits takes 35 ns and one of 320 bits 28, so splitting the table by its most
selective column first gains nothing. Two ways that did pay: the best row as the *highest* bit, which
``bit_length`` finds in 20 ns (``x & -x`` on 3,200 bits takes 150 more), and a number that ends the search
looked up in a list whose entry 0 says that nothing holds. ``all`` costs 0.25 µs for each that holds.
"""

from __future__ import annotations

import importlib.util
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, make_dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

WORKLOAD = Path(__file__).resolve().parents[2] / "shared" / "bench" / "workload.py"
SIZES = (32, 320, 3200)
ISSUES = 2_000
ROUNDS = 9
SCALE = {"days": 1_000, "lat": 100_000, "lon": 100_000}
WANTED_SINGLE, WANTED_BATCH, WANTED_GROWTH = 40, 16, 2

Answer = int | None
#: Kept to the end: CLIPS writes to the output when an environment of clipspy is freed.
WORLDS: list[Any] = []


def load_workload() -> ModuleType | None:
    """The module of the workload, or ``None`` where it is absent."""
    if not WORKLOAD.is_file():
        return None
    spec = importlib.util.spec_from_file_location("workload", WORKLOAD)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def optional(name: str, package: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except ImportError:
        print(f"  {package} is not installed here: pip install {package}")
        return None


# ---- the same rules for each engine ----------------------------------------------------------------------


def scaled(field: str, value: float) -> int:
    return round(value * SCALE.get(field, 1))


def condition(rule: dict[str, Any]) -> Any:
    """A rule of the workload as a condition of gridroute."""
    from gridroute.policy.condition import All, Op, Test

    def test(kind: str, field: str, *values: Any) -> Test:
        match kind:
            case "eq":
                return Test(field, Op.EQUALS, values[0])
            case "in":
                return Test(field, Op.ONE_OF, tuple(values[0]))
            case "ge":
                return Test(field, Op.AT_LEAST, values[0])
            case "has":
                return Test(field, Op.CONTAINS_ANY, (values[0],))
            case _:
                return Test(field, Op.BETWEEN, (scaled(field, values[0]), scaled(field, values[1]) - 1))

    return All(tuple(test(*one) for one in rule["conds"]))


def vocabulary() -> dict[str, Any]:
    from gridroute.policy.vocabulary import Field, FieldType

    words = ("county", "town", "l1", "l2", "reporter")
    fields = {name: Field(name, FieldType.WORD, name) for name in words}
    numbers = ("urgency", "redo", "days", "lat", "lon")
    fields |= {name: Field(name, FieldType.INTEGER, name) for name in numbers}
    return fields | {"kws": Field("kws", FieldType.WORDS, "kws")}


def zen_table(rules: Sequence[dict[str, Any]]) -> str:
    """A decision table for zen-engine: one column a field, the first hit wins."""

    def cell(kind: str, field: str, *values: Any) -> str:
        match kind:
            case "eq":
                return json.dumps(values[0])
            case "in":
                return ", ".join(json.dumps(value) for value in values[0])
            case "ge":
                return f">= {values[0]}"
            case "has":
                return f"contains($, {json.dumps(values[0])})"
            case _:
                return f"[{scaled(field, values[0])}..{scaled(field, values[1]) - 1}]"

    columns = [*vocabulary()]
    rows = []
    for number, rule in enumerate(rules):
        row = dict.fromkeys(columns, "") | {one[1]: cell(*one) for one in rule["conds"]}
        rows.append({"_id": str(number), **row, "answer": str(number)})
    inputs = [{"id": name, "name": name, "field": name} for name in columns]
    table = {"hitPolicy": "first", "inputs": inputs, "outputs": [{"id": "answer", "name": "answer", "field": "answer"}]}

    def node(name: str, kind: str, **content: Any) -> dict[str, Any]:
        return {"id": name, "type": kind, "name": name, "position": {"x": 0, "y": 0}, **content}

    nodes = [node("in", "inputNode"), node("table", "decisionTableNode", content={**table, "rules": rows})]
    nodes.append(node("out", "outputNode"))
    ways = (("in", "table"), ("table", "out"))
    edges = [{"id": a + b, "sourceId": a, "targetId": b, "type": "edge"} for a, b in ways]
    return json.dumps({"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges})


def clips_rules(rules: Sequence[dict[str, Any]]) -> list[str]:
    """One ``defrule`` a rule, the first with the highest salience."""

    def slot(kind: str, field: str, *values: Any) -> str:
        match kind:
            case "eq":
                return f"({field} {values[0]})"
            case "in":
                return f"({field} {'|'.join(str(value) for value in values[0])})"
            case "ge":
                return f"({field} ?{field}&:(>= ?{field} {values[0]}))"
            case "has":
                return f"({field} $? {values[0]} $?)"
            case _:
                low, high = (scaled(field, value) for value in values)
                return f"({field} ?{field}&:(and (>= ?{field} {low}) (< ?{field} {high})))"

    return [
        f"(defrule r{number} (declare (salience {-number})) (issue {' '.join(slot(*one) for one in rule['conds'])})"
        f" => (bind ?*answer* {number}))"
        for number, rule in enumerate(rules)
    ]


# ---- the engines -----------------------------------------------------------------------------------------


@dataclass
class Engine:
    """One way of answering all of ``issues`` at once; ``answers`` compares, ``run`` is timed."""

    name: str
    run: Callable[[Sequence[Any]], object]
    issues: Sequence[Any]
    answers: list[Answer] | None = None
    wall: float = 0.0
    cpu: float = 0.0


def each(ask: Callable[[Any], object]) -> Callable[[Sequence[Any]], object]:
    def run(issues: Sequence[Any]) -> None:
        for issue in issues:
            ask(issue)

    return run


def engines(rules: Sequence[dict[str, Any]], issues: Sequence[dict[str, Any]]) -> list[Engine]:
    """All that can be had here, each with its answers."""
    from gridroute.policy.condition import matches
    from gridroute.reasoning.index import Index
    from gridroute.reasoning.inference import Inference, available
    from gridroute.reasoning.limits import problems

    fields, conditions = vocabulary(), [condition(rule) for rule in rules]
    facts = [{name: frozenset(v) if name == "kws" else v for name, v in issue.items()} for issue in issues]
    record = make_dataclass("record", list(fields), slots=True, frozen=True)
    records = [record(**fact) for fact in facts]
    start = time.perf_counter()
    index = Index(conditions, fields)
    print(f"  index built in {time.perf_counter() - start:.2f} s")

    def first(fact: Any) -> Answer:
        return next((number for number, one in enumerate(conditions) if matches(one, fact)), None)

    few = max(20, ISSUES * 32 // len(rules))
    made = [
        Engine("index, best, typed record", each(index.best_of), records, [index.best_of(one) for one in records]),
        Engine("index, best, mapping", each(index.best), facts, [index.best(fact) for fact in facts]),
        Engine("index, all", each(index.all), facts, [next(iter(index.all(fact)), None) for fact in facts]),
        Engine("reference, first", each(first), facts[:few], [first(fact) for fact in facts[:few]]),
    ]
    refused = problems(conditions, fields) if available() else None
    if refused is None:
        print("  durable-rules cannot be imported here")
    elif refused:
        print(f"  durable: refused, {refused[0].en}")
    else:
        live = Inference(conditions, fields, "table")
        said = [next(iter(live.all(fact)), None) for fact in facts]
        made.append(Engine("durable, all", each(live.all), facts, said))
    made += zen_engines(rules, issues)
    made += clips_engine(rules, issues)
    return made


def zen_engines(rules: Sequence[dict[str, Any]], issues: Sequence[dict[str, Any]]) -> list[Engine]:
    zen: Any = optional("zen", "zen-engine")
    if zen is None:
        return []
    content = zen_table(rules)
    decision = zen.ZenEngine().create_decision(zen.ZenDecisionContent(content))
    whole = zen.ZenEngine({"loader": {"type": "static", "content": {"table": json.loads(content)}}})
    requests = [{"key": "table", "context": issue} for issue in issues]
    one = [decision.evaluate(issue)["result"].get("answer") for issue in issues]
    batch = [found["data"]["result"].get("answer") for found in whole.evaluate_batch(requests)]
    return [
        Engine("zen, single", each(decision.evaluate), issues, one),
        Engine("zen, batch", whole.evaluate_batch, requests, batch),
    ]


def clips_engine(rules: Sequence[dict[str, Any]], issues: Sequence[dict[str, Any]]) -> list[Engine]:
    clips: Any = optional("clips", "clipspy")
    if clips is None:
        return []
    world = clips.Environment()
    world.build("(defglobal ?*answer* = -1)")
    slots = " ".join("(multislot kws)" if name == "kws" else f"(slot {name})" for name in vocabulary())
    world.build(f"(deftemplate issue {slots})")
    for rule in clips_rules(rules):
        world.build(rule)
    template, answer = world.find_template("issue"), world.find_global("answer")

    def typed(name: str, value: Any) -> Any:
        if name == "kws":
            return [clips.Symbol(word) for word in value]
        return clips.Symbol(value) if isinstance(value, str) else value

    given = [{name: typed(name, value) for name, value in issue.items()} for issue in issues]

    def ask(issue: dict[str, Any]) -> Answer:
        answer.value = -1
        fact = template.assert_fact(**issue)
        world.run(1)
        fact.retract()
        found = int(answer.value)
        return found if found >= 0 else None

    few = given[:200]
    WORLDS.append(world)
    return [Engine("clips, first", each(ask), few, [ask(issue) for issue in few])]


# ---- measuring -------------------------------------------------------------------------------------------


def measure(made: Sequence[Engine]) -> None:
    """Medians over rounds in which each engine is asked in turn."""
    taken: dict[str, list[tuple[float, float]]] = {engine.name: [] for engine in made}
    for _ in range(ROUNDS):
        for engine in made:
            wall, cpu = time.perf_counter(), time.process_time()
            engine.run(engine.issues)
            spent = (time.perf_counter() - wall, time.process_time() - cpu)
            taken[engine.name].append((spent[0] / len(engine.issues) * 1e6, spent[1] / len(engine.issues) * 1e6))
    for engine in made:
        engine.wall, engine.cpu = (statistics.median(column) for column in zip(*taken[engine.name], strict=True))


def check(made: Sequence[Engine], rules: Sequence[dict[str, Any]], raw: Sequence[dict[str, Any]], work: Any) -> None:
    """All answers equal, and equal to the workload's own reading of the unscaled rules."""
    expected = made[0].answers or []
    for engine in made:
        assert engine.answers == expected[: len(engine.answers or [])], engine.name
    for issue, answer in list(zip(raw, expected, strict=True))[:200]:
        assert next((n for n, rule in enumerate(rules) if work.match(rule, issue)), None) == answer


def report(made: Sequence[Engine]) -> None:
    by_name = {engine.name: engine for engine in made}
    single, batch = by_name.get("zen, single"), by_name.get("zen, batch")
    print(f"  {'':<28}{'µs':>9}{'CPU µs':>9}{'× zen single':>14}{'× zen batch per CPU-s':>24}")
    for engine in made:
        line = f"  {engine.name:<28}{engine.wall:9.2f}{engine.cpu:9.2f}"
        if single is not None and batch is not None:
            line += f"{single.wall / engine.wall:14.1f}{batch.cpu / engine.cpu:24.1f}"
        print(line)


def measured(work: Any) -> None:
    raw = work.issues(ISSUES)
    issues = [
        {name: scaled(name, v) if name in SCALE else v for name, v in issue.items() if name != "id"} for issue in raw
    ]
    best: dict[int, float] = {}
    wanted: list[str] = []
    for size in SIZES:
        print(f"{size} rules, {ISSUES} issues")
        rules = work.rules(size)
        made = engines(rules, issues)
        check(made, rules, raw, work)
        measure(made)
        report(made)
        best[size] = made[0].cpu  # on a busy machine steadier than the clock
        by_name = {engine.name: engine for engine in made}
        if size == SIZES[-1] and "zen, single" in by_name:
            zen = by_name["zen, single"]
            single, single_cpu = zen.wall / made[0].wall, zen.cpu / made[0].cpu
            batch = by_name["zen, batch"].cpu / made[0].cpu
            wanted.append(f"{single:.0f} × zen single, {single_cpu:.0f} × by CPU time (wanted {WANTED_SINGLE})")
            wanted.append(f"{batch:.0f} × zen batch per CPU-second (wanted {WANTED_BATCH})")
    wanted.append(f"ten times the rules cost {best[3200] / best[320]:.2f} × (wanted at most {WANTED_GROWTH})")
    print("reached: " + "; ".join(wanted))


def main() -> None:
    """Measures free and bound to one core, each in a process of its own."""
    work = load_workload()
    if work is None:
        print(f"skipped: there is no {WORKLOAD}")
        return
    if len(sys.argv) > 1:
        if sys.argv[1] == "pinned" and hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
        measured(work)
        sys.stdout.flush()
        os._exit(0)  # see WORLDS
    for way in ("free", "pinned"):
        print(f"--- {'on all cores' if way == 'free' else 'bound to one core'}", flush=True)
        subprocess.run([sys.executable, __file__, way], check=True)


if __name__ == "__main__":
    main()
