"""场景: a worked example in a file: what is given, what happens, what is expected (design §11)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from gridroute.assurance.standing.kinds import KINDS
from gridroute.errors import Bilingual, Fault
from gridroute.policy.document import Document, Path_, Value, read_document
from gridroute.policy.tongue import nearest

ENDING = ".scenario.yaml"
#: The keys of a file, of a scenario, of what is given, of a mode in force, of a step.
FILE = ("county", "scenarios")
SCENARIO = ("name", "given", "steps", "expect", "source", "note", "county")
GIVEN = ("at", "issue", "posts", "modes", "service", "person", "civic", "registers")
SPELL = ("mode", "from", "until")
STEP = ("at", "event", "advance_to", "expect")


@dataclass(frozen=True)
class Step:
    """One step: an event at a moment, time that passes, or nothing but what is expected now."""

    line: int
    at: datetime | None = None
    event: dict[str, Value] | None = None
    advance_to: datetime | None = None
    expect: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Spell:
    """一段运行模式: which mode of operation is in force from when, and until when; null: to the end of the scenario."""

    line: int
    mode: str
    begins: datetime
    ends: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        """Whether it is in force at ``moment``; its end is not in it."""
        return self.begins <= moment and (self.ends is None or moment < self.ends)


@dataclass(frozen=True)
class Scenario:
    """One scenario of a file. ``line`` is where it begins."""

    file: str
    line: int
    name: str
    county: str
    at: datetime
    issue: dict[str, Value]
    steps: tuple[Step, ...]
    #: The posts that stand in place of the county's own (``officers.csv``), each with its line; none: the county's own.
    posts: tuple[tuple[int, dict[str, Value]], ...] = ()
    #: The service that somebody asks for, in place of an issue, and what is known of the person.
    service: str = ""
    person: dict[str, Value] = field(default_factory=dict)
    #: What is asked of standing matters, in place of an issue: one of ``standing.kinds.KINDS``.
    civic: dict[str, Value] = field(default_factory=dict)
    #: Entries of registers that the scenario gives beside the county's own, by register.
    registers: dict[str, Value] = field(default_factory=dict)
    #: The modes of operation that are in force when (T31).
    modes: tuple[Spell, ...] = ()
    #: The file it stands in, and its number in it, for the lines of what is wrong with it.
    document: Document | None = field(default=None, repr=False, compare=False)
    number: int = 0
    #: The text it goes by, as its file says.
    source: str = ""

    def line_of(self, *given: str | int) -> int:
        """The line of a part of what is given."""
        if self.document is None:
            return self.line
        return self.document.line(("scenarios", self.number, "given", *given))


def read_scenarios(path: Path, shown_as: str, faults: list[Fault]) -> list[Scenario]:
    """The scenarios of one file; what is wrong goes to ``faults``, and the scenario is left out."""
    before = len(faults)
    document = read_document(path, shown_as, faults)
    if len(faults) > before and not document.value:  # it could not be read at all, which is told
        return []
    return _Reader(document, faults).scenarios()


def files_below(paths: Iterable[Path]) -> list[Path]:
    """The scenario files that ``paths`` are or hold, in the order of their names."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found |= dict.fromkeys(sorted(path.rglob(f"*{ENDING}")))
        else:
            found[path] = None
    return list(found)


