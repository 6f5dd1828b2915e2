"""Writes the pages of docs/reference that say what the models, the vocabulary and the life cycle say.

``python docs/generate.py`` (``make docs``) writes them; with ``--check`` it only names those that are
out of step, and exits 1.
What the national layer declares is shown; a county adds words of its own.
"""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel
from ruamel.yaml import YAML

from gridroute.adapters.column import COLUMNS
from gridroute.assurance.chart import mermaid
from gridroute.assurance.lint import Code, codes
from gridroute.assurance.standing.kinds import KINDS as QUESTIONS
from gridroute.civic.column import Entry, Part, Shape, heads, shapes
from gridroute.civic.shelf import BY_NAME, REGISTERS
from gridroute.civic.thing import KINDS, PLAIN
from gridroute.cli.main import build
from gridroute.model import ISSUE_LABELS, BodyRef, Decision, Duration, Issue, Obligation, Remark
from gridroute.model import decision as answers
from gridroute.model.issue import Reporter
from gridroute.policy.layer import Layer, read_layer
from gridroute.policy.lexicon import Lexicon
from gridroute.policy.lifecycle import SAME, Lifecycle, Timer, Transition
from gridroute.policy.parameter import Parameter, ParameterValue, read_parameters
from gridroute.policy.path import STAGES
from gridroute.policy.tongue import BINDINGS, FIELD_TYPES, TIGHTER
from gridroute.policy.vocabulary import FORMS, Act, Field, Role, Vocabulary

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "docs"))
REFERENCE = ROOT / "docs/reference"
Meanings = Mapping[str, Mapping[str, Sequence[str]]]

from mechanisms import mechanisms_page  # noqa: E402 (a module of this folder)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table in Markdown, and a blank line after it."""
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
    yield ""


def ticked(words: Iterable[str]) -> str:
    """Words as code, in a row."""
    return ", ".join(f"`{word}`" for word in words)


# ---- the models ----------------------------------------------------------------------------------------

_PLAIN = {"boolean": "true/false", "integer": "whole number", "number": "number", "string": "text", "null": "null"}
_FORMATS = {"date": "date", "date-time": "time with zone"}


