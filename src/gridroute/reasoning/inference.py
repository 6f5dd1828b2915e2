"""推理: the conditions of one stage asked of durable-rules, the forward-chaining engine of the live path.

One rule set and one live state a stage: a fact is asserted, what fires is recorded, and the fact is taken
back. The engine swallows what an action raises and never lets go of the interpreter, so actions only
record and one lock stands around it all. Chains are the caller's: what a stage concluded comes back
as a new fact.

The direct way calls the C module as durable's own ``Ruleset`` does, at well under half the cost; that is
no public interface, so the version is pinned and the public way stands beside it, with the same answers.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import threading
import weakref
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Protocol

from gridroute.errors import Bilingual, SpokenError
from gridroute.policy.condition import Condition, Fact, matches
from gridroute.policy.vocabulary import Field
from gridroute.reasoning.encoding import ID, KIND, Encoding, Unsuited
from gridroute.reasoning.limits import problems

_NOT_HANDLED = 1
#: Ends the kind of the message that starts a rule set's one state.
FIRST = "(first)"


@cache
def available() -> bool:
    """Whether durable-rules can be imported; on Python 3.13 and later it cannot."""
    try:
        importlib.import_module("durable_rules_engine")
        importlib.import_module("durable.engine")
    except ImportError:
        return False
    return True


class Way(Protocol):
    """途径: one way of asking a rule set that durable holds."""

    def fired(self, fact: str) -> list[int]:
        """The numbers of the durable rules that fire on ``fact``."""

    def close(self) -> None:
        """Frees what durable holds."""


class Direct:
    """直接: by the C module's own calls. Only for durable-rules 2.0.28."""

    def __init__(self, name: str, definition: Mapping[str, object]) -> None:
        self._engine: Any = importlib.import_module("durable_rules_engine")
        rules = {**definition, "first": _first(name)}
        self._handle: int = self._engine.create_ruleset(name, json.dumps(rules, ensure_ascii=False))
        self._most = len(definition)
        self._taken_back = _message(name)
        self._asked(_message(name + FIRST))

    def fired(self, fact: str) -> list[int]:
        """See ``Way``."""
        # A message reads {"r12":{"m":…}}: only the rule's name is wanted, of that only its number.
        return [int(message[3 : message.index('"', 3)]) for message in self._asked(fact)]

    def _asked(self, fact: str) -> list[str]:
        engine, handle = self._engine, self._handle
        messages: list[str] = []
        told = None
        try:
            told, state = engine.assert_fact(handle, fact)
            if told == _NOT_HANDLED:
                return messages
            started = engine.start_action_for_state(handle, state)
            message = started[1] if started is not None else None
            while message is not None:
                if len(messages) > self._most:
                    raise _endless(self._most)
                messages.append(message)
                message = engine.complete_and_start_action(handle, state)
        finally:
            # What nothing matched is not kept by durable.
            if told != _NOT_HANDLED:
                engine.retract_fact(handle, self._taken_back)
        return messages

    def close(self) -> None:
        """See ``Way``."""
        _drop(self._engine, self._handle)


class Hosted:
    """托管: by durable's public ``Host``, without the two timer threads that a plain one starts."""

    def __init__(self, name: str, definition: Mapping[str, object]) -> None:
        host: Any = importlib.import_module("durable.engine")
        self._not_handled: type[Exception] = host.MessageNotHandledException
        quiet: Any = type("Quiet", (host.Host,), {"_run": lambda self: None})
        self._engine: Any = importlib.import_module("durable_rules_engine")
        self._name = name
        self._found: list[int] = []
        self._error: BaseException | None = None
        self._most = len(definition)
        rules = json.loads(json.dumps(definition))
        for number, rule in enumerate(rules.values()):
            rule["run"] = self._recorder(number)
        rules["first"] = {**_first(name), "run": self._recorder(-1)}
        self._host: Any = quiet()
        self._host.register_rulesets({name: rules})
        self.fired(_message(name + FIRST))

    def _recorder(self, number: int) -> Any:
        # durable looks at the number of arguments: exactly one, and no partial, no default.
        def record(_: object) -> None:
            try:
                if len(self._found) > self._most:
                    raise _endless(self._most)
                self._found.append(number)
            except BaseException as error:
                self._error = self._error or error

        return record

    def fired(self, fact: str) -> list[int]:
        """See ``Way``."""
        self._found, self._error = [], None
        handled = True
        try:
            self._host.assert_fact(self._name, json.loads(fact))
        except self._not_handled:
            handled = False
        finally:
            if handled:
                self._host.retract_fact(self._name, {"id": ID, KIND: self._name})
        if self._error is not None:
            raise self._error
        return self._found

    def close(self) -> None:
        """See ``Way``."""
        _drop(self._engine, self._host.get_ruleset(self._name)._handle)


def _message(kind: str) -> str:
    return json.dumps({"id": ID, KIND: kind}, ensure_ascii=False)


def _first(name: str) -> dict[str, object]:
    """A rule that fires once, before any fact.

    durable creates a state without clearing it and frees two of its pointers when the state goes: where no
    action ever started, both are whatever the memory held, and the process dies of it.
    """
    return {"all": [{"m": {"$and": [{KIND: name + FIRST}]}}]}


