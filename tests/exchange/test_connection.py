"""A connection's file: what is wrong with it is told with file and line, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridroute import County
from gridroute.errors import WrongConnection
from gridroute.exchange import read_connection

SOUND = """\
name: 云河12345
adapter: folder
channel: 12345
settings: {folder: box}
issues:
  fields:
    external_id: 工单编号
    received_at: 受理时间
    text: 诉求内容
    urgency: 等级
codes:
  urgency:
    1: emergency
    2: normal
messages:
  fields: {工单编号: external_id, 等级: urgency}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "yunhe.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_sound_file(tmp_path: Path) -> None:
    one = read_connection(written(tmp_path, SOUND))
    assert one.channel == "12345"
    assert one.codes == {"urgency": {"1": "emergency", "2": "normal"}}
    assert one.recipients == ("channel:12345",)
    assert one.folder == tmp_path


FAULTS = [
    ("adapter: folder\n", "", "yunhe.yaml:1: 缺少 adapter", "yunhe.yaml:1: adapter is missing"),
    (
        "issues:\n",
        "isues: {}\nissues:\n",
        "yunhe.yaml:5: 不认识的键“isues”: 是不是“issues”?",
        "yunhe.yaml:5: unknown key “isues”: did you mean “issues”?",
    ),
    (
        "    text: 诉求内容\n",
        "",
        "yunhe.yaml:6: 没有写 text 是对方的哪一项",
        "yunhe.yaml:6: which of theirs is text is not said",
    ),
    (
        "    urgency: 等级\n",
        "    urgency: 诉求内容\n",
        "yunhe.yaml:10: “诉求内容”已是 text: 一项只读成一个字段",
        "yunhe.yaml:10: “诉求内容” is text already: one of theirs is one field",
    ),
    (
        "codes:\n",
        "unknown: {urgency: keep}\ncodes:\n",
        "yunhe.yaml:11: urgency 只收我方的词,不能保留原代码: 写 leave_out 或 reject",
        "yunhe.yaml:11: urgency takes only our own words: write leave_out or reject",
    ),
    (
        "codes:\n",
        "unknown: {urgency: guess}\ncodes:\n",
        "yunhe.yaml:11: unknown.urgency 只能是 'keep', 'leave_out' or 'reject'",
        "yunhe.yaml:11: unknown.urgency must be 'keep', 'leave_out' or 'reject'",
    ),
    (
        "    2: normal\n",
        "    2: normal\n    3: normal\n",
        "yunhe.yaml:15: “normal”有几个代码 (2、3),不知道发哪一个: 在 messages.codes.urgency 里写明",
        "yunhe.yaml:15: “normal” has several codes (2、3), and which to send is not said: "
        "say it under messages.codes.urgency",
    ),
    (
        "    2: normal\n",
        "    1: normal\n",
        "yunhe.yaml:14: “1”写了两遍 (第13行已有): 留一个,或合成一条",
        "yunhe.yaml:14: “1” is written twice (first on line 13): keep one of them",
    ),
    (
        "codes:\n",
        "zzz: 1\ncodes:\n",
        "yunhe.yaml:11: 不认识的键“zzz”: 可写 name、adapter、channel、county、settings、issues、messages、codes、unknown",
        "yunhe.yaml:11: unknown key “zzz”: use name, adapter, channel, county, settings, issues, messages, codes, unknown",
    ),
    (
        "    urgency: 等级\n",
        "    urgency: 等级\n  time_zone: Asia/Peking\n",
        "yunhe.yaml:11: 没有时区“Asia/Peking”: 写 Asia/Shanghai",
        "yunhe.yaml:11: there is no time zone “Asia/Peking”: write Asia/Shanghai",
    ),
    (
        "    urgency: 等级\n",
        "    urgency: 等级\n  ignore: [诉求内容]\n",
        "yunhe.yaml:11: “诉求内容”又读又不读",
        "yunhe.yaml:11: “诉求内容” is both read and ignored",
    ),
    (
        "    urgency: 等级\n",
        "    urgency: 等级\n  defaults: {text: 无}\n",
        "yunhe.yaml:11: text 不能有默认值",
        "yunhe.yaml:11: text cannot have a default",
    ),
    (
        "    1: emergency\n    2: normal\n",
        "    - 1\n",
        "yunhe.yaml:12: codes.urgency 的值类型不对",
        "yunhe.yaml:12: codes.urgency has the wrong type",
    ),
    ("name: 云河12345\n", "name: [\n", "yunhe.yaml:3: 不是合法的 YAML", "yunhe.yaml:3: not valid YAML"),
]


