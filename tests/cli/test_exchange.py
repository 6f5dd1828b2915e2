"""``gridroute exchange``: what is wrong with connections, one round, and a service that is asked to stop."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.databases import BOTH

from gridroute import County
from gridroute.adapters.webhook import sign
from gridroute.cli.main import build, main
from gridroute.errors import InputError, WrongConnection
from gridroute.store import Docket

YUNHE = """\
name: 云河12345
adapter: folder
channel: "12345"
settings: {folder: box, complete: renamed}
issues:
  fields: {external_id: 工单编号, received_at: 受理时间, text: 诉求内容, address: 事发地址}
  time_zone: Asia/Shanghai
messages: {}
"""
ROWS = "工单编号,受理时间,诉求内容,事发地址\nG-1,2026-03-02 09:10,路灯一个多月不亮了,泗河街道仲子社区\n"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sishui: County, url: str) -> Run:
    """Runs the command in a folder of its own with the connection ``yunhe.yaml``; the county is loaded already."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("gridroute.dispatch.load_county", lambda name, manager=None: sishui)
    Path("yunhe.yaml").write_text(YUNHE, encoding="utf-8")

    def _run(*words: str, lang: str = "en", code: int = 0) -> Result:
        arguments = ["exchange", "--db", url, *words, "--lang", lang]
        result = CliRunner().invoke(build(lang), arguments, catch_exceptions=False)
        assert result.exit_code == code, result.output
        return result

    return _run