def _drop(engine: Any, handle: int) -> None:
    """Frees a rule set. Its one state goes first, or about 250 KB stay behind."""
    engine.delete_state(handle, "0")
    engine.delete_ruleset(handle)


def _endless(most: int) -> SpokenError:
    return SpokenError(
        Bilingual(
            f"推理: 一件事触发超过 {most} 次: 请改用 --engine index 并报告此问题",
            f"inference: one fact fired more than {most} times: use --engine index and report this",
        )
    )


class Inference:
    """Conditions by number, asked of durable. Raises ``SpokenError`` where durable must not be given them."""

    def __init__(
        self, conditions: Sequence[Condition], fields: Mapping[str, Field], name: str, direct: bool = True
    ) -> None:
        refused = problems(conditions, fields, name)
        if refused:
            raise SpokenError(refused[0])
        self._conditions = tuple(conditions)
        self._encoding = Encoding(self._conditions, fields, name)
        self._lock = threading.Lock()
        self._held: list[Way] = []
        self._make: type[Direct | Hosted] = Direct if direct else Hosted
        self._name = name
        self._way: Way | None = self._compile()
        self._closed = False
        # What is dropped without being closed must not leave its rule set with durable; at exit nothing is freed.
        self._freed = weakref.finalize(self, _free, self._held)
        self._freed.atexit = False

    def _compile(self) -> Way | None:
        definition = self._encoding.definition()
        made = self._make(self._name, definition) if definition else None
        self._held[:] = [made] if made is not None else []
        return made

    def all(self, fact: Fact) -> list[int]:
        """The numbers of all conditions that hold of ``fact``, ascending.

        A fact with a value of another type than its field's is not shown to durable: the reference answers.
        """
        try:
            said = self._encoding.fact(fact)
        except Unsuited:
            return [number for number, condition in enumerate(self._conditions) if matches(condition, fact)]
        with self._lock:
            if self._closed:
                raise RuntimeError("this inference is closed")
            fired = self._fired(said) if self._way is not None else []
        owners = self._encoding.owners
        found: set[int] = set()
        for rule in fired:
            for owner in owners[rule]:
                if owner.exact or matches(self._conditions[owner.number], fact):
                    found.add(owner.number)
        return sorted(found)

    def _fired(self, said: str) -> list[int]:
        assert self._way is not None
        try:
            return self._way.fired(said)
        except BaseException:
            # Broken off half-way, the rule set may still hold actions of this fact: start a new one.
            _free(self._held)
            self._way = self._compile()
            raise

    def close(self) -> None:
        """Frees the rule set, as dropping the last reference does; a second time is harmless."""
        with self._lock:
            self._freed()
            self._closed = True


def _free(held: list[Way]) -> None:
    """Closes what ``held`` names, once."""
    while held:
        held.pop().close()


#: Compiles a rule set and asks it once, in a process of its own: durable's faults cannot be caught.
_CHILD = """
import json, sys
import durable_rules_engine as engine
given = json.load(sys.stdin)
handle = engine.create_ruleset(given["name"], json.dumps(given["rules"], ensure_ascii=False))
for fact in given["facts"]:
    told, state = engine.assert_fact(handle, fact)
    if told == 0:
        left = engine.start_action_for_state(handle, state)
        while left is not None:
            left = engine.complete_and_start_action(handle, state)
        engine.retract_fact(handle, fact)
engine.delete_ruleset(handle)
"""


def compile_in_subprocess(
    conditions: Sequence[Condition], fields: Mapping[str, Field], timeout: float, name: str = "rules"
) -> Bilingual | None:
    """Compiles the rule set in a process of its own; what went wrong, or ``None``.

    ``timeout`` is in seconds. The validator comes first; this is for what no validator knows. Where durable
    is not available nothing is compiled.
    """
    refused = problems(conditions, fields, name)
    if refused:
        return refused[0]
    encoding = Encoding(conditions, fields, name)
    if not encoding.rules or not available():
        return None
    return compiled(name, encoding.definition(), [encoding.fact({})], timeout)


def compiled(name: str, rules: Mapping[str, object], facts: Sequence[str], timeout: float) -> Bilingual | None:
    """What went wrong when another process compiled ``rules`` and asked them of ``facts``, or ``None``."""
    where = Bilingual(f"规则组“{name}”", f"rule set “{name}”")
    given = json.dumps({"name": name, "rules": rules, "facts": facts})
    try:
        run = subprocess.run(
            [sys.executable, "-c", _CHILD], input=given, capture_output=True, text=True, timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired:
        return Bilingual(
            f"{where.zh}: 引擎编译超过 {timeout:g} 秒: 拆成几个阶段或改用表格",
            f"{where.en}: compiling took more than {timeout:g} s: split it between stages or use a table",
        )
    if run.returncode == 0:
        return None
    last = run.stderr.strip().splitlines()[-1:] or [f"signal {-run.returncode}"]
    return Bilingual(
        f"{where.zh}: 引擎不能编译({last[0]}): 改用 --engine index 并报告此问题",
        f"{where.en}: the engine cannot compile it ({last[0]}): use --engine index and report this",
    )
