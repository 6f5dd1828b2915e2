"""Conditions as sentences: each operator in both languages, alike for the same condition and for no other."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reasoning.cases import single

from gridroute.errors import Bilingual
from gridroute.policy.condition import ALWAYS, All, AnyOf, Condition, Fact, Not, Op, Test, matches
from gridroute.policy.vocabulary import Field, FieldType, Vocabulary
from gridroute.reasoning.words import denial, normal, say

RANKS = ("normal", "utility", "emergency")
WORDS = Vocabulary(
    fields={
        item.name: item
        for item in (
            Field("season", FieldType.BOOLEAN, "采暖季", en="it is heating season"),
            Field("reviewed", FieldType.BOOLEAN, "已审核", en="the blow was reviewed"),
            Field("households", FieldType.INTEGER, "影响户数", en="number of households"),
            Field("day", FieldType.DATE, "日期", en="day"),
            Field("urgency", FieldType.WORD, "紧急程度", RANKS, ordered=True),
            Field("channel", FieldType.WORD, "渠道", ("12345", "web", "app")),
            Field("twin", FieldType.WORD, "叫法相同", ("handoff", "handed_over")),
            Field("category", FieldType.PATH, "类别"),
            Field("tags", FieldType.WORDS, "标签", ("fire", "gas")),
            Field("signals", FieldType.WORDS, "文中信号", en="text signals"),
        )
    },
    labels={
        "normal": Bilingual("一般", "normal"),
        "utility": Bilingual("民生急需", "essential utility"),
        "emergency": Bilingual("特急", "emergency"),
        "web": Bilingual("网站", "web site"),
        "handoff": Bilingual("移交", "hand-off"),
        "handed_over": Bilingual("移交", "hand-off"),
    },
    tags={"fire": "火情", "gas": "燃气"},
)
SEASON, HEAT = Test("season", Op.EQUALS, True), Test("category", Op.UNDER, ("公用事业/供热",))
MANY = Test("households", Op.AT_LEAST, 10)
URGENT = Test("urgency", Op.AT_LEAST, "utility", RANKS)


@pytest.mark.parametrize(
    ("condition", "zh", "en"),
    [
        (ALWAYS, "总是", "always"),
        (AnyOf(()), "从不", "never"),
        (SEASON, "采暖季", "it is heating season"),
        (Test("season", Op.EQUALS, False), "不是采暖季", "it is not heating season"),
        (Not(SEASON), "未确认采暖季", "it is not established that it is heating season"),
        (Test("reviewed", Op.EQUALS, False), "未审核", "the blow was not reviewed"),
        (Not(Test("reviewed", Op.EQUALS, True)), "未确认已审核", "it is not established that the blow was reviewed"),
        (Test("reviewed", Op.EXISTS, True), "知道是否已审核", "it is known whether the blow was reviewed"),
        (Test("reviewed", Op.EXISTS, False), "不知道是否已审核", "it is not known whether the blow was reviewed"),
        (Test("urgency", Op.EQUALS, "utility"), "紧急程度为民生急需", "urgency is essential utility"),
        (Not(Test("urgency", Op.EQUALS, "utility")), "紧急程度不为民生急需", "urgency is not essential utility"),
        (Test("channel", Op.EQUALS, "12345"), "渠道为“12345”", "channel is “12345”"),
        (Test("channel", Op.EQUALS, "民意快车"), "渠道为“民意快车”", "channel is 民意快车"),
        (Test("channel", Op.ONE_OF, ("12345", "web")), "渠道为“12345”、网站之一", "channel is one of (“12345”, web site)"),
        (Not(Test("channel", Op.ONE_OF, ("app", "web"))), "渠道不为“app”、网站中任何一个", "channel is none of (“app”, web site)"),
        (Test("channel", Op.ONE_OF, ("web",)), "渠道为网站", "channel is web site"),
        (Test("twin", Op.EQUALS, "handoff"), "叫法相同为移交(handoff)", "twin is hand-off(handoff)"),
        (URGENT, "紧急程度不低于民生急需", "urgency is essential utility or higher"),
        (Test("urgency", Op.MORE_THAN, "normal", RANKS), "紧急程度高于一般", "urgency is higher than normal"),
        (Test("urgency", Op.AT_MOST, "utility", RANKS), "紧急程度不高于民生急需", "urgency is essential utility or lower"),
        (Test("urgency", Op.LESS_THAN, "utility", RANKS), "紧急程度低于民生急需", "urgency is lower than essential utility"),
        (Test("urgency", Op.AT_LEAST, "emergency", RANKS), "紧急程度为特急", "urgency is emergency"),
        (Test("urgency", Op.AT_MOST, "normal", RANKS), "紧急程度为一般", "urgency is normal"),
        (Not(URGENT), "未确认紧急程度不低于民生急需", "it is not established that urgency is essential utility or higher"),
        (MANY, "影响户数至少10", "number of households is at least 10"),
        (Test("households", Op.MORE_THAN, 10), "影响户数超过10", "number of households is more than 10"),
        (Test("households", Op.AT_MOST, 10), "影响户数至多10", "number of households is at most 10"),
        (Test("households", Op.LESS_THAN, 10), "影响户数少于10", "number of households is less than 10"),
        (Test("households", Op.BETWEEN, (1, 10)), "影响户数为1至10", "number of households is from 1 to 10"),
        (Not(Test("households", Op.BETWEEN, (1, 10))), "未确认影响户数为1至10", "it is not established that number of households is from 1 to 10"),
        (Not(Test("households", Op.EQUALS, 3)), "未确认影响户数为3", "it is not established that number of households is 3"),
        (Test("households", Op.EXISTS, False), "影响户数不明", "number of households is not known"),
        (Test("day", Op.AT_LEAST, date(2026, 3, 2)), "日期不早于2026-03-02", "day is on or after 2026-03-02"),
        (Test("day", Op.MORE_THAN, date(2026, 3, 2)), "日期晚于2026-03-02", "day is after 2026-03-02"),
        (Test("day", Op.AT_MOST, date(2026, 3, 2)), "日期不晚于2026-03-02", "day is on or before 2026-03-02"),
        (Test("day", Op.LESS_THAN, date(2026, 3, 2)), "日期早于2026-03-02", "day is before 2026-03-02"),
        (HEAT, "类别属于“公用事业/供热”", "category is under 公用事业/供热"),
        (Not(HEAT), "类别不属于“公用事业/供热”", "category is not under 公用事业/供热"),
        (Test("category", Op.UNDER, ("物业", "户籍")), "类别属于“物业”、“户籍”之一", "category is under one of (物业, 户籍)"),
        (Not(Test("category", Op.UNDER, ("物业", "户籍"))), "类别不属于“物业”、“户籍”中任何一个", "category is under none of (物业, 户籍)"),
        (Test("category", Op.EXISTS, True), "有类别", "there is a category"),
        (Not(Test("category", Op.EXISTS, True)), "没有类别", "there is no category"),
        (Test("tags", Op.CONTAINS_ANY, ("fire",)), "标签含“火情”", "tags include “fire”"),
        (Test("tags", Op.CONTAINS_ANY, ("fire", "gas")), "标签含“火情”、“燃气”之一", "tags include any of (“fire”, “gas”)"),
        (Test("tags", Op.CONTAINS_ALL, ("fire", "gas")), "标签同时含“火情”、“燃气”", "tags include all of (“fire”, “gas”)"),
        (Not(Test("signals", Op.CONTAINS_ANY, ("投诉",))), "文中信号不含“投诉”", "text signals do not include 投诉"),
        (Not(Test("signals", Op.CONTAINS_ANY, ("投诉", "举报"))), "文中信号不含“投诉”、“举报”中任何一个", "text signals include none of (投诉, 举报)"),
        (Not(Test("tags", Op.CONTAINS_ALL, ("fire", "gas"))), "标签不同时含“火情”、“燃气”", "tags do not include all of (“fire”, “gas”)"),
        (Test("signals", Op.EXISTS, True), "有文中信号", "there are text signals"),
        (Test("signals", Op.EXISTS, False), "没有文中信号", "there are no text signals"),
        (All((HEAT, SEASON, MANY)), "类别属于“公用事业/供热”且采暖季且影响户数至少10", "category is under 公用事业/供热 and it is heating season and number of households is at least 10"),
        (AnyOf((SEASON, All((HEAT, MANY)))), "采暖季或(类别属于“公用事业/供热”且影响户数至少10)", "it is heating season or (category is under 公用事业/供热 and number of households is at least 10)"),
        (All((HEAT, AnyOf((SEASON, MANY)))), "类别属于“公用事业/供热”且(采暖季或影响户数至少10)", "category is under 公用事业/供热 and (it is heating season or number of households is at least 10)"),
        (Not(AnyOf((SEASON, HEAT))), "未确认采暖季且类别不属于“公用事业/供热”", "it is not established that it is heating season and category is not under 公用事业/供热"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isascii() else "",
)  # fmt: skip
def test_a_condition_is_a_sentence(condition: Condition, zh: str, en: str) -> None:
    assert (say(condition, WORDS, "zh"), say(condition, WORDS, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("label", "en", "zh_no", "en_no"),
    [
        ("已审核", "a review was made", "未审核", "a review was not made"),
        ("候选单位有执法权", "the candidate is empowered", "候选单位没有执法权", "the candidate is not empowered"),
        ("会议主体为当事方", "the body is a party", "会议主体不为当事方", "the body is not a party"),
        ("有新事实", "there are new facts", "没有新事实", "there are no new facts"),
        ("有资金缺口", "there is a gap", "没有资金缺口", "there is no gap"),
        ("资源有效", "the resource is valid", "资源无效", "the resource is not valid"),
        ("事发地在本县", "the place is in the county", "事发地不在本县", "the place is not in the county"),
        ("困难群众", "in need", "不是困难群众", "not in need"),
    ],
)
def test_a_clause_is_denied_as_people_deny_it(label: str, en: str, zh_no: str, en_no: str) -> None:
    words = Vocabulary(fields={"f": Field("f", FieldType.BOOLEAN, label, en=en)})
    assert (denial("f", words, 0), denial("f", words, 1)) == (zh_no, en_no)


# ---- laws ------------------------------------------------------------------------------------------

FIELDS = {name: WORDS.fields[name] for name in ("season", "reviewed", "households", "urgency", "category", "tags")}
SMALL: st.SearchStrategy[Condition] = st.recursive(
    single(FIELDS),
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=5,
)
FACTS: st.SearchStrategy[Fact] = st.fixed_dictionaries(
    {},
    optional={
        "season": st.booleans(),
        "reviewed": st.booleans(),
        "households": st.integers(-2, 3),
        "urgency": st.sampled_from(RANKS),
        "category": st.sampled_from(["a", "a/b", "a/b/c", "ab"]),
        "tags": st.frozensets(st.sampled_from(["fire", "gas"])),
    },
)


@given(SMALL, SMALL, st.sampled_from(["zh", "en"]))
def test_conditions_that_differ_are_said_differently(one: Condition, other: Condition, lang: str) -> None:
    assert (normal(one) == normal(other)) == (say(one, WORDS, lang) == say(other, WORDS, lang))


@given(st.lists(single(FIELDS), min_size=2, max_size=2), st.sampled_from(["zh", "en"]))
def test_tests_that_differ_are_said_differently(pair: list[Test], lang: str) -> None:
    one, other = pair
    assert (normal(one) == normal(other)) == (say(one, WORDS, lang) == say(other, WORDS, lang))


@given(st.text(max_size=4), st.text(max_size=4), st.text(max_size=4), st.sampled_from(["zh", "en"]))
def test_what_stands_in_quotes_cannot_end_them(a: str, b: str, c: str, lang: str) -> None:
    one = Test("category", Op.UNDER, (a, b))
    other = Test("category", Op.UNDER, (a + c, b))
    tricky = Test("category", Op.UNDER, (f"{a}”、“{b}",))
    said = {normal(test): say(test, WORDS, lang) for test in (one, other, tricky)}
    assert len(set(said.values())) == len(said)


@given(SMALL, FACTS)
def test_the_normal_form_holds_of_the_same_facts(condition: Condition, fact: Fact) -> None:
    assert matches(normal(condition), fact) == matches(condition, fact)


@given(SMALL)
def test_the_normal_form_is_its_own(condition: Condition) -> None:
    assert normal(normal(condition)) == normal(condition)
