"""Conditions as sentences, in Chinese and in English.

A sentence is made of the condition in its normal form: negation stands at single tests, what is nested is
flat, a list of one is one value. So conditions that differ only in how they are written are said alike, and
two that are said alike are the same. ``not`` of a test also holds where nothing is known: it is said
otherwise (未确认已审核) than the test for "no" (未审核).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from gridroute.policy.condition import All, AnyOf, Condition, Not, Op, Test
from gridroute.policy.vocabulary import Field, FieldType, Vocabulary

_NEVER = AnyOf(())
#: Each test with its negation, in Chinese and in English. ``f`` is the field, ``v`` what it is compared with.
_TESTS: dict[tuple[Op, bool], tuple[str, str]] = {
    (Op.EQUALS, True): ("{f}为{v}", "{f} is {v}"),
    (Op.EQUALS, False): ("{f}不为{v}", "{f} is not {v}"),
    (Op.ONE_OF, True): ("{f}为{v}之一", "{f} is one of {v}"),
    (Op.ONE_OF, False): ("{f}不为{v}中任何一个", "{f} is none of {v}"),
    (Op.BETWEEN, True): ("{f}为{a}至{b}", "{f} is from {a} to {b}"),
    (Op.UNDER, True): ("{f}属于{v}", "{f} is under {v}"),
    (Op.UNDER, False): ("{f}不属于{v}", "{f} is not under {v}"),
    (Op.CONTAINS_ANY, True): ("{f}含{v}", "{f} include {v}"),
    (Op.CONTAINS_ANY, False): ("{f}不含{v}", "{f} do not include {v}"),
    (Op.CONTAINS_ALL, True): ("{f}同时含{v}", "{f} include all of {v}"),
    (Op.CONTAINS_ALL, False): ("{f}不同时含{v}", "{f} do not include all of {v}"),
}
#: The same where there are several values.
_SEVERAL: dict[tuple[Op, bool], tuple[str, str]] = {
    (Op.UNDER, True): ("{f}属于{v}之一", "{f} is under one of {v}"),
    (Op.UNDER, False): ("{f}不属于{v}中任何一个", "{f} is under none of {v}"),
    (Op.CONTAINS_ANY, True): ("{f}含{v}之一", "{f} include any of {v}"),
    (Op.CONTAINS_ANY, False): ("{f}不含{v}中任何一个", "{f} include none of {v}"),
}
#: Comparisons: of numbers and ordered words, and of days.
_COMPARED: dict[Op, tuple[str, str]] = {
    Op.AT_LEAST: ("{f}至少{v}", "{f} is at least {v}"),
    Op.MORE_THAN: ("{f}超过{v}", "{f} is more than {v}"),
    Op.AT_MOST: ("{f}至多{v}", "{f} is at most {v}"),
    Op.LESS_THAN: ("{f}少于{v}", "{f} is less than {v}"),
}
_RANKED: dict[Op, tuple[str, str]] = {
    Op.AT_LEAST: ("{f}不低于{v}", "{f} is {v} or higher"),
    Op.MORE_THAN: ("{f}高于{v}", "{f} is higher than {v}"),
    Op.AT_MOST: ("{f}不高于{v}", "{f} is {v} or lower"),
    Op.LESS_THAN: ("{f}低于{v}", "{f} is lower than {v}"),
}
_DATED: dict[Op, tuple[str, str]] = {
    Op.AT_LEAST: ("{f}不早于{v}", "{f} is on or after {v}"),
    Op.MORE_THAN: ("{f}晚于{v}", "{f} is after {v}"),
    Op.AT_MOST: ("{f}不晚于{v}", "{f} is on or before {v}"),
    Op.LESS_THAN: ("{f}早于{v}", "{f} is before {v}"),
}
#: How a clause that may be true or false says that it is false.
_ZH_NOT = {
    "已是": "还不是",
    "已": "未",
    "未": "已",
    "有": "没有",
    "为": "不为",
    "在": "不在",
    "被": "未被",
    "归": "不归",
    "跨": "未跨",
    "经": "未经",
    "同属": "不同属",
    "内含": "不含",
    "要求": "未要求",
    "写明": "未写明",
    "超出": "未超出",
    "到期": "未到期",
    "超期": "未超期",
    "满意": "不满意",
}
_ZH_SUBJECTS = (
    "候选单位|候选|会议主体|成员|行为人|异议|现场|上级|主办|协办|设施|网格|事发地|同一事项|特殊需要|本级停留|容纳层级"
)
_ZH_NO = re.compile(rf"({_ZH_SUBJECTS})?({'|'.join(_ZH_NOT)})(.*)")
_EN_BE = re.compile(r"\b(is|are|was|were)\b(?! not\b)")
#: Fields whose words are names of things rather than what the thing is like.
_QUOTED = ("event", "act", "tags")
#: Names that stand bare in an English sentence: Chinese words and paths of them.
_BARE = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff\u3400-\u4dbf0-9/·]*")


def say(condition: Condition, vocabulary: Vocabulary, lang: str = "zh") -> str:
    """``condition`` as a sentence in ``lang``."""
    return _say(normal(condition), vocabulary, 0 if lang == "zh" else 1, False)


def normal(condition: Condition, positive: bool = True) -> Condition:
    """``condition``, or its negation: ``not`` at single tests only, nothing nested in its own kind, nothing twice."""
    match condition:
        case Not(part):
            return normal(part, not positive)
        case Test():
            return _normal_test(condition, positive)
        case All(parts) | AnyOf(parts):
            kind = All if isinstance(condition, All) is positive else AnyOf
            made: list[Condition] = []
            for part in parts:
                inner = normal(part, positive)
                made.extend(inner.parts if isinstance(inner, kind) else [inner])
            unique = tuple(dict.fromkeys(made))
            absorbing: Condition = _NEVER if kind is All else All(())
            if absorbing in unique:
                return absorbing
            return unique[0] if len(unique) == 1 else kind(unique)


def _normal_test(test: Test, positive: bool) -> Condition:
    if test.op is Op.EXISTS:
        return test if positive else replace(test, value=test.value is not True)
    if test.order and (test.op, test.value) in ((Op.AT_LEAST, test.order[-1]), (Op.AT_MOST, test.order[0])):
        test = Test(test.field, Op.EQUALS, test.value)
    elif isinstance(test.value, tuple) and test.op is not Op.BETWEEN:
        values = tuple(dict.fromkeys(test.value))
        if len(values) == 1 and test.op is Op.ONE_OF:
            test = replace(test, op=Op.EQUALS, value=values[0])
        elif len(values) == 1 and test.op is Op.CONTAINS_ALL:
            test = replace(test, op=Op.CONTAINS_ANY, value=values)
        else:
            test = replace(test, value=values)
    return test if positive else Not(test)


def _say(condition: Condition, words: Vocabulary, which: int, inside: bool) -> str:
    match condition:
        case All(()):
            return ("总是", "always")[which]
        case AnyOf(()):
            return ("从不", "never")[which]
        case All(parts) | AnyOf(parts):
            both = isinstance(condition, All)
            joint = (("或", " or "), ("且", " and "))[both][which]
            said = joint.join(_say(part, words, which, True) for part in parts)
            return f"({said})" if inside else said
        case Not(Test() as test):
            return _test(test, False, words, which)
        case Test():
            return _test(condition, True, words, which)
        case Not():  # the normal form has none
            return _say(normal(condition), words, which, inside)


def _test(test: Test, positive: bool, words: Vocabulary, which: int) -> str:
    item = words.fields.get(test.field)
    boolean = item is not None and item.type is FieldType.BOOLEAN
    if test.op is Op.EXISTS:
        return _existence(test, item, which)
    if boolean and isinstance(test.value, bool):
        clause = label(test.field, words, which) if test.value else denial(test.field, words, which)
        return clause if positive else (f"未确认{clause}", f"it is not established that {clause}")[which]
    if (test.op, True) not in _TESTS:
        compared = _RANKED if test.order else _DATED if isinstance(test.value, date) else _COMPARED
        said = _fill(compared[test.op][which], test, words, which)
        return said if positive else (f"未确认{said}", f"it is not established that {said}")[which]
    if not positive and _measured(test):
        said = _test(test, True, words, which)
        return (f"未确认{said}", f"it is not established that {said}")[which]
    key = (test.op, positive)
    several = isinstance(test.value, tuple) and len(test.value) != 1
    forms = _SEVERAL if several and key in _SEVERAL else _TESTS
    return _fill(forms[key][which], test, words, which)


def _measured(test: Test) -> bool:
    """Whether a range, a number or a day is asked: what is measured is often not known, and then ``not`` holds too."""
    values = test.value if isinstance(test.value, tuple) else (test.value,)
    return test.op is Op.BETWEEN or all(isinstance(value, int | date) for value in values)


def _existence(test: Test, item: Field | None, which: int) -> str:
    kind = item.type if item is not None else FieldType.WORD
    said, there = _name(test.field, item, which), test.value is True
    if kind is FieldType.BOOLEAN:
        return (f"{'知道' if there else '不知道'}是否{said}", f"it is {'' if there else 'not '}known whether {said}")[
            which
        ]
    if kind in (FieldType.INTEGER, FieldType.DATE):
        return (f"{said}{'已知' if there else '不明'}", f"{said} is {'' if there else 'not '}known")[which]
    if kind is FieldType.WORDS:
        return (f"{'有' if there else '没有'}{said}", f"there are {'' if there else 'no '}{said}")[which]
    return (f"{'有' if there else '没有'}{said}", f"there is {article(said) if there else 'no'} {said}")[which]


def article(noun: str) -> str:
    """The English article that stands before ``noun``."""
    return "an" if noun[:1].lower() in "aeiou" else "a"


def label(field: str, words: Vocabulary, which: int) -> str:
    """What a field is called in Chinese (0) or in English (1)."""
    return _name(field, words.fields.get(field), which)


def _name(field: str, item: Field | None, which: int) -> str:
    if which == 0:
        return item.label if item is not None and item.label else field
    return item.en if item is not None and item.en else field.replace("_", " ")


def denial(field: str, words: Vocabulary, which: int) -> str:
    """The clause that a boolean field is false: 未审核, ``the candidate is not registered``."""
    said = label(field, words, which)
    if which == 0:
        if said.endswith("有效"):
            return f"{said[:-2]}无效"
        form = _ZH_NO.fullmatch(said)
        return f"{form[1] or ''}{_ZH_NOT[form[2]]}{form[3]}" if form else f"不是{said}"
    if _EN_BE.search(said):
        made = _EN_BE.sub(r"\1 not", said, count=1)
        return re.sub(r"\b(there (?:is|are)) not (?:an? )?", r"\1 no ", made)
    return f"not {said}"


def _fill(form: str, test: Test, words: Vocabulary, which: int) -> str:
    values = test.value if isinstance(test.value, tuple) else (test.value,)
    said = [value_said(test.field, value, words, which) for value in values]
    listed = ("、", ", ")[which].join(said) or ("(无)", "nothing")[which]
    if which and len(said) > 1:
        listed = f"({listed})"
    if test.op is Op.BETWEEN:
        return form.format(f=label(test.field, words, which), a=said[0], b=said[1])
    return form.format(f=label(test.field, words, which), v=listed)


def value_said(field: str, value: object, words: Vocabulary, which: int) -> str:
    """A value of ``field`` as people say it; a word that has no name of its own in quotes.

    Where two words of the field are called the same, the word itself is added in brackets.
    """
    if isinstance(value, bool):
        return (("否", "no"), ("是", "yes"))[value][which]
    if not isinstance(value, str):
        return str(value)
    lang = ("zh", "en")[which]
    said = words.said(field, value, lang)
    if said is None:
        return quoted(value, lang)
    item = words.fields.get(field)
    others = _rivals(item, words)
    same = [one for one in others if one != value and words.said(field, one, lang) == said]
    said = f"{said}({value})" if same else said
    return f"“{said}”" if field in _QUOTED else said


def _rivals(item: Field | None, words: Vocabulary) -> Iterable[str]:
    """The words that may stand where a word of ``item`` stands; any that has a name, where nothing closes them."""
    if item is None or item.values:
        return item.values if item is not None else ()
    return (*(one for one in words.labels if "." not in one), *words.kinds)


def quoted(text: str, lang: str) -> str:
    """``text`` in quotes; in an English sentence a plain Chinese name needs none."""
    if lang == "en" and _BARE.fullmatch(text):
        return text
    inside = text.replace("\\", "\\\\").replace("”", "\\”")
    return f"“{inside}”"
