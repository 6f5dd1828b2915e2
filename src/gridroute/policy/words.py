"""词汇: reads the files that declare words: the vocabulary, functions and signals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from gridroute.errors import Bilingual
from gridroute.policy.document import Document, Value
from gridroute.policy.path import STAGES
from gridroute.policy.reading import Reading
from gridroute.policy.signal import NAMED
from gridroute.policy.tongue import ACT, FIELD, nearest
from gridroute.policy.vocabulary import Act, Field, FieldType

Entries = Mapping[str, Value]
_CIVIC = frozenset(stage.name for stage in STAGES if stage.path == "civic")


#: Sections of a vocabulary that are lists; a lower layer's takes the place of the one above.
LISTS = ("levels", "subject_cues", "private_kinds", "outside_words", "not_outside", "receipt_words")


def read_vocabulary(document: Document, at: Reading) -> None:
    """Adds the fields, acts, kinds, levels, tags and labels of one ``vocabulary.yaml``."""
    sections: dict[str, Callable[[str, Value, Reading], None]] = {
        "fields": _field,
        "acts": _act,
        "kinds": lambda name, body, a: a.vocabulary.kinds.__setitem__(name, str(body)),
        "tags": lambda name, body, a: a.vocabulary.tags.__setitem__(name, str(body)),
        "labels": _label,
        "called": _called,
        "calling_ways": _way,
    }
    for section, body in document.value.items():
        if section in LISTS and isinstance(body, list):
            setattr(at.vocabulary, section, tuple(str(word) for word in body))
            continue
        if section not in sections or not isinstance(body, dict):
            known = [*sections, *LISTS]
            at.fault(
                (section,), f"词汇文件没有“{section}”", f"no section “{section}”", nearest(section, known), code="GR106"
            )
            continue
        for name, entry in body.items():
            at.rule = name
            sections[section](name, entry, at)


#: Fields that other data make.
_GIVEN = ("text_signals", "township", "scope", "tags")
#: What may never decide how a person's issue is handled (I31); civic stages may read it.
_NO_GROUNDS = ("safety_index", "平安指数", "积分", "points", "满意度历史", "satisfaction_history", "恶意", "hoax")


def _field(name: str, body: Value, at: Reading) -> None:
    path = ("fields", name)
    if isinstance(body, dict) and "add" in body:
        _more_values(name, body, at)
        return
    if name in at.vocabulary.fields or (at.depth and name in _GIVEN):
        at.fault(path, f"字段“{name}”已声明", f"the field “{name}” is already declared", code="GR606")
        return
    if not isinstance(body, dict) or body.get("type") not in list(FieldType):
        at.fault(
            path,
            "字段应有 type",
            "a field needs a type",
            Bilingual("、".join(FieldType), ", ".join(FieldType)),
            code="GR607",
        )
        return
    for key in body:
        if key not in FIELD:
            at.fault(
                (*path, key), f"字段没有“{key}”这一项", f"a field has no “{key}”", nearest(key, FIELD), code="GR106"
            )
    values = body.get("values", [])
    only = body.get("only", [])
    first = body.get("first", 1)
    stages = frozenset(str(stage) for stage in only) if isinstance(only, list) else frozenset()
    label = str(body.get("label", name))
    if at.depth and not (stages and stages <= _CIVIC) and any(word in (name + label).lower() for word in _NO_GROUNDS):
        at.fault(
            path,
            f"“{label}”不得作为受理、紧急程度、主办和时限的依据,不能声明为派单可读的字段",
            f"“{label}” may be no ground for admission, urgency, lead or deadline: no field of the decision path",
            Bilingual("只能写 only: 常设事务的阶段,如 points", "give it only: civic stages, such as points"),
            code="GR207",
        )
        return
    at.vocabulary.fields[name] = Field(
        name,
        FieldType(str(body["type"])),
        label,
        tuple(str(value) for value in values) if isinstance(values, list) else (),
        body.get("ordered") is True,
        first if isinstance(first, int) else 1,
        stages,
        body.get("grows") is True,
        str(body.get("en", "")),
        given=at.depth > 0 and not stages,
    )


def _more_values(name: str, body: Mapping[str, Value], at: Reading) -> None:
    """Adds a lower layer's values to a field that says it may grow, such as the channels of intake."""
    path = ("fields", name)
    known = at.vocabulary.fields.get(name)
    if known is None:
        at.fault(path, f"没有字段“{name}”", f"no field “{name}”", nearest(name, at.vocabulary.fields), code="GR607")
        return
    if not known.grows:
        growing = [one.name for one in at.vocabulary.fields.values() if one.grows]
        at.fault(
            path,
            f"字段“{name}”的取值不能增加",
            f"no values may be added to the field “{name}”",
            Bilingual("可增加的: " + "、".join(growing), "values may be added to: " + ", ".join(growing)),
            code="GR607",
        )
        return
    for key in sorted(set(body) - {"add"}):
        at.fault((*path, key), f"增加取值时不能写“{key}”", f"“{key}” may not stand beside “add”", code="GR106")
    words = body["add"]
    if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
        at.fault((*path, "add"), "增加的取值应是一列词", "what is added is a list of words", code="GR105")
        return
    for word in (str(word) for word in words):
        if word in at.vocabulary.fields[name].values:
            at.fault((*path, "add"), f"取值“{word}”已有", f"the value “{word}” is already there", code="GR606")
            continue
        values = (*at.vocabulary.fields[name].values, word)
        at.vocabulary.fields[name] = replace(at.vocabulary.fields[name], values=values)


