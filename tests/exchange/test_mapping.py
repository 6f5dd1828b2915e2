"""Fields and codes both ways; what is not known is said and never guessed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridroute.exchange import Envelope, Mapping, Unreadable, read_connection
from gridroute.exchange.codes import inverted

TEXT = """\
name: 云河
adapter: folder
channel: "12345"
issues:
  fields: {external_id: 编号, received_at: 时间, text: 内容, category: 类, urgency: 级, nature: 质}
  ignore: [电话]
  defaults: {first_receiver: 云河县受理中心}
  time_zone: Asia/Shanghai
  time_format: "%Y年%m月%d日 %H:%M"
codes:
  category: {"03": 城乡建设/照明}
  urgency: {"1": emergency, "2": normal}
  nature: {"9": help}
  state: {"20": dispatched, "30": closed, "31": closed}
unknown: {nature: reject}
messages:
  fields: {工单: external_id, 状态: state, 镇: grid.township}
  codes: {state: {closed: "30"}}
"""
RAW: dict[str, object] = {"编号": "G-1", "时间": "2026年03月02日 09:10", "内容": "路灯不亮"}


@pytest.fixture
def mapping(tmp_path: Path) -> Mapping:
    (tmp_path / "one.yaml").write_text(TEXT, encoding="utf-8")
    return Mapping(read_connection(tmp_path / "one.yaml"))


def enveloped(mapping: Mapping, **more: object) -> Envelope:
    made = mapping.envelope(RAW | more, "t", "w")
    assert isinstance(made, Envelope), made
    return made


def test_a_record_in_our_words(mapping: Mapping) -> None:
    made = enveloped(mapping, 类="03", 级=1, 电话="138", 质="9")
    assert made.record == {
        "id": "云河:G-1",
        "external_id": "G-1",
        "channel": "12345",
        "received_at": "2026-03-02T09:10:00+08:00",
        "text": "路灯不亮",
        "category": "城乡建设/照明",
        "urgency": "emergency",
        "nature": "help",
        "first_receiver": "云河县受理中心",
    }
    assert made.warnings == ()
    assert made.received_at == datetime.fromisoformat("2026-03-02T09:10:00+08:00")


@pytest.mark.parametrize(
    ("more", "field", "kept", "words"),
    [
        ({"类": "99"}, "category", "云河:99", "the code “99” of category stands in no table"),
        ({"类": "城乡建设/照明"}, "category", "云河:城乡建设/照明", "the code “城乡建设/照明” of category"),
        ({"级": "7"}, "urgency", None, "the code “7” of urgency stands in no table"),
        ({"级": "emergency"}, "urgency", None, "the code “emergency” of urgency stands in no table"),
        ({"备注": "x"}, "备注", None, "their “备注” is not read"),
    ],
    ids=["open", "a word of ours", "closed", "a closed word of ours", "no field of ours"],
)
def test_what_is_not_known_is_kept_apart(
    mapping: Mapping, more: dict[str, object], field: str, kept: object, words: str
) -> None:
    made = enveloped(mapping, **more)
    assert made.record.get(field) == kept
    assert [one.en for one in made.warnings if words in one.en]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"编号": " "}, "“编号” (external_id) is missing"),
        ({"编号": "9" * 101}, "its number has more than 100 characters"),
        ({"时间": ""}, "“时间” (received_at) is missing"),
        ({"时间": "昨天"}, "cannot read the time “昨天” of “时间”"),
        ({"质": "8"}, "the code “8” of nature stands in no table"),
    ],
)
def test_what_cannot_be_read_says_why(mapping: Mapping, more: dict[str, object], words: str) -> None:
    made = mapping.envelope(RAW | more, "t", "w")
    assert isinstance(made, Unreadable)
    assert words in made.problem.en


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("2026年03月02日 09:10", "2026-03-02T09:10:00+08:00"),
        ("2026-03-02T09:10:00+08:00", "2026-03-02T09:10:00+08:00"),
        ("2026-03-02T01:10:00Z", "2026-03-02T01:10:00+00:00"),
        ("2026/03/02 09:10", "2026-03-02T09:10:00+08:00"),
    ],
)
def test_times(mapping: Mapping, said: str, at: str) -> None:
    assert enveloped(mapping, 时间=said).record["received_at"] == at


def test_a_message_in_their_words(mapping: Mapping) -> None:
    sent, warnings = mapping.outward(
        {"external_id": "G-1", "state": "closed", "grid": {"township": "云河街道"}, "text": "秘密"}
    )
    assert sent == {"工单": "G-1", "状态": "30", "镇": "云河街道"}
    assert warnings == ()
    assert mapping.outward({"state": "dispatched"})[0] == {"状态": "20"}
    sent, (warning,) = mapping.outward({"state": "redo"})
    assert sent == {"状态": "redo"}
    assert "“redo” of state has no code of theirs" in warning.en


WORDS = st.text("abc/城1", min_size=1, max_size=3)


@given(st.dictionaries(WORDS, WORDS, max_size=6), WORDS)
def test_law_no_code_becomes_a_word_that_is_not_its_own(codes: dict[str, str], code: str) -> None:
    """Whatever the table, an unknown code never becomes one of its words, and a known one becomes its own."""
    text: dict[str, Any] = {
        "name": "s",
        "adapter": "folder",
        "channel": "c",
        "issues": {"fields": {"external_id": "e", "received_at": "r", "text": "t", "category": "k"}},
        "codes": {"category": codes},
    }
    from gridroute.exchange import Connection

    raw = {"e": "1", "r": "2026-03-02T09:10:00+08:00", "t": "x", "k": code}
    made = Mapping(Connection.model_validate(text)).envelope(raw, "t", "w")
    assert isinstance(made, Envelope)
    kept = made.record["category"]
    assert kept == codes[code] if code in codes else (kept == f"s:{code}" and kept not in codes.values())
    assert bool(made.warnings) == (code not in codes)


@given(st.dictionaries(WORDS, WORDS, max_size=8))
def test_law_what_goes_out_comes_back(codes: dict[str, str]) -> None:
    single, several = inverted(codes)
    assert all(codes[code] == word for word, code in single.items())
    assert set(single) | set(several) == set(codes.values())
    assert not set(single) & set(several)
