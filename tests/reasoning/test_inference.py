"""How durable is kept: loaded late, asked one at a time, freed, and whole again after an error."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from gridroute.errors import SpokenError
from gridroute.policy.condition import All, AnyOf, Condition, Fact, Not, Op, Test, matches
from gridroute.policy.vocabulary import Field, FieldType
from gridroute.reasoning.inference import Direct, Hosted, Inference, available

Test.__test__ = False  # type: ignore[attr-defined]  # a name of ours, not a class of tests

needs_durable = pytest.mark.skipif(
    not available(), reason="durable-rules cannot be imported here (Python 3.13 and later)"
)
pytestmark = pytest.mark.filterwarnings("ignore:.*utcfromtimestamp:DeprecationWarning")

FIELDS = {"n": Field("n", FieldType.INTEGER, ""), "w": Field("w", FieldType.WORD, "")}
CONDITIONS: list[Condition] = [
    Test("n", Op.AT_LEAST, 10),
    Not(Test("n", Op.AT_LEAST, 10)),
    AnyOf((Test("w", Op.EQUALS, "路"), Test("n", Op.EQUALS, 3))),
    All(()),
    AnyOf(()),
]
FACTS: list[Fact] = [{}, {"n": 10}, {"n": 9, "w": "路"}, {"n": 3}, {"w": "水"}]


@pytest.fixture(params=[True, False], ids=["direct", "hosted"])
def made(request: pytest.FixtureRequest) -> Iterator[Inference]:
    with closing(Inference(CONDITIONS, FIELDS, "阶段", direct=request.param)) as one:
        yield one


def held(fact: Fact) -> list[int]:
    return [number for number, condition in enumerate(CONDITIONS) if matches(condition, fact)]


def test_durable_is_loaded_only_when_it_is_asked_for() -> None:
    code = (
        "import sys, gridroute, gridroute.reasoning.inference as made\n"
        "assert not {'durable', 'durable_rules_engine'} & set(sys.modules), 'loaded'\n"
        "assert isinstance(made.available(), bool)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_where_durable_is_absent_it_is_not_available() -> None:
    code = (
        "import sys\n"
        "sys.modules['durable_rules_engine'] = None\n"
        "from gridroute.reasoning.inference import available\n"
        "assert available() is False"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@needs_durable
def test_each_fact_is_forgotten_before_the_next(made: Inference) -> None:
    for _ in range(3):
        for fact in FACTS:
            assert made.all(fact) == held(fact)


@needs_durable
def test_closing_twice_is_harmless_and_asking_then_is_an_error(made: Inference) -> None:
    made.close()
    made.close()
    with pytest.raises(RuntimeError, match="closed"):
        made.all({})


@needs_durable
def test_closing_what_was_never_asked() -> None:
    """durable frees pointers that it never set, unless some action ran first."""
    for _ in range(50):
        Inference([Test("n", Op.EQUALS, 1)], FIELDS, "stage").close()
        with closing(Inference([Test("n", Op.EQUALS, 1)], FIELDS, "stage")) as made:
            assert made.all({}) == []


@needs_durable
def test_nothing_to_ask() -> None:
    for conditions in ([], [AnyOf(())]):
        with closing(Inference(conditions, FIELDS, "stage")) as made:
            assert made.all({"n": 1}) == []


@needs_durable
@pytest.mark.parametrize("way", [Direct, Hosted])
def test_firing_without_end_is_broken_off_and_the_next_answer_is_right(
    way: type[Direct | Hosted], monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Inference(CONDITIONS, FIELDS, "stage", direct=way is Direct)) as made:
        monkeypatch.setattr(made._way, "_most", 0)
        with pytest.raises(SpokenError, match="fired more than"):
            made.all({"n": 10})
        for fact in FACTS:
            assert made.all(fact) == held(fact)


@needs_durable
def test_many_threads_ask_one_rule_set(made: Inference) -> None:
    wrong: list[Fact] = []

    def ask() -> None:
        wrong.extend(fact for _ in range(100) for fact in FACTS if made.all(fact) != held(fact))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@needs_durable
def test_no_threads_of_durable_are_left(made: Inference) -> None:
    made.all({"n": 10})
    assert [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)] == []


def resident() -> int:
    """The resident memory of this process in kilobytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4


@needs_durable
@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
@pytest.mark.parametrize("direct", [True, False], ids=["direct", "hosted"])
def test_soak_loading_and_closing_leaves_memory_flat(direct: bool) -> None:
    """300 rule sets leave less than 6 MB; without deleting the state they leave about 75."""
    conditions = [All((Test("w", Op.EQUALS, f"w{n % 7}"), Test("n", Op.AT_LEAST, n))) for n in range(40)]

    def cycle() -> None:
        with closing(Inference(conditions, FIELDS, "stage", direct=direct)) as made:
            for n in range(10):
                made.all({"w": f"w{n}", "n": n * 5})

    for _ in range(30):
        cycle()
    before = resident()
    for _ in range(300):
        cycle()
    assert resident() - before < 6_000


@needs_durable
@pytest.mark.slow
def test_soak_asking_leaves_memory_flat() -> None:
    with closing(Inference(CONDITIONS, FIELDS, "stage")) as made:
        for n in range(20_000):
            made.all({"n": n % 50})
        before = resident()
        for n in range(100_000):
            made.all({"n": n % 50})
        assert resident() - before < 2_000