def dropped(name: str, text: str) -> None:
    Path("box/in").mkdir(parents=True, exist_ok=True)
    Path("box/in", name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("url", BOTH, indirect=True)
def test_a_round(run: Run) -> None:
    dropped("a.csv", ROWS)
    assert "1 taken in, 0 known already, 0 rejected; " in run("yunhe.yaml").stdout
    dropped("b.csv", ROWS)
    assert run("yunhe.yaml", lang="zh").stdout == "收 0 件,重复 1,退回 0;发 0 条,待再发 0,放弃 0\n"
    events = [json.loads(path.read_bytes()) for path in Path("box/out").iterdir()]
    assert {event["data"]["external_id"] for event in events} == {"G-1"}
    assert "路灯" not in json.dumps(events, ensure_ascii=False)


@pytest.mark.parametrize("url", BOTH, indirect=True)
def test_a_bad_row_is_told_and_the_rest_goes_on(run: Run) -> None:
    dropped("a.csv", ROWS + "G-2,昨天,垃圾没人清运,\n")
    result = run("yunhe.yaml", code=1)
    assert "1 taken in, 0 known already, 1 rejected" in result.stdout
    assert "a.csv:3: cannot read the time “昨天” of “受理时间”" in result.stderr


@pytest.mark.parametrize("url", BOTH, indirect=True)
def test_a_round_is_bounded(run: Run) -> None:
    dropped("a.csv", ROWS + ROWS.splitlines()[1].replace("G-1", "G-2") + "\n")
    assert "1 taken in" in run("yunhe.yaml", "--limit", "1").stdout
    assert "1 taken in" in run("yunhe.yaml", "--limit", "1").stdout
    assert "0 taken in" in run("yunhe.yaml", "--limit", "1").stdout


@pytest.mark.parametrize("url", BOTH, indirect=True)
def test_what_was_given_up_is_listed_and_sent_again(run: Run, url: str) -> None:
    def outbox(*words: str, code: int, lang: str = "en") -> Result:
        arguments = ["outbox", "--db", url, *words, "--lang", lang]
        result = CliRunner().invoke(build(lang), arguments, catch_exceptions=False)
        assert result.exit_code == code, result.output
        return result

    dropped("a.csv", ROWS)
    run("yunhe.yaml")
    assert outbox(code=0).stdout == ""
    docket = Docket(url)
    (first, *_) = docket.outbox.claim(100, datetime.now(UTC) + timedelta(days=1))
    docket.outbox.bury(first.id, "对方答复 422\nthe answer was 422")
    docket.close()
    assert outbox(code=1).stdout.split()[-4:] == ["the", "answer", "was", "422"]
    assert outbox(code=1, lang="zh").stdout.split()[-2:] == ["对方答复", "422"]
    (line,) = outbox("--format", "jsonl", code=1).stdout.splitlines()
    assert json.loads(line)["id"] == first.id
    with pytest.raises(InputError, match="there is no message 999 that was given up"):
        outbox("--revive", "999", code=2)
    result = outbox("--revive", str(first.id), code=0)
    assert result.stderr.splitlines()[0] == "1 to be sent again"
    assert outbox("--revive", "all", code=0).stderr.splitlines()[0] == "0 to be sent again"


def test_check_makes_no_database(run: Run) -> None:
    assert run("yunhe.yaml", "--check").stdout == "云河12345: no faults\n"
    assert run("yunhe.yaml", "--check", lang="zh").stdout == "云河12345: 没有错\n"
    assert not Path("cases.db").exists()


FAULTS = [
    ('channel: "12345"', "channel: 一二三", "yunhe.yaml:3: there is no channel “一二三”"),
    ("address: 事发地址", "adress: 事发地址", "yunhe.yaml:6: there is no field “adress”: did you mean “address”?"),
    ("adapter: folder", "adapter: foldr", "yunhe.yaml:2: there is no adapter “foldr”"),
    ("{folder: box,", "{foldr: box,", "yunhe.yaml:4: unknown key “settings.foldr”: did you mean “folder”?"),
    ("time_zone", "time_zon", "yunhe.yaml:7: unknown key “issues.time_zon”: did you mean “time_zone”?"),
]


@pytest.mark.parametrize("check", [(), ("--check",)], ids=["run", "check"])
@pytest.mark.parametrize(("old", "new", "words"), FAULTS, ids=[new for _, new, _ in FAULTS])
def test_a_connection_with_faults_is_not_used(run: Run, old: str, new: str, words: str, check: tuple[str, ...]) -> None:
    Path("yunhe.yaml").write_text(YUNHE.replace(old, new), encoding="utf-8")
    with pytest.raises(WrongConnection) as caught:
        run("yunhe.yaml", *check)
    assert words in caught.value.text("en")


def test_check_misses_the_secret(run: Run) -> None:
    text = YUNHE.replace("adapter: folder", "adapter: webhook").replace("messages: {}\n", "")
    text = text.replace("{folder: box, complete: renamed}", "{secrets: [{file: key}]}")
    Path("yunhe.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="key: there is no secret"):
        run("yunhe.yaml", "--check")


def test_faults_end_the_command_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "one.yaml").write_text("name: a b\n", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["exchange", str(tmp_path / "one.yaml"), "--lang", "zh"])
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines() == [
        "one.yaml:1: name 里不能有空格、冒号和斜线",
        "one.yaml:1: 缺少 adapter",
        "one.yaml:1: 缺少 channel",
    ]


def test_two_connections_that_get_in_each_other_s_way(run: Run) -> None:
    Path("other.yaml").write_text(YUNHE, encoding="utf-8")
    with pytest.raises(WrongConnection) as caught:
        run("yunhe.yaml", "other.yaml")
    assert "another connection is called “云河12345”" in caught.value.text("en")
    Path("other.yaml").write_text(YUNHE.replace("云河12345", "另一个"), encoding="utf-8")
    with pytest.raises(WrongConnection) as caught:
        run("yunhe.yaml", "other.yaml")
    assert "“云河12345” and “另一个” both send to channel:12345" in caught.value.text("en")


@pytest.mark.parametrize("address", ["8080", "localhost:", "localhost:99999", ":80"])
def test_where_to_listen(run: Run, address: str) -> None:
    Path("key").write_text("a-secret-of-thirty-two-characters")
    text = YUNHE.replace("adapter: folder", "adapter: webhook").replace("messages: {}\n", "")
    Path("yunhe.yaml").write_text(
        text.replace("{folder: box, complete: renamed}", "{secrets: [{file: key}]}"), encoding="utf-8"
    )
    with pytest.raises(InputError, match="--listen"):
        run("yunhe.yaml", "--listen", address)


def test_it_listens_until_it_is_asked_to_stop(tmp_path: Path) -> None:
    """The whole command in a process of its own."""
    secret = "a-secret-of-thirty-two-characters"
    text = YUNHE.replace("adapter: folder", "adapter: webhook").replace("messages: {}\n", "")
    text = text.replace("{folder: box, complete: renamed}", "{secrets: [{env: YUNHE_KEY}]}").replace(
        "云河12345", "yunhe"
    )
    (tmp_path / "yunhe.yaml").write_text(text, encoding="utf-8")
    words = ["exchange", "yunhe.yaml", "--db", "cases.db", "--listen", "127.0.0.1:0", "--every", "1", "--lang", "en"]
    code = "import sys; from gridroute.cli.main import main; main(sys.argv[1:])"
    with subprocess.Popen(
        [sys.executable, "-c", code, *words],
        cwd=tmp_path,
        env=os.environ | {"YUNHE_KEY": secret},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        assert line.startswith("listening on 127.0.0.1:")
        row = dict(zip(*(one.split(",") for one in ROWS.splitlines()), strict=True))
        body = json.dumps(row, ensure_ascii=False).encode()
        url = f"http://127.0.0.1:{line.rpartition(':')[2].strip()}/yunhe"
        for status in (201, 200):
            headers = sign(secret.encode(), "r-1", datetime.now(UTC), body)
            with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=60) as answer:
                assert answer.status == status
                assert json.loads(answer.read())["case"] == "yunhe:G-1"
        process.send_signal(signal.SIGTERM)
        said, told = process.communicate(timeout=60)
    assert process.returncode == 0
    assert told == "stopped\n"
    assert secret not in said + told + line
