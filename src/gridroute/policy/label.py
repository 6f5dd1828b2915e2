"""叫法: no name or label that a layer adds may mean something else already, or rules would read the wrong thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from gridroute.errors import Bilingual
from gridroute.policy.document import Document
from gridroute.policy.files import Files
from gridroute.policy.period import Period
from gridroute.policy.reading import Reading
from gridroute.policy.tongue import LOGIC, OUTCOMES, PARAM, RULE_KEYS, TESTS
from gridroute.policy.vocabulary import Vocabulary

#: Words of the language that stand where fields stand, in conditions or as heads of a table.
_OF_THE_LANGUAGE = frozenset(
    word for table in (LOGIC, TESTS, PARAM, RULE_KEYS, OUTCOMES) for pair in table.items() for word in pair
)
_REMEDY = Bilingual("另起一个名称或叫法", "use another name or label")
#: What is declared: its name and the labels it is read or shown by.
_Said = dict[str, tuple[str, ...]]
_ReadingOf = Callable[[Document], Reading]


def check_labels(files: Files, vocabulary: Vocabulary, periods: Mapping[str, Period], at: _ReadingOf) -> None:
    """Reports what layers below the nation declare under a name or label that already means something else."""
    _compare(
        files,
        {"vocabulary.yaml": "fields", "periods.yaml": "periods"},
        lambda name: _fields(vocabulary, periods, name),
        {field.name: (field.label,) for field in vocabulary.fields.values()},
        at,
        ("字段", "field"),
    )
    acts: _Said = {act.name: (act.label,) for act in vocabulary.acts.values()}
    tags: _Said = {name: (label,) for name, label in vocabulary.tags.items()}
    kinds: _Said = {name: (label,) for name, label in vocabulary.kinds.items()}
    roles: _Said = {name: (role.label_en,) for name, role in vocabulary.roles.items()}
    for file, section, said, called in (
        ("vocabulary.yaml", "acts", acts, ("行为", "act")),
        ("vocabulary.yaml", "tags", tags, ("标签", "tag")),
        ("vocabulary.yaml", "kinds", kinds, ("单位类型", "kind")),
        ("roles.yaml", "roles", roles, ("角色", "role")),
    ):
        _compare(files, {file: section}, partial(_only, said), said, at, called)


def _only(said: _Said, name: str) -> _Said:
    return {name: said[name]} if name in said else {}


def _fields(vocabulary: Vocabulary, periods: Mapping[str, Period], name: str) -> _Said:
    if name in periods:
        first = periods[name].fields()[0]  # its day counts are named after it
        # what shadows another field is reported as that
        return {first.name: (first.label,)} if vocabulary.fields[first.name] == first else {}
    field = vocabulary.fields.get(name)
    return {name: (field.label,)} if field else {}


def _compare(
    files: Files,
    sections: Mapping[str, str],
    made: Callable[[str], _Said],
    every: _Said,
    at: _ReadingOf,
    called: tuple[str, str],
) -> None:
    """Compares what each entry of ``sections`` makes with all that is there without it, upper layers first."""
    entries = [(document, section, name) for document, section, name in _entries(files, sections)]
    own = {one for _, _, name in entries for one in made(name)}
    means: dict[str, str] = {}
    for one, labels in every.items():
        if one not in own:
            for word in (one, *labels):
                means.setdefault(word, one)
    for document, section, name in entries:
        reading = at(document)
        reading.rule = name
        for one, labels in made(name).items():
            for word in dict.fromkeys((one, *labels)):
                if not word:
                    continue
                if called[1] == "field" and word in _OF_THE_LANGUAGE:
                    zh, en = f"“{word}”是政策语言自己的词", f"“{word}” is a word of the policy language itself"
                    reading.fault((section, name), zh, en, _REMEDY, code="GR606")
                elif means.setdefault(word, one) != one:
                    meant = means[word]
                    zh = f"已有{called[0]}“{word}”" if word == meant else f"{called[0]}“{meant}”已经叫“{word}”"
                    en = f"the {called[1]} “{meant}” is called “{word}”"
                    reading.fault(
                        (section, name),
                        zh,
                        f"there is a {called[1]} “{word}”" if word == meant else en,
                        _REMEDY,
                        code="GR606",
                    )


def _entries(files: Files, sections: Mapping[str, str]) -> Iterator[tuple[Document, str, str]]:
    for layer in files.layers:
        for file, section in sections.items():
            for document in files.named(layer, file) if layer.depth else ():
                body = document.value.get(section)
                for name, entry in body.items() if isinstance(body, dict) else ():
                    if not (isinstance(entry, dict) and "add" in entry):
                        yield document, section, name
