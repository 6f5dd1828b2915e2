"""Conditions as sentences, in Chinese and in English."""

from __future__ import annotations

from dataclasses import replace

from gridroute.policy.condition import All, AnyOf, Condition, Not, Op, Test
from gridroute.policy.vocabulary import Vocabulary

_TESTS = {
    Op.EQUALS: ("{f}为{v}", "{f} is {v}"),
    Op.ONE_OF: ("{f}为{v}之一", "{f} is one of {v}"),
    Op.AT_LEAST: ("{f}不低于{v}", "{f} is at least {v}"),
    Op.MORE_THAN: ("{f}超过{v}", "{f} is more than {v}"),
    Op.AT_MOST: ("{f}不超过{v}", "{f} is at most {v}"),
    Op.LESS_THAN: ("{f}低于{v}", "{f} is less than {v}"),
    Op.BETWEEN: ("{f}在{v}之间", "{f} is between {v}"),
    Op.UNDER: ("{f}属于{v}", "{f} is under {v}"),
    Op.CONTAINS_ANY: ("{f}含{v}", "{f} has any of {v}"),
    Op.CONTAINS_ALL: ("{f}同时含{v}", "{f} has all of {v}"),
}
_NEGATED = {
    Op.EQUALS: ("{f}不为{v}", "{f} is not {v}"),
    Op.UNDER: ("{f}不属于{v}", "{f} is not under {v}"),
    Op.CONTAINS_ANY: ("{f}不含{v}", "{f} has none of {v}"),
}


def say(condition: Condition, vocabulary: Vocabulary, lang: str = "zh") -> str:
    """``condition`` as a sentence in ``lang``."""
    return _say(condition, vocabulary, 0 if lang == "zh" else 1, False)


def _say(condition: Condition, words: Vocabulary, which: int, inside: bool) -> str:
    match condition:
        case All(()):
            return ("总是", "always")[which]
        case AnyOf(()):
            return ("从不", "never")[which]
        case All(parts):
            joined = (";", " and ")[which].join(_say(part, words, which, True) for part in parts)
            return f"({joined})" if inside and len(parts) > 1 else joined
        case AnyOf(parts):
            joined = (" 或 ", " or ")[which].join(_say(part, words, which, True) for part in parts)
            return f"({joined})" if inside and len(parts) > 1 else joined
        case Not(Test(op=Op.EXISTS) as test):
            return _test(replace(test, value=test.value is not True), words, which)
        case Not(Test() as test) if test.op in _NEGATED and test.value is not True:
            return _fill(_NEGATED[test.op][which], test, words, which)
        case Not(part):
            return (f"并非{_say(part, words, which, True)}", f"not {_say(part, words, which, True)}")[which]
        case Test():
            return _test(condition, words, which)


def _test(test: Test, words: Vocabulary, which: int) -> str:
    label = _label(test.field, words, which)
    if test.op is Op.EXISTS:
        return ((f"没有{label}", f"no {label}"), (f"有{label}", f"{label} is given"))[test.value is True][which]
    if test.op is Op.EQUALS and isinstance(test.value, bool):
        return ((f"不是{label}", f"not {label}"), (label, label))[test.value][which]
    return _fill(_TESTS[test.op][which], test, words, which)


def _fill(form: str, test: Test, words: Vocabulary, which: int) -> str:
    lang = ("zh", "en")[which]
    values = test.value if isinstance(test.value, tuple) else (test.value,)
    said = ("、", ", ")[which].join(
        words.word(value, lang) if isinstance(value, str) else str(value) for value in values
    )
    return form.format(f=_label(test.field, words, which), v=said)


def _label(field: str, words: Vocabulary, which: int) -> str:
    item = words.fields.get(field)
    return item.label if which == 0 and item is not None else field.replace("_", " ")