@pytest.mark.parametrize(("old", "new", "zh", "en"), FAULTS, ids=[en[12:50] for *_, en in FAULTS])
def test_a_fault_is_told_with_its_line(tmp_path: Path, old: str, new: str, zh: str, en: str) -> None:
    assert old in SOUND
    with pytest.raises(WrongConnection) as caught:
        read_connection(written(tmp_path, SOUND.replace(old, new)))
    assert zh in caught.value.text("zh")
    assert en in caught.value.text("en")


def test_nothing_in_and_nothing_out(tmp_path: Path) -> None:
    with pytest.raises(WrongConnection, match="nothing comes in and nothing goes out"):
        read_connection(written(tmp_path, "name: a\nadapter: folder\nchannel: b\n"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("theirs,ours\n1,emergency\n,normal\n", "codes.csv:3: both the code and the word are needed"),
        ("theirs,ours\n1,emergency\n1,normal\n", "codes.csv:3: the code “1” stands twice with two meanings: keep one"),
        ("a,b\n1,emergency\n", "codes.csv:1: the heads are wrong: the heads are theirs,ours"),
        (None, "codes.csv: cannot be read (No such file or directory)"),
    ],
    ids=["half a row", "two meanings", "heads", "no file"],
)
def test_a_table_of_codes_in_a_file(tmp_path: Path, content: str | None, words: str) -> None:
    if content is not None:
        (tmp_path / "codes.csv").write_text(content, encoding="utf-8")
    text = SOUND.replace("  urgency:\n    1: emergency\n    2: normal\n", "  urgency: codes.csv\n")
    with pytest.raises(WrongConnection) as caught:
        read_connection(written(tmp_path, text))
    assert words in caught.value.text("en")


def test_a_sound_table_of_codes(tmp_path: Path) -> None:
    (tmp_path / "codes.csv").write_text("\ufeff对方,我方\n01,emergency\n02,normal\n", encoding="utf-8")
    text = SOUND.replace("  urgency:\n    1: emergency\n    2: normal\n", "  urgency: codes.csv\n")
    assert read_connection(written(tmp_path, text)).codes["urgency"] == {"01": "emergency", "02": "normal"}


def test_our_side_is_held_to_the_county(tmp_path: Path, sishui: County) -> None:
    text = SOUND.replace("channel: 12345", "channel: 一二三").replace("    urgency: 等级", "    urgncy: 等级")
    text = text.replace("1: emergency", "1: emergencyy").replace(
        "  urgency:\n", "  category: {a: 城乡建设/无}\n  urgency:\n"
    )
    one = read_connection(written(tmp_path, text))
    said = [fault.text("en") for fault in one.check(sishui.policy.vocabulary, sishui.policy.categories.nodes)]
    assert [line.split(":")[1] for line in said] == ["10", "12", "14", "3"]
    assert "there is no field “urgncy”: did you mean “urgency”?" in said[0]
    assert "“城乡建设/无” is not a value of category" in said[1]
    assert "“emergencyy” is not a value of urgency: did you mean “emergency”?" in said[2]
    sound = read_connection(written(tmp_path, SOUND))
    assert sound.check(sishui.policy.vocabulary, sishui.policy.categories.nodes) == ()