def _way(name: str, body: Value, at: Reading) -> None:
    if not isinstance(body, list) or not body:
        where = ("calling_ways", name)
        at.fault(where, "回访方式应写成一列词", "a way of calling is given a list of words", code="GR105")
        return
    at.vocabulary.calling_ways[name] = tuple(str(word).casefold() for word in body)


def _act(name: str, body: Value, at: Reading) -> None:
    if name in at.vocabulary.acts:
        at.fault(("acts", name), f"行为“{name}”上层已声明", f"the act “{name}” is already declared", code="GR606")
        return
    if not isinstance(body, dict) or set(body) - set(ACT):
        at.fault(
            ("acts", name),
            "行为应写成 {label, en, by, on_site, later}",
            "an act is {label, en, by, on_site, later}",
            code="GR105",
        )
        return
    at.vocabulary.acts[name] = Act(
        name,
        str(body.get("label", name)),
        str(body.get("by", "")),
        body.get("on_site") is True,
        body.get("later") is True,
        str(body.get("en", "")),
        (at.document.file, at.document.line(("acts", name))),
    )


def _label(name: str, body: Value, at: Reading) -> None:
    if isinstance(body, list) and len(body) == 2:
        at.vocabulary.labels[name] = Bilingual(str(body[0]), str(body[1]))
    else:
        at.fault(("labels", name), "叫法应写成 [中文, English]", "a label is [Chinese, English]", code="GR105")


def _called(name: str, body: Value, at: Reading) -> None:
    if isinstance(body, list) and all(isinstance(one, str) for one in body):
        at.vocabulary.called[name] = tuple(str(one) for one in body)
    else:
        at.fault(("called", name), "俗称应写成一列角色", "a name in speech is given a list of roles", code="GR105")


def check_acts(document: Document, at: Reading) -> None:
    """Reports acts that are owed by no role."""
    declared = document.value.get("acts", {})
    for name in declared if isinstance(declared, dict) else ():
        act = at.vocabulary.acts.get(name)
        if act is not None and act.by and act.by not in at.vocabulary.roles:
            at.rule = name
            at.fault(
                ("acts", name),
                f"没有角色“{act.by}”",
                f"no role “{act.by}”",
                nearest(act.by, at.vocabulary.roles),
                code="GR311",
            )


