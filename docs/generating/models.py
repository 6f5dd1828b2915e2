"""What an issue and a decision hold, from their models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from generating.markdown import Meanings, table, ticked
from gridroute.adapters.column import COLUMNS
from gridroute.model import ISSUE_LABELS, BodyRef, Decision, Issue, Obligation, Remark
from gridroute.model import decision as answers
from gridroute.model.issue import Reporter
from gridroute.policy.lexicon import Lexicon
from gridroute.policy.vocabulary import Field, Vocabulary

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