@dataclass
class _Reader:
    document: Document
    faults: list[Fault]
    rule: str = ""

    def fault(self, path: Path_, zh: str, en: str, remedy: Bilingual | None = None) -> None:
        self.faults.append(self.document.fault(path, Bilingual(zh, en), remedy or Bilingual("", ""), self.rule))

    def scenarios(self) -> list[Scenario]:
        value = self.document.value
        before = len(self.faults)
        self.known((), value, FILE)
        listed = value.get("scenarios")
        if listed == []:
            remedy = Bilingual("写出场景,或者删去文件", "write one, or drop the file")
            self.fault(("scenarios",), "scenarios 是空的", "scenarios is empty", remedy)
            return []
        if "scenarios" not in value and len(self.faults) > before:  # misspelt, which is told
            return []
        if not isinstance(listed, list):
            self.fault(("scenarios",), "scenarios 应是一列场景", "scenarios is a list")
            return []
        county = str(value.get("county", ""))
        made: dict[str, Scenario] = {}
        for number, body in enumerate(listed):
            one = self.scenario(number, body, county)
            if one is None:
                continue
            first = made.setdefault(one.name, one)
            if first is not one:
                zh, en = f"第{first.line}行已有同名的场景", f"line {first.line} has a scenario of that name"
                self.fault(("scenarios", number), zh, en, Bilingual("换一个名称", "give it another name"))
        return list(made.values())

    def known(self, path: Path_, body: dict[str, Value], keys: tuple[str, ...]) -> None:
        for key in body:
            if key not in keys:
                self.fault((*path, key), f"这里不认识“{key}”", f"“{key}” does not belong here", nearest(key, keys))

    def scenario(self, number: int, body: Value, county: str) -> Scenario | None:
        path: Path_ = ("scenarios", number)
        before = len(self.faults)
        if not isinstance(body, dict):
            self.fault(path, "场景应写成“键: 值”", "a scenario is a mapping")
            return None
        self.rule = str(body.get("name", ""))
        if any(one[:2] == path for one in self.document.cut):  # a text is cut by commas, which is told
            return None
        self.known(path, body, SCENARIO)
        given = body.get("given")
        if not isinstance(given, dict) or "at" not in given or not (given.keys() & {"issue", "service", "civic"}):
            self.fault((*path, "given"), "given 应写成 {at, issue}", "given is {at, issue}")
            return None
        self.known((*path, "given"), given, GIVEN)
        at = self.moment((*path, "given", "at"), given["at"])
        steps = self.steps(path, body)
        county = str(body.get("county", county))
        if not county:
            self.fault(path, "没有写 county", "county is missing")
        if not self.rule:
            self.fault(path, "场景要有 name", "a scenario needs a name")
        issue = self.mapping((*path, "given", "issue"), given.get("issue", {}))
        person = self.mapping((*path, "given", "person"), given.get("person", {}))
        service = str(given.get("service", ""))
        civic = self.mapping((*path, "given", "civic"), given.get("civic", {}))
        registers = self.mapping((*path, "given", "registers"), given.get("registers", {}))
        if civic and (issue or service):
            self.fault(path, "问常设事务的场景只写 civic", "a question on standing matters has no issue and no service")
        if registers and not civic:
            where = (*path, "given", "registers")
            self.fault(where, "registers 只和 civic 一起写", "registers belong with civic")
        if "civic" in given:
            self.question((*path, "given", "civic"), civic)
        if service and (issue or any(step.event or step.at or step.advance_to for step in steps)):
            self.fault(
                path, "问服务的场景只写 service、person 和 expect", "a question on a service has no issue and no events"
            )
        posts = self.posts((*path, "given", "posts"), given.get("posts", []))
        modes = self.modes((*path, "given", "modes"), given.get("modes", []))
        if at is None or len(self.faults) > before:
            return None
        line = self.document.line(path)
        return Scenario(
            self.document.file,
            line,
            self.rule,
            county,
            at,
            issue,
            tuple(steps),
            posts,
            service,
            person,
            civic,
            registers,
            modes,
            self.document,
            number,
            str(body.get("source") or ""),
        )

    def question(self, path: Path_, civic: dict[str, Value]) -> None:
        """That a question on standing matters is one of the kinds there are, with the keys of its kind."""
        for key in civic:
            if key not in KINDS:
                near = nearest(key, KINDS)
                listed = ", ".join(KINDS)
                remedy = near if near.en else Bilingual(f"可写: {listed}", f"use one of: {listed}")
                self.fault((*path, key), f"civic 不能问“{key}”", f"civic cannot be asked “{key}”", remedy)
        if len(civic) != 1:
            remedy = Bilingual("一个场景问一件事", "ask one thing in a scenario")
            self.fault(path, "civic 写其中一个: " + ", ".join(KINDS), "civic is one of: " + ", ".join(KINDS), remedy)
        for name, value in civic.items():
            kind = KINDS.get(name)
            if kind is None:
                continue
            keys = ", ".join(kind.keys)
            remedy = Bilingual(f"写成 {{{keys}}}", f"write {{{keys}}}")
            if not isinstance(value, dict):
                if not kind.word or value in (None, "", []) or isinstance(value, list):
                    self.fault((*path, name), f"{name} 没有写清问什么", f"{name} does not say what it asks", remedy)
                continue
            self.known((*path, name), value, kind.keys)
            for key in kind.needed:
                if value.get(key) in (None, "", [], {}):
                    self.fault((*path, name), f"{name} 没有写 {key}", f"{name} without {key}", remedy)

    def mapping(self, path: Path_, value: Value) -> dict[str, Value]:
        if isinstance(value, dict):
            return value
        self.fault(path, f"{path[-1]} 应写成“键: 值”", f"{path[-1]} is a mapping")
        return {}

    def posts(self, path: Path_, listed: Value) -> tuple[tuple[int, dict[str, Value]], ...]:
        made: list[tuple[int, dict[str, Value]]] = []
        for number, one in enumerate(listed if isinstance(listed, list) else [listed]):
            if isinstance(one, dict):
                made.append((self.document.line((*path, number)), one))
            else:
                self.fault((*path, number), "岗位应写成“键: 值”", "a post is a mapping")
        return tuple(made)

    def modes(self, path: Path_, listed: Value) -> tuple[Spell, ...]:
        made: list[Spell] = []
        for number, one in enumerate(listed if isinstance(listed, list) else [listed]):
            here = (*path, number)
            if not isinstance(one, dict) or not {"mode", "from"} <= one.keys():
                remedy = Bilingual("写成 {mode, from, until}", "write {mode, from, until}")
                self.fault(here, "运行模式要写 mode 和 from", "a mode of operation has mode and from", remedy)
                continue
            self.known(here, one, SPELL)
            begins = self.moment((*here, "from"), one["from"])
            ends = self.moment((*here, "until"), one["until"]) if "until" in one else None
            if begins is not None:
                made.append(Spell(self.document.line(here), str(one["mode"]), begins, ends))
        return tuple(made)

    def steps(self, path: Path_, body: dict[str, Value]) -> list[Step]:
        listed = body.get("steps", [])
        if not isinstance(listed, list):
            self.fault((*path, "steps"), "steps 应是一列步骤", "steps is a list")
            return []
        made: list[Step] = []
        if "expect" in body:
            made.append(
                Step(self.document.line((*path, "expect")), expect=self.expect((*path, "expect"), body["expect"]))
            )
        for number, step in enumerate(listed):
            here = (*path, "steps", number)
            if not isinstance(step, dict):
                self.fault(here, "步骤应写成“键: 值”", "a step is a mapping")
                continue
            self.known(here, step, STEP)
            event = step.get("event")
            if event is not None and (not isinstance(event, dict) or "type" not in event or "by" not in event):
                self.fault((*here, "event"), "event 要有 type 和 by", "an event has type and by")
                continue
            if event is not None and "at" not in step:
                self.fault(here, "有事件的步骤要写 at", "a step with an event says at")
                continue
            made.append(
                Step(
                    self.document.line(here),
                    self.moment((*here, "at"), step["at"]) if "at" in step else None,
                    event if isinstance(event, dict) else None,
                    self.moment((*here, "advance_to"), step["advance_to"]) if "advance_to" in step else None,
                    self.expect((*here, "expect"), step["expect"]) if "expect" in step else {},
                )
            )
        if not any(step.expect for step in made):
            self.fault(path, "场景没有写 expect,什么也没有检验", "the scenario expects nothing, so it tests nothing")
        return made

    def expect(self, path: Path_, body: Value) -> dict[str, Value]:
        if isinstance(body, dict) and body:
            for name, value in body.items():
                contained = value.get("contains", ...) if isinstance(value, dict) else ...
                if contained == [] or contained is None or (name == "absent" and value in ([], None)):
                    said = name if name == "absent" else f"{name}: contains"
                    zh, en = f"“{said}”是空的,什么也没有检验", f"“{said}” is empty, so it tests nothing"
                    remedy = Bilingual("写出名称,或者删去", "name something, or drop it")
                    self.fault((*path, name), zh, en, remedy)
            return body
        self.fault(path, "expect 应写成“键: 值”", "expect is a mapping")
        return {}

    def moment(self, path: Path_, value: Value) -> datetime | None:
        try:
            made = datetime.fromisoformat(str(value))
        except ValueError:
            made = None
        if made is None or made.tzinfo is None:
            self.fault(
                path,
                f"“{value}”不是带时区的时间",
                f"“{value}” is no time with a zone",
                Bilingual("写成 2026-03-02T09:10+08:00", "write it as 2026-03-02T09:10+08:00"),
            )
            return None
        return made