def check_called(document: Document, at: Reading) -> None:
    """Reports names in speech of what is no role."""
    declared = document.value.get("called", {})
    for name in declared if isinstance(declared, dict) else ():
        for role in at.vocabulary.called.get(name, ()):
            if role not in at.vocabulary.roles:
                at.rule = name
                at.fault(
                    ("called", name),
                    f"没有角色“{role}”",
                    f"no role “{role}”",
                    nearest(role, at.vocabulary.roles),
                    code="GR311",
                )


def read_functions(document: Document, known: dict[str, tuple[str, ...]], at: Reading) -> None:
    """Adds the functions of one ``functions.yaml`` with the categories in which their holder may punish."""
    for name, body in entries_of(document, "functions", at).items():
        at.rule = name
        if not isinstance(body, dict) or set(body) - {"en", "enforces", "source"}:
            at.fault(("functions", name), "职能应写成 {en, enforces}", "a function is {en, enforces}", code="GR105")
            continue
        enforces = body.get("enforces", [])
        paths = [str(path) for path in enforces] if isinstance(enforces, list) else []
        for number, path in enumerate(paths):
            tree = at.paths.get("category", ())
            if path not in tree:
                at.fault(
                    ("functions", name, "enforces", number),
                    f"没有类别“{path}”",
                    f"no category “{path}”",
                    nearest(path, tree),
                    code="GR604",
                )
        known[name] = tuple(paths)


def read_signals(document: Document, at: Reading) -> None:
    """Adds the ``words`` fields of one ``signals.yaml``: words of the text that raise a signal.

    Those of the section ``conduct`` raise theirs only where they are said of a body or its people. ``word_groups``
    names words that stand for each other in the patterns; a lower layer adds words to a group.
    """
    words = at.vocabulary
    sections = ("signals", "conduct", "word_groups")
    for name, body in entries_of(document, "word_groups", at, sections).items():
        at.rule = name
        if isinstance(body, list) and body and all(isinstance(word, str) for word in body):
            words.word_groups[name] = (*words.word_groups.get(name, ()), *(str(word) for word in body))
        else:
            at.fault(("word_groups", name), "词组应写成一列词", "a word group is a list of words", code="GR105")
    for section, known, others in (
        ("signals", words.signals, words.conduct),
        ("conduct", words.conduct, words.signals),
    ):
        for name, body in entries_of(document, section, at, sections).items():
            at.rule = name
            if not isinstance(body, list) or not body or not all(isinstance(word, str) for word in body):
                at.fault((section, name), "信号应写成一列词", "a signal is a list of words", code="GR105")
                continue
            if name in others:
                other = "conduct" if section == "signals" else "signals"
                at.fault(
                    (section, name),
                    f"信号“{name}”已写在 {other} 里",
                    f"the signal “{name}” stands under {other} already",
                    code="GR606",
                )
                continue
            patterns = [str(word) for word in body]
            for group in sorted({group for one in patterns for group in NAMED.findall(one)} - set(words.word_groups)):
                near = nearest(group, words.word_groups)
                at.fault((section, name), f"没有词组“{group}”", f"no word group “{group}”", near, code="GR105")
            known[name] = (*known.get(name, ()), *patterns)


def entries_of(document: Document, name: str, at: Reading, known: Iterable[str] = ()) -> Entries:
    """The entries of one section, by name; what else stands beside the ``known`` ones is reported."""
    known = tuple(known) or (name,)
    for key in document.value:
        if key not in known and name == known[0]:
            at.fault((key,), f"这里不认识“{key}”", f"“{key}” does not belong here", nearest(key, known), code="GR106")
    body = document.value.get(name, {})
    if isinstance(body, dict):
        return body
    at.fault((name,), f"{name} 应是“名: 内容”", f"{name} is a mapping", code="GR105")
    return {}
