"""The command line as a person meets it: what it prints, says and exits with, in both languages."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from gridroute.cli.main import build

ROOT = Path(__file__).parents[2]
GOOD = {
    "id": "1",
    "received_at": "2026-03-02T09:00:00+08:00",
    "text": "暖气不热",
    "address": "泗河街道仲子社区",
    "channel": "12345",
}


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def _run(*words: str, env: dict[str, str] | None = None) -> Ran:
        command = [sys.executable, "-c", "from gridroute.cli.main import main; main()", *words]
        made = subprocess.run(
            command,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={"LANG": "zh_CN.UTF-8", "GRIDROUTE_COUNTY": "sishui", **(env or {})},
        )
        assert "Traceback" not in made.stderr
        return Ran(made.returncode, made.stdout, made.stderr)

    return _run


def lines(path: Path, *rows: object) -> str:
    path.write_text(
        "\n".join(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows),
        encoding="utf-8",
    )
    return path.name


def test_route_prints_one_object_a_line_in_the_form_of_the_contract(run: Run, tmp_path: Path) -> None:
    made = run("route", lines(tmp_path / "a.jsonl", GOOD, {**GOOD, "id": "2"}), "--format", "jsonl")
    assert (made.code, made.err) == (0, "")
    decisions = [json.loads(line) for line in made.out.splitlines()]
    assert [one["issue"] for one in decisions] == ["1", "2"]
    one = decisions[0]
    keys = (
        "issue county at policy registers calendar state nature track urgency confidential category exit grid "
        "category_confidence category_candidates responsible lead signatory supports first_receiver whistle forum "
        "obligations notify warnings contested degraded trace"
    )
    place = "code kind assumed status candidates community_code community township_code township"
    duty = "act obligor role due_on due_at unit provisional assumed source rule"
    assert set(keys.split()) <= set(one)
    assert set(place.split()) <= set(one["grid"])
    assert set(one["responsible"]) == {"id", "name", "as"}
    assert set(duty.split()) <= set(one["obligations"][0])
    assert set("stage rule title layer source won why".split()) <= set(one["trace"][0])
    assert {entry["layer"] for entry in one["trace"]} <= {"national", "province", "city", "county"}
    assert one["at"] == "2026-03-02T09:00:00+08:00"
    assert all(one[name].startswith("sha256:") for name in ("policy", "registers", "calendar"))


BAD = {
    "misspelt": ('{"id":"1","received_at":"2026-03-02T09:00:00+08:00","txt":"x"}', "不认识的字段“txt”: 是不是“text”?"),
    "naive": (
        '{"id":"1","received_at":"2026-03-02T09:00:00","text":"x"}',
        "received_at 的时间“2026-03-02T09:00:00”没有写时区: 写成 2026-03-02T09:10:00+08:00,或用 --zone +08:00 说明全部时间的时区",
    ),
    "not-json": ("{", "不是合法的 JSON: 一行一个对象"),
    "county": (
        '{"id":"1","received_at":"2026-03-02T09:00:00+08:00","text":"x","county":"云深县"}',
        "没有装“云深县”的插件: 已装: ",
    ),
    "missing": ('{"id":"1","received_at":"2026-03-02T09:00:00+08:00"}', "缺少 text"),
    "year": ('{"id":"1","received_at":"9999-12-31T00:00:00+08:00","text":"x"}', "received_at 的年份不对"),
}


@pytest.mark.parametrize(("line", "words"), BAD.values(), ids=BAD.keys())
def test_a_bad_line_is_named_and_the_rest_goes_on(run: Run, tmp_path: Path, line: str, words: str) -> None:
    made = run("route", lines(tmp_path / "a.jsonl", {**GOOD, "id": "0"}, line), "--format", "jsonl")
    assert made.code == 1
    told, closing = made.err.splitlines()
    # which counties are installed is the machine's
    assert told.partition("已装: ")[0] == f"a.jsonl:2: {words}".partition("已装: ")[0]
    assert closing == "办了 1 件,1 行有错没有办"
    assert json.loads(made.out)["issue"] == "0"


def test_same_id_twice(run: Run, tmp_path: Path) -> None:
    made = run("route", lines(tmp_path / "a.jsonl", GOOD, GOOD), "--format", "jsonl")
    assert made.code == 0
    assert len(made.out.splitlines()) == 1
    assert made.err == "a.jsonl:2: 编号“1”与第1行内容相同,只算一件\n"
    made = run("route", lines(tmp_path / "b.jsonl", GOOD, {**GOOD, "text": "停水"}), "--format", "jsonl")
    assert made.code == 1
    assert "编号“1”第1行已有,内容却不同: 换一个编号" in made.err


def test_an_undeclared_head_stops_the_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,received_at,text,adress\n1,2026-03-02T09:00:00+08:00,x,y\n", encoding="utf-8")
    made = run("route", "a.csv")
    assert made == Ran(2, "", "a.csv:1: 不认识的表头“adress”: 是不是“address”?\n")


def test_chinese_heads_and_empty_cells(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "编号,受理时间,内容,地址,性质\n1,2026-03-02T09:00:00+08:00,路灯不亮,泉林镇卞桥一村,投诉\n", encoding="utf-8-sig"
    )
    made = run("route", "a.csv", "--format", "jsonl")
    assert made.code == 0
    assert json.loads(made.out)["nature"] == "complaint"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("route", "a.jsonl", "--county", "云深"), "没有装“云深”的插件: 已装: "),
        (("route", "none.jsonl"), "none.jsonl: 没有这个文件"),
        (("route", "a.txt"), "a.txt: 不认识的文件类型“.txt”: 用 .csv、.jsonl、.xlsx 或 .parquet"),
        (("route", "a.jsonl", "--at", "2026-03-02"), "“2026-03-02”不是带时区的时间"),
        (("explain", "a.jsonl", "--id", "9"), "a.jsonl: 没有编号“9”"),
        (("demo",), "没有已安装县的例子"),
        (("nonsense",), "nonsense"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_use_exits_2(run: Run, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    lines(tmp_path / "a.jsonl", GOOD)
    made = run(*words)
    assert made.code == 2
    assert said in made.err


def test_every_command_helps_in_both_languages(run: Run) -> None:
    for command in ((), ("route",), ("explain",), ("counties",), ("demo",), ("rules",), ("categories",)):
        chinese = run(*command, "--help")
        english = run(*command, "--help", "--lang", "en")
        assert chinese.code == english.code == 0
        assert any("\u4e00" <= char <= "\u9fff" for char in chinese.out)
        assert not any("\u4e00" <= char <= "\u9fff" for char in english.out.replace("诉求", "")), english.out


def everything(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """A group, the commands in it and all below."""
    yield path, group
    for name, one in group.commands.items():
        if isinstance(one, click.Group):
            yield from everything(one, (*path, name))
        else:
            yield (*path, name), one


def test_every_command_and_group_takes_the_language_and_every_help_is_in_it() -> None:
    for lang in ("zh", "en"):
        for path, one in everything(build(lang)):
            options = [param for param in one.params if isinstance(param, click.Option)]
            assert "--lang" in [name for option in options for name in option.opts], path
            for said in (one.help, *(option.help for option in options)):
                assert said, path
                plain = re.sub(r"\{\w+\}", "", said)  # what is written just so in a file: {社区}
                chinese = any("\u4e00" <= char <= "\u9fff" for char in plain)
                assert chinese == (lang == "zh"), (path, said)


def test_commands_are_listed_by_a_whole_sentence(run: Run) -> None:
    for lang in ("zh", "en"):
        listed = run("--help", "--lang", lang, env={"COLUMNS": "200"}).out.partition(
            {"zh": "命令:", "en": "Commands:"}[lang]
        )[2]
        assert "..." not in listed
        assert "route" in listed


def test_the_locale_chooses_the_language(run: Run) -> None:
    assert "list the installed" in run("--help", env={"LANG": "en_US.UTF-8"}).out.lower()
    assert "列出" in run("--help", env={"LANG": "zh_CN.UTF-8", "GRIDROUTE_COUNTY": "sishui"}).out


def test_explain_speaks(run: Run, tmp_path: Path) -> None:
    name = lines(tmp_path / "a.jsonl", GOOD, {**GOOD, "id": "2"})
    chinese = run("explain", name, "--id", "1")
    assert chinese.code == 0
    for words in ("【诉求 1】暖气不热", "一、是什么事", "二、归谁的地: 泗河街道", "三、谁负责", "四、何时办完", "依据"):
        assert words in chinese.out
    assert "建议默认,未经当地确认" in chinese.out, "assumed is shown as assumed"
    english = run("explain", name, "--id", "1", "--lang", "en")
    assert "4. By when:" in english.out


def test_counties_are_listed(run: Run) -> None:
    made = run("counties", "--format", "jsonl")
    (county,) = [one for one in map(json.loads, made.out.splitlines()) if one["adcode"] == "370831"]
    assert (county["townships"], county["villages"], county["grids"], county["faults"]) == (13, 442, 758, 0)
    assert county["layers"] == ["国家", "山东省", "济宁市"]
    rules, rows = county["all"]["rules"], county["all"]["rows"]
    assert rules["total"] + rows["total"] == county["rules"]
    assert county["own"]["grids"] == {"total": 758, "assumed": 758, "partly": 0, "percent": 100}


@pytest.mark.parametrize(("lang", "word"), [("zh", "本县自己的"), ("en", "its own")])
def test_one_county_is_told_layer_by_layer(run: Run, lang: str, word: str) -> None:
    made = run("counties", "泗水", "--lang", lang)
    assert made.code == 0
    for words in ("山东省", "济宁市", word, "山东省供热条例×1"):
        assert words in made.out
    assert "莱芜区" not in made.out


def test_compare_goes_on_past_a_bad_line(run: Run, tmp_path: Path) -> None:
    good = {"id": "1", "received_at": GOOD["received_at"], "text": "{社区}的路灯不亮", "address": "{社区}"}
    bad = [{**good, "id": "2", "address": "{小区}"}, {**good, "id": "3", "county": "sishui"}, good]
    name = lines(tmp_path / "a.jsonl", good, *bad)
    made = run("compare", name, "--county", "sishui", "--format", "jsonl")
    assert made.code == 1
    assert [line.partition(" ")[0] for line in made.err.splitlines()] == ["a.jsonl:2:", "a.jsonl:3:", "a.jsonl:4:"]
    (one,) = map(json.loads, made.out.splitlines())
    (answer,) = one["answers"]
    assert (answer["community"], answer["lead"]) == ("仲子社区居民委员会", "泗水县住房和城乡建设局")
    assert answer["lead_why"] == answer["due_why"] == "same"
    for form, words in (("table", "1 件各地一样"), ("csv", "仲子社区"), ("html", "同多数")):
        assert words in run("compare", name, "--county", "sishui", "--format", form).out
    assert run("compare", name, "--county", "没有县").code == 2


def test_demo_shows_one_place(run: Run, tmp_path: Path) -> None:
    """Its issues and leads, how soon something is due, its story to the end, and one issue in full."""
    (tmp_path / "few/zhenghe").mkdir(parents=True)
    (tmp_path / "few/stories").symlink_to(ROOT / "examples/stories")
    shutil.copy(ROOT / "examples/zhenghe/issues.csv", tmp_path / "few/zhenghe/issues.csv")
    made = run("demo", "--examples", "few")
    assert made.code == 0, made.err
    for words in ("1. 政和县: ", "主办", "最早到期: ", "故事 J", "✓", "办结", "完整说明一件", "四、何时办完"):
        assert words in made.out
    assert "2. " not in made.out.partition("完整说明一件")[0]
    assert run("demo", "--examples", "few", "--id", "nobody").code == 2


@pytest.mark.slow
def test_demo_covers_the_eight_localities(run: Run) -> None:
    """Each with forty issues or more, and a story of its own that goes as it says; A to J are all told."""
    made = run("demo", "--examples", str(ROOT / "examples"))
    assert made.code == 0, made.err
    counts = {name: int(number) for name, number in re.findall(r"^\d+\. (\S+?)(?: \(.*\))?: (\d+) 件$", made.out, re.M)}
    eight = ("金川街道", "汇丰街道", "磴口县", "政和县", "莱芜区", "潍城区", "泗水县", "榆阳区")
    assert {name: counts.get(name, 0) >= 40 for name in eight} == dict.fromkeys(eight, True)
    places, _, _ = made.out.partition("完整说明一件")
    shown = {one.split(" ")[1].rstrip(":"): one for one in re.split(r"^(?=\d+\. )", places, flags=re.M)[1:]}
    told = {name: set(re.findall(r"✓ (?:故事 )?(\S+)", shown[name])) for name in eight}
    assert told == {
        "金川街道": {"C"},
        "汇丰街道": {"H"},
        "磴口县": {"A", "B"},
        "政和县": {"J"},
        "莱芜区": {"E"},
        "潍城区": {"潍城故事"},
        "泗水县": {"D", "F", "G"},
        "榆阳区": {"I"},
    }
    for words in ("“”", "✗", "\n时间  事件  谁  状态\n\n"):  # no empty text, nothing astray, no empty timeline
        assert words not in places
    assert "走访居民2829户" in shown["汇丰街道"], "a question on standing matters is told with its source"


def test_at_moves_the_moment(run: Run, tmp_path: Path) -> None:
    name = lines(tmp_path / "a.jsonl", GOOD)
    made = run("route", name, "--format", "jsonl", "--at", "2026-02-13T16:00:00+08:00")
    one = json.loads(made.out)
    assert one["at"] == "2026-02-13T16:00:00+08:00"


def test_the_same_bytes_whatever_the_hash_seed(run: Run, tmp_path: Path) -> None:
    name = lines(tmp_path / "a.jsonl", GOOD, {**GOOD, "id": "2", "text": "燃气味"})
    first, second = (run("route", name, "--format", "jsonl", env={"PYTHONHASHSEED": seed}) for seed in ("1", "2"))
    assert first == second


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_told(tmp_path: Path) -> None:
    name = lines(tmp_path / "a.jsonl", GOOD)
    command = [sys.executable, "-c", "from gridroute.cli.main import main; main()", "route", name, "--format", "jsonl"]
    with Path("/dev/full").open("w") as full:
        made = subprocess.run(command, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True)
    assert made.returncode != 0
