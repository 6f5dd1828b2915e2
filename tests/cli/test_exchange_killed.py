"""``gridroute exchange`` is killed again and again in the middle of its work: nothing is lost, nothing doubled."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from gridroute.store import Docket

CONNECTION = """\
name: yunhe
adapter: folder
channel: "12345"
settings: {folder: box, complete: renamed}
issues:
  fields: {external_id: number, received_at: at, text: text}
  time_zone: Asia/Shanghai
messages: {}
"""
COUNT = 40


def _lines(box: Path) -> int:
    """How many rows the journals and receipts know of."""
    files = [*(box / "work").glob(".*.journal"), *(box / "receipts").glob("*.csv")] if box.exists() else []
    found = 0
    for path in files:
        try:
            found += max(0, len(path.read_bytes().splitlines()) - 1)
        except FileNotFoundError:  # filed away meanwhile
            continue
    return found


@pytest.mark.slow
@pytest.mark.parametrize("url", ["sqlite", "postgresql"], indirect=True)
def test_killed_again_and_again(tmp_path: Path, url: str) -> None:
    (tmp_path / "yunhe.yaml").write_text(CONNECTION, encoding="utf-8")
    (tmp_path / "box/in").mkdir(parents=True)
    for part in range(2):
        rows = [f"K-{n},2026-03-02 09:{n:02},路灯不亮了" for n in range(part * COUNT // 2, (part + 1) * COUNT // 2)]
        (tmp_path / f"box/in/{part}.csv").write_text("\n".join(["number,at,text", *rows]), encoding="utf-8")
    code = "import sys; from gridroute.cli.main import main; main(sys.argv[1:])"
    words = [sys.executable, "-c", code, "exchange", "yunhe.yaml", "--db", url, "--lang", "en"]
    killed = 0
    for rows_known in (1, 4, 9, 15, 20, 22, 30, 39):
        with subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while process.poll() is None and _lines(tmp_path / "box") < rows_known:
                time.sleep(0.002)
            process.send_signal(signal.SIGKILL)
        killed += process.returncode == -signal.SIGKILL
    assert killed >= 5
    subprocess.run(words, cwd=tmp_path, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    docket = Docket(url)
    cases = {one.id for one in docket.listing(closed=True, limit=1000)}
    docket.close()
    assert cases == {f"yunhe:K-{number}" for number in range(COUNT)}
    receipts = [
        row
        for path in (tmp_path / "box/receipts").iterdir()
        for row in csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))
    ]
    assert Counter(row["外部编号"] for row in receipts) == {f"K-{number}": 1 for number in range(COUNT)}
    assert {row["结果"] for row in receipts} <= {"已受理", "已有此件"}
    assert all(row["办件编号"] == f"yunhe:{row['外部编号']}" for row in receipts)
    events = [json.loads(path.read_bytes()) for path in (tmp_path / "box/out").glob("*.json")]
    assert {event["data"]["case"] for event in events} == cases
    told = [(event["data"]["case"], event["data"]["seq"]) for event in events]
    assert len(told) == len(set(told))
