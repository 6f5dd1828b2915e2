"""The words and the roles that rules may use, from the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generating.markdown import Meanings, said, table
from gridroute.policy.lexicon import Lexicon
from gridroute.policy.path import STAGES
from gridroute.policy.tongue import FIELD_TYPES
from gridroute.policy.vocabulary import FORMS, Act, Field, Role, Vocabulary


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