def kind(schema: Mapping[str, Any]) -> str:
    """The type of one property of a JSON Schema, in words."""
    if "$ref" in schema:
        name = str(schema["$ref"]).rsplit("/", 1)[-1]
        return "text" if name == "Unit" else f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(kind(one) for one in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        return "one of " + ticked(schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {kind(schema['items'])}"
    if schema.get("type") == "object":
        return "object"
    said = _FORMATS.get(schema.get("format", ""), _PLAIN[schema["type"]])
    least, most = schema.get("minimum"), schema.get("maximum")
    if "maxLength" in schema:
        return f"{said} of up to {schema['maxLength']} characters"
    return said if least is None else f"{said} from {least}" + (f" to {most}" if most is not None else "")


def fields_of(model: type[BaseModel], meanings: Meanings, heads: bool = False) -> Iterator[str]:
    """The fields of ``model``; with ``heads`` also what a column of a file may be called."""
    schema = model.model_json_schema(mode="validation" if heads else "serialization")["properties"]
    prefix = "reporter." if model is Reporter else ""
    rows = []
    for name in model.model_fields:
        if name not in meanings.get(model.__name__, {}):
            raise SystemExit(f"docs/meanings.yaml: {model.__name__}: write what “{name}” means, in both languages")
        zh, en = meanings[model.__name__][name]
        written = f"`{prefix}{'as' if name == 'as_' else name}`"
        called = ["、".join(zh for zh, key in ISSUE_LABELS.items() if key == prefix + name) or "—"] if heads else []
        type_ = kind(schema[name])
        if heads:  # what is null is absent, in a file
            type_ = type_.removesuffix(" or null")
        rows.append([written, *called, type_, en, zh])
    yield from table(["field", *(["表头"] if heads else []), "type", "meaning", "含义"], rows)


def issue_page(words: Lexicon, meanings: Meanings) -> Iterator[str]:
    """What an issue holds."""
    yield "What comes in, one issue a line. Column heads may be the English names or the Chinese ones (表头). `id`,"
    yield "`received_at` and `text` are required; everything else may be missing, and what is missing is not"
    yield "guessed."
    yield ""
    yield "In a file of text: yes and no are `true`, `false`, `1`, `0`, 是, 否, 有 or 无; several words in one cell"
    yield "are parted by `|`, `;`, 、 or ；. Words with a fixed list, such as `nature`, are taken in English or by"
    yield "their Chinese label."
    yield ""
    yield "## Issue"
    yield ""
    yield from fields_of(Issue, meanings, heads=True)
    yield "## Reporter"
    yield ""
    yield from fields_of(Reporter, meanings, heads=True)
    for name in ("channel", "nature", "urgency", "confidential"):
        item = words.vocabulary.fields[name]
        yield f"## Values of {name}"
        yield ""
        yield from table(["value", "中文", "English"], valued(item, words.vocabulary))


def valued(item: Field, words: Vocabulary) -> Iterator[Sequence[str]]:
    """Each value of a closed field with its labels."""
    for one in item.values:
        yield f"`{one}`", words.word(one, "zh"), words.word(one, "en")


def decision_page(words: Lexicon, meanings: Meanings) -> Iterator[str]:
    """What a decision holds."""
    yield "What `gridroute route --format jsonl` prints a line of, and what `Dispatcher.route` returns. In JSON"
    yield "every field is there; `null` or an"
    yield "empty list means that there is none. Words such as `dispatched` do not depend on the language."
    yield ""
    nested = (
        Obligation, BodyRef, answers.LeadRef, answers.ResponsibleRef, answers.PlaceAnswer,
        answers.GridCandidate, answers.WhistleRef, answers.Guess, answers.Failure, answers.TraceEntry, Remark,
    )  # fmt: skip
    inherited = {**meanings}
    for name in ("LeadRef", "ResponsibleRef"):
        inherited[name] = {**meanings["BodyRef"], **meanings[name]}
    for model in (Decision, *nested):
        yield f"## {model.__name__}"
        yield ""
        yield from fields_of(model, inherited)
    yield "## Columns"
    yield ""
    yield "In CSV, XLSX and Parquet a decision is one row. The heads follow `--lang`; the text of the issue and its"
    yield "reporter are not in it."
    yield ""
    types = {"str": "text", "bool": "true/false", "float": "number", "date": "date", "datetime": "time"}
    yield from table(["head", "表头", "type"], ((f"`{c.head.en}`", c.head.zh, types[c.kind.__name__]) for c in COLUMNS))


# ---- the vocabulary ------------------------------------------------------------------------------------


def vocabulary_page(words: Lexicon, meanings: Meanings) -> Iterator[str]:
    """The words that rules may use."""
    vocabulary = words.vocabulary
    yield "The words that a rule may use. What is not declared does not load. A rule may write the English name or"
    yield "the Chinese label. A county adds values to fields that grow, and tags, kinds and fields of its own, in"
    yield "its `vocabulary.yaml`."
    yield ""
    yield "## Fields"
    yield ""
    groups: dict[str, list[Field]] = {}
    for item in sorted(vocabulary.fields.values(), key=lambda one: (bool(one.only), one.first)):
        groups.setdefault(where_read(item), []).append(item)
    for title, items in groups.items():
        yield f"### {title}"
        yield ""
        yield from table(
            ["field", "中文", "English", "type", "values"], (field_row(item, vocabulary) for item in items)
        )
    yield "## Acts"
    yield ""
    yield "What can be owed. `by` owes it where a deadline names only the act. *Later* acts begin with an event"
    yield "after dispatch."
    yield ""
    yield from table(["act", "中文", "English", "by", ""], (act_row(act) for act in vocabulary.acts.values()))
    yield "## Tags"
    yield ""
    yield from table(["tag", "中文"], ((f"`{name}`", label) for name, label in vocabulary.tags.items()))
    yield "## Kinds"
    yield ""
    yield "Kinds of bodies (单位类型)."
    yield ""
    yield from table(["kind", "中文"], ((f"`{name}`", label) for name, label in vocabulary.kinds.items()))
    yield "## Levels"
    yield ""
    rows = ((f"`{one}`", vocabulary.word(one, "zh")) for one in vocabulary.levels)
    yield from table(["level, lowest first", "中文"], rows)
    yield "## Labels"
    yield ""
    yield "What enumerated words are called. `place.word`: so only in that place."
    yield ""
    called = ((f"`{word}`", label.zh, label.en) for word, label in vocabulary.labels.items())
    yield from table(["word", "中文", "English"], called)


def act_row(act: Act) -> Sequence[str]:
    """One act as a row."""
    notes = ", ".join(note for note, on in (("on site", act.on_site), ("later", act.later)) if on)
    return f"`{act.name}`", act.label, act.said("en"), act.by or "—", notes


def where_read(item: Field) -> str:
    """The heading under which a field stands: the stages that can read it."""
    if item.only:
        return "Read in " + ", ".join(stage.name for stage in STAGES if stage.name in item.only)
    stage = next(stage for stage in STAGES if stage.number == item.first)
    return "Read in every stage" if item.first == 1 else f"Read from {stage.name} on"


def field_row(item: Field, words: Vocabulary) -> Sequence[str]:
    """One field as a row."""
    kinds, levels, signals = tuple(sorted(words.kinds)), words.levels, words.signal_names
    links = {kinds: "[kinds](#kinds)", levels: "[levels](#levels)", tuple(sorted(words.tags)): "[tags](#tags)"}
    if item.values == signals:
        values = "、".join(item.values)
    elif item.name in ("state", "event", "actor_role"):
        values = "[life cycle](lifecycle.md)"
    elif item.values in links:
        values = links[item.values]
    else:
        values = ", ".join(f"`{one}`" + said(words.said(item.name, one, "zh") or one, one) for one in item.values)
    marks = [mark for mark, on in (("ordered, lowest first", item.ordered), ("grows", item.grows)) if on]
    type_ = f"{item.type.value} {FIELD_TYPES[item.type.value]}"
    return (
        f"`{item.name}`",
        item.label,
        item.en or "—",
        type_,
        "; ".join(part for part in (values, *marks) if part) or "—",
    )


def said(label: str, word: str) -> str:
    """The label after the word, where it has one."""
    return "" if label == word else f" {label}"


def roles_page(words: Lexicon, meanings: Meanings) -> Iterator[str]:
    """The roles that rules name."""
    yield "A rule names a role (角色), never a body. Who fills it is found when an issue is routed: in the register"
    yield "of bodies, from the place, or"
    yield "from the case itself. `gridroute lint` tells which roles nobody fills."
    yield ""
    by_form: dict[str, list[Role]] = {form: [] for form in FORMS}
    for role in words.vocabulary.roles.values():
        by_form[role.form].append(role)
    for form, roles in by_form.items():
        if not roles:
            continue
        zh, en = meanings["Form"][form]
        yield f"## Form {form}"
        yield ""
        yield f"{en[0].upper()}{en[1:]} ({zh})."
        yield ""
        rows = ([role.name, role.label_en or "—", looked_up(role), role.level or "—"] for role in roles)
        yield from table(["role", "English", "looked up", "level"], rows)
    yield "## Functions"
    yield ""
    yield "What bodies hold by law (职能); each is held by one body of a county. Its holder may punish in the"
    yield "categories named."
    yield ""
    rows = ([name, "、".join(enforces) or "—"] for name, enforces in words.functions.items())
    yield from table(["function", "may punish in"], rows)


def looked_up(role: Role) -> str:
    """What the form of the role looks up."""
    if role.form == "group":
        return "、".join(role.members) or "the county fills it in"
    return f"`{role.key}`" if role.key.isascii() else role.key


# ---- stages, parameters, life cycle --------------------------------------------------------------------


def stages_page(words: Lexicon, meanings: Meanings) -> Iterator[str]:
    """The stages with their outcomes."""
    yield "A rule belongs to a stage (阶段) and gives outcomes (结果) of that stage. [How a decision is"
    yield "made](../explanation/decisions.md) says how the"
    yield "stages follow each other."
    yield ""
    yield "How the outcomes of several rules come together:"
    yield ""
    yield from table(
        ["merge", "meaning", "含义"], ((f"`{name}`", en, zh) for name, (zh, en) in meanings["Merge"].items())
    )
    paths = {"decision": "Routing", "case": "The life of a case", "civic": "Civic services"}
    for path, title in paths.items():
        yield f"## {title}"
        yield ""
        for stage in (one for one in STAGES if one.path == path):
            yield f"### {stage.number} {stage.name} {stage.label}"
            yield ""
            yield f"Asked of each {stage.per}; pattern `{stage.pattern}`."
            yield ""
            rows = []
            for one in stage.outcomes:
                values = ", ".join(
                    f"`{w}`" + said(words.vocabulary.said(one.name, w, "zh") or w, w) for w in one.values
                )
                default = "—" if one.default is None else f"`{str(one.default).lower()}`"
                rows.append([f"`{one.name}`", one.label, one.shape.value, values or "—", one.merge.value, default])
            yield from table(["outcome", "中文", "shape", "values", "merge", "without a rule"], rows)


def parameters_page(words: Lexicon, meanings: Meanings) -> Iterator[str]:
    """The parameters with their values."""
    yield "Numbers that rules name, so that a county changes a value and not a rule. It does so under `parameters`"
    yield "in its `county.yaml`; it writes the value and its source only."
    yield ""
    yield "`bound` 上下限: a lower layer may only be stricter. `mandate` 强制: it may not change the value."
    yield "`default` 默认: it may. The direction says what is stricter. 出处 `assumed` is a suggested default that"
    yield "no source confirms."
    yield ""
    yield "## Values of the nation"
    yield ""
    declared = (parameter_row(one, meanings) for one in words.parameters.values())
    yield from table(["parameter", "value", "stricter", "binding", "source"], declared)
    yield "## Values of the layers below"
    yield ""
    rows = []
    for layer in layers_below():
        known: dict[str, Parameter] = {}
        given = layer.manifest.value.get("parameters", {})
        read_parameters(layer.manifest, layer.name, known, [])
        assert isinstance(given, dict)
        for name, one in known.items():
            body = given[name]
            binding = one.binding if isinstance(body, dict) and "binding" in body else ""
            said_binding = f"`{binding}` {BINDINGS[binding]}" if binding else "as above"
            rows.append([name, layer.name, value_of(one.value), said_binding, one.source])
    yield from table(["parameter", "layer", "value", "binding", "source"], rows)


def parameter_row(one: Parameter, meanings: Meanings) -> Sequence[str]:
    """One parameter of the nation as a row."""
    value = value_of(one.value) + {"percent": " %", "times": " times 次", "": ""}.get(one.unit, f" {one.unit}")
    if one.value is None:
        value = "the county gives it" if one.required else "—"
    stricter = f"{meanings['Tighter'][one.tighter][1]} ({TIGHTER[one.tighter]})"
    return one.name, value, stricter, f"`{one.binding}` {BINDINGS[one.binding]}", one.source


def value_of(value: ParameterValue) -> str:
    """A value in both languages."""
    if isinstance(value, Duration):
        return f"{value.text('en')} {value.text('zh')}"
    return ticked(value) if isinstance(value, tuple) else str(value)


def lifecycle_page(words: Lexicon, meanings: Meanings) -> Iterator[str]:
    """States, events, who may, timers."""
    life = words.lifecycle
    yield "The states (状态) of a case, the events (事件) that move it, who may cause them, and what fires by"
    yield "itself. The nation alone writes it, in"
    yield "[lifecycle.yaml](../../rules/lifecycle.yaml); a county adds rules of the stage `event` that refuse an event,"
    yield "and values of parameters. Events marked"
    yield "*always* cannot be refused, so that every open state has a way out."
    yield ""
    yield "`gridroute lifecycle --format svg` draws it with the guards of a county. `gridroute lifecycle --check`"
    yield "explores every state with the counts of redo, disputes, rungs and sending down, and names what is not"
    yield "reached, cannot end, has no bound or can be shut."
    yield ""
    yield "## Diagram"
    yield ""
    yield "Events that leave the state as it is, that stand aside (a merger, a withdrawal), or that may start in"
    yield "any open state, are in the table only."
    yield ""
    yield "```mermaid"
    yield from mermaid(life).splitlines()
    yield "```"
    yield ""
    yield "## States"
    yield ""
    rows = (
        [f"`{s.name}`", s.label.zh, s.label.en, "final" if s.final else "", timed(s.timer, life, words)]
        for s in life.states.values()
    )
    yield from table(["state", "中文", "English", "", "fires by itself"], rows)
    yield "## Who"
    yield ""
    yield "A capacity in the case. It follows from the register of bodies, never from what somebody says of himself."
    yield ""
    rows = ([f"`{name}`", label.zh, label.en] for name, label in life.roles.items())
    yield from table(["who", "中文", "English"], rows)
    yield "## Events"
    yield ""
    heads = ["event", "中文", "English", "from", "to", "who may", "must say", ""]
    yield from table(heads, (event_row(event, life) for event in life.events.values()))


def timed(timer: Timer | None, life: Lifecycle, words: Lexicon) -> str:
    """When a state ends by itself."""
    if timer is None:
        return "—"
    known = words.parameters.get(timer.key)
    value = f" ({value_of(known.value)})" if known and known.value is not None else ""
    when = {
        "param": f"after 参数 {timer.key}{value}",
        "duty": f"when the act `{timer.key}` is overdue",
        "ladder": "when the stay at this level of meetings is over",
        "date": f"on `{timer.key}`",
    }[timer.kind]
    instead = (
        f"; `{timer.unreached}` instead, where the resident was called and never reached" if timer.unreached else ""
    )
    return f"`{timer.fires}` {life.events[timer.fires].label.zh}: {when}{instead}"


def event_row(event: Transition, life: Lifecycle) -> Sequence[str]:
    """One event as a row."""
    still_open = {name for name, state in life.states.items() if not state.final}
    if event.sources == set(life.states):
        sources = "any"
    elif event.sources == still_open:
        sources = "any open"
    else:
        sources = ticked(name for name in life.states if name in event.sources)
    target = "the same" if event.target == SAME else f"`{event.target}`"
    marks = ", ".join(mark for mark, on in (("always", event.unrefusable), ("aside", event.aside)) if on)
    called = f"`{event.name}`", event.label.zh, event.label.en
    return *called, sources, target, ticked(event.by), ticked(event.needs) or "—", marks


# ---- questions of scenarios ----------------------------------------------------------------------------


def questions_page(words: Lexicon, meanings: Meanings) -> Iterator[str]:
    """What a scenario may ask of standing matters."""
    yield "A [scenario](scenarios.md) asks one of these under `given: {at, civic: {…}}`. A word alone stands for the"
    yield "key in bold. `at` is the moment it is asked for; a step with `advance_to` asks again then."
    yield "The answer is that of `gridroute civic` itself. Places and bodies may be named as registers name them."
    yield ""
    rows = []
    for name, kind in QUESTIONS.items():
        said = {key: f"**`{key}`**" if key == kind.word else f"`{key}`" for key in kind.keys}
        keys = ", ".join(said[key] + (" (needed)" if key in kind.needed else "") for key in kind.keys)
        expects = ticked(dict.fromkeys(kind.expects)) + (", its columns" if name == "entry" else "")
        rows.append([f"`{name}`", kind.about.en, kind.about.zh, keys, expects])
    yield from table(["civic", "asks", "问什么", "keys", "may be expected"], rows)
    yield "`unset` is what only the county can say and has not said, by the names of its columns. `patrol`, `ranking`,"
    yield "`venues`, `tiers`, `levels`, `visits` and `order` are compared in their order, other lists as sets."
    yield ""
    yield "## Registers that a scenario gives"
    yield ""
    yield "Lists that a county does not have yet (units, needs, values of an index) are given by the scenario, under"
    yield "`given: {at, registers: {…}, civic: {…}}`: entries by [register](civic.md), under English or Chinese heads."
    yield "They are read as those of the county; the same key takes the place of its entry, in this scenario only."
    yield ""
    yield "```yaml"
    yield "given:"
    yield "  at: 2026-03-02T09:00+08:00"
    yield "  registers: {units: [{编号: U1, 名称: 税务局党委, 共建社区: 仲子社区}]}"
    yield "  civic: {check_in: {quota: 单位报到, subject: U1}}"
    yield "```"
    yield ""
    yield "## What happens, step by step"
    yield ""
    events = (
        ("`record`", "a step or way out of the procedure, by name", "what the step needs"),
        ("`account`", "an act, worth what the rules of stage `points` give in this ledger", "fields of the stage"),
        ("`account`", "`reverse` or `冲正`: an entry is taken back", "`event`: its number; `reason`"),
        ("`check_in`", "an act that the quota counts", "`evidence`; fields of the stage `points`"),
    )
    yield from table(["civic", "`type` of an event", "says"], events)


# ---- civic registers -----------------------------------------------------------------------------------


def civic_page(words: Lexicon, meanings: Meanings) -> Iterator[str]:
    """The registers of standing matters."""
    yield "What stands all year with nobody complaining, as registers in the folder `civic/` of any layer. A CSV file"
    yield "has a row for each entry, a YAML file a list below its English or Chinese key. Heads, keys and fixed words"
    yield "are English or Chinese. In a cell several things are apart by `|`; yes and no are `true`, `false`, 是 or 否."
    yield "A place is named by code, by name, or as 镇街/村社; a body as the register of bodies calls it."
    yield ""
    yield "Lower layers add entries; the same key in a lower layer takes the place of an upper entry, a street's in the"
    yield "street only. An entry without 依据 is shown as assumed. What only the county can say and has not said is"
    yield "`null`: `gridroute civic check` names it, and nothing plausible is put in its place. A fault here never"
    yield "keeps the county from routing. [Why it is so](../explanation/civic.md)."
    yield ""
    rows = ((f"[`{r.file}`](#{r.name})", r.label, r.about.en, ticked(r.key)) for r in REGISTERS)
    yield from table(["file", "中文", "holds", "told apart by"], rows)
    yield "## Every entry"
    yield ""
    yield "Besides its own columns every entry may have these."
    yield ""
    yield from columns(Entry, csv=True)
    for register in REGISTERS:
        yield f"## {register.name}"
        yield ""
        yield f"{register.label} `{register.file}`: {register.about.zh}; {register.about.en}."
        yield ""
        yield from columns(register.model, register.file.endswith(".csv"))
    yield "## Things"
    yield ""
    yield "What facts and checks may count (`of` 核对对象, 数什么), and what a condition (`where`, as `kind=general`)"
    yield "may ask of them. Entries of registers may be asked for any of their columns; seconded staff is not counted."
    yield ""
    asked = ((f"`{name}`", zh, ticked(known) or "—") for name, (zh, known) in PLAIN.items())
    entries = ((f"`{name}`", BY_NAME[name].label, f"[its columns](#{name})") for name in KINDS if name in BY_NAME)
    yield from table(["things", "中文", "asked for"], (*asked, *entries))


def columns(model: type[Part], csv: bool, title: str = "") -> Iterator[str]:
    """The columns of a register, or the keys of a part of one, with those of the parts inside."""
    if title:
        yield f"### {title}"
        yield ""
    called = {name: head for head, name in reversed(heads(model).items()) if head != shapes(model)[name].column.zh}
    rows = (
        [
            f"`{called[name]}`" + ("" if not one.required else " \\*"),
            one.column.zh,
            written(one),
            *one.column.meaning[::-1],
        ]
        for name, one in shapes(model).items()
        if model is Entry or name not in Entry.model_fields
    )
    yield from table(["column" if csv else "key", "表头" if csv else "键", "takes", "meaning", "含义"], rows)
    for name, one in shapes(model).items():
        if one.part is not None:
            yield from columns(one.part, csv, f"{called[name]} {one.column.zh}")


def written(one: Shape) -> str:
    """What a column takes."""
    words = ", ".join(f"`{word}`" + said(label, word) for word, label in one.column.words.items())
    names = {"place": "place", "grid": "grid", "body": "body", "role": "role", "parameter": "parameter"}
    named = names.get(one.column.of, f"number in `{one.column.of}.csv`" if one.column.of else "")
    kind_ = words or named or ("yes/no" if one.boolean else one.type)
    if one.part is not None:
        kind_ = "mapping"
    return f"list of {kind_}" if one.many else (f"mapping to {kind_}" if one.keyed else kind_)


# ---- commands ------------------------------------------------------------------------------------------


def commands_page(words: Lexicon, meanings: Meanings) -> Iterator[str]:
    """Every command with its options."""
    yield "`gridroute COMMAND --help` says the same, in the language of `--lang`, `GRIDROUTE_LANG` or the locale."
    yield ""
    yield "## Exit codes"
    yield ""
    yield from table(
        ["code", "meaning", "含义"],
        (
            ("0", "all is well; `lint` may have warnings", "一切正常;`lint` 可能有提醒"),
            (
                "1",
                "a line, a policy or a table has a fault; the rest was done. `fmt --check`: something would change",
                "有的行、政策或表有错,其余照办;`fmt --check`: 有要改的",
            ),
            ("2",
                "wrong use, a file that cannot be used, or a policy with faults where one is needed",
                "用法不对、文件用不了,或者要用的政策有错"),
        ),
    )  # fmt: skip
    yield "Data goes to standard output, messages to standard error."
    yield ""
    yield "<!-- test: exit 2 -->"
    yield "```console"
    yield "$ gridroute route missing.csv --lang en"
    yield "missing.csv: there is no such file"
    yield "```"
    yield ""
    english, chinese = build("en"), build("zh")
    for path, command, twin in commands(english, chinese, ()):
        yield f"## gridroute {' '.join(path)}"
        yield ""
        yield f"{command.help}"
        yield ""
        yield f"{twin.help}"
        yield ""
        arguments = " ".join(
            p.make_metavar(click.Context(command)) for p in command.params if isinstance(p, click.Argument)
        )
        yield f"`gridroute {' '.join(path)} [OPTIONS] {arguments}`".replace(" `", "`")
        yield ""
        rows = []
        for option, other in zip(command.params, twin.params, strict=True):
            if isinstance(option, click.Option) and isinstance(other, click.Option) and option.name != "lang":
                rows.append(
                    [
                        f"`{' '.join((*option.opts, *option.secondary_opts))}`",
                        taken(option),
                        option.help or "",
                        other.help or "",
                    ]
                )
        yield from table(["option", "takes", "meaning", "含义"], rows)


def commands(
    english: click.Group, chinese: click.Group, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command, click.Command]]:
    """All commands below a group, in both languages."""
    for name in english.commands:
        one, other = english.commands[name], chinese.commands[name]
        if isinstance(one, click.Group) and isinstance(other, click.Group):
            yield from commands(one, other, (*path, name))
        else:
            yield (*path, name), one, other


def taken(option: click.Option) -> str:
    """What an option takes."""
    if option.is_flag:
        return "—"
    if isinstance(option.type, click.Choice):
        return ticked(str(one) for one in option.type.choices)
    return (
        "a path"
        if isinstance(option.type, click.Path)
        else {"moment": "a time with zone"}.get(option.type.name, option.type.name)
    )


# ---- writing -------------------------------------------------------------------------------------------

Page = Callable[[Lexicon, Meanings], Iterator[str]]
PAGES: dict[str, tuple[str, str, Page]] = {
    "issue.md": ("Issue (诉求)", "src/gridroute/model/issue.py", issue_page),
    "decision.md": ("Decision (决定)", "src/gridroute/model/decision.py", decision_page),
    "commands.md": ("Commands (命令)", "src/gridroute/cli", commands_page),
    "vocabulary.md": ("Vocabulary (词汇)", "rules/vocabulary.yaml", vocabulary_page),
    "roles.md": ("Roles (角色)", "rules/roles.yaml", roles_page),
    "stages.md": ("Stages (阶段)", "src/gridroute/policy/path.py", stages_page),
    "parameters.md": ("Parameters (参数)", "rules/layer.yaml", parameters_page),
    "lifecycle.md": ("Life cycle (生命周期)", "rules/lifecycle.yaml", lifecycle_page),
    "civic.md": ("Civic registers (常设事务台账)", "src/gridroute/civic", civic_page),
    "scenario-questions.md": (
        "Questions on standing matters (问常设事务)",
        "src/gridroute/assurance/standing/kinds.py",
        questions_page,
    ),
    "mechanisms.md": ("Mechanisms (机制一览)", "tests/data/mechanisms", lambda words, meanings: mechanisms_page()),
}


def nation() -> Lexicon:
    """The words of the national layer."""
    layer = read_layer(ROOT / "rules", [])
    assert layer is not None
    words = Lexicon([layer], {}, [])
    words.read()
    return words


def layers_below() -> list[Layer]:
    """The other layers of this project, upper first."""
    manifests = [path for name in ("layer.yaml", "county.yaml") for path in sorted((ROOT / "plugins").rglob(name))]
    found = [read_layer(path.parent, []) for path in manifests]
    return sorted((layer for layer in found if layer is not None), key=lambda layer: layer.depth)


# ---- the codes of lint -------------------------------------------------------------------------------------

_LANGUAGES = {".csv": "csv", ".geojson": "json"}


def examples(example: str | Mapping[str, str]) -> Iterator[str]:
    """An example as blocks, each under the name of its file."""
    files = {"a.rules.yaml": f"rules:\n  - {example}\n"} if isinstance(example, str) else example
    if not files:
        yield "nothing · 什么也没有"
        yield ""
    for name, text in files.items():
        yield f"`{name.rstrip('+')}`" + (" (at its end · 加在末尾)" if name.endswith("+") else "")
        yield ""
        yield f"```{_LANGUAGES.get(Path(name).suffix, 'yaml')}"
        yield from text.rstrip("\n").split("\n")
        yield "```"
        yield ""


def code_page(code: Code, entry: Mapping[str, Any]) -> Iterator[str]:
    """What one kind of finding is, what not to write, what to write, and why."""
    severity = {"error": ("错误", "error"), "warning": ("提醒", "warning")}[code.severity]
    yield f"# {code.name}: {code.title.zh}"
    yield ""
    yield f"{code.title.en[0].upper()}{code.title.en[1:]}. {severity[0]} · {severity[1]}"
    yield ""
    yield f"- 怎么改: {code.fix.zh}"
    yield f"- What to do: {code.fix.en}"
    if entry.get("fix"):
        yield "- `gridroute lint --fix PATH` 可以改好它。It mends this."
    yield ""
    for title, key in (("不要这样写 · Avoid", "avoid"), ("这样写 · Prefer", "prefer")):
        if key in entry:
            yield f"## {title}"
            yield ""
            yield from examples(entry[key])
    yield "## 为什么 · Why"
    yield ""
    yield entry["why"][0]
    yield ""
    yield entry["why"][1]


def lint_pages() -> Iterator[tuple[Path, str]]:
    """A page for each code, and one that lists them."""
    written: dict[str, Any] = {}
    for path in sorted((ROOT / "docs/lint").glob("*.yaml")):
        written.update(YAML(typ="safe").load(path))
    rows = []
    for name, code in codes().items():
        if name not in written:
            raise SystemExit(f"docs/lint: {name} has no entry")
        yield REFERENCE / "lint" / f"{name}.md", "\n".join(code_page(code, written[name])).rstrip() + "\n"
        said = {"error": "error · 错误", "warning": "warning · 提醒"}[code.severity]
        rows.append((f"[{name}](lint/{name}.md)", said, code.title.zh, code.title.en))
    head = [
        "# Codes of `gridroute lint`",
        "",
        "Written by `make docs` from [codes.csv](../../src/gridroute/assurance/lint/codes.csv) and",
        "[docs/lint](../lint); changes belong there.",
        "The examples are loaded by a test: Avoid gives the code, Prefer does not. 例子由测试装载过。",
        "",
    ]
    listed = table(("code", "severity", "是什么", "what it is"), rows)
    yield REFERENCE / "lint-codes.md", "\n".join([*head, *listed]).rstrip() + "\n"


def pages() -> Iterator[tuple[Path, str]]:
    """Each page with its text."""
    words = nation()
    meanings = YAML(typ="safe").load(ROOT / "docs/meanings.yaml")
    for name, (title, source, page) in PAGES.items():
        link = f"[{source}](../../{source})"
        head = f"# {title}\n\nWritten by `make docs` from {link}; changes belong there.\n\n"
        yield REFERENCE / name, head + "\n".join(filled(page(words, meanings))).rstrip() + "\n"
    yield from lint_pages()


def filled(lines: Iterable[str]) -> Iterator[str]:
    """The lines, with the sentences of a paragraph in lines of like length."""
    prose: list[str] = []
    for line in [*lines, ""]:
        if line and line[0] not in "|#<$ " and not line.startswith(("```", "stateDiagram", "missing.csv")):
            prose.append(line)
            continue
        yield from textwrap.wrap(" ".join(prose), 130, break_long_words=False, break_on_hyphens=False)
        prose = []
        yield line


def main(arguments: Sequence[str]) -> int:
    """Writes the pages, or with ``--check`` names those that are out of step."""
    stale = [(path, text) for path, text in pages() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    for path, text in stale:
        print(path.relative_to(ROOT).as_posix())
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return int("--check" in arguments and bool(stale))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
