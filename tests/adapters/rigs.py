"""Rigs that play another system for the adapters of the core."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import httpx
from openpyxl import Workbook
from pydantic import SecretStr

from gridroute.adapters.folder import FolderIntake, FolderOutlet
from gridroute.adapters.webhook import Receiver, sign
from gridroute.adapters.webhook.sender import WebhookOutlet
from gridroute.adapters.webhook.signature import key_of
from gridroute.conformance import Answer, NotPlayed, Received, Sample, Spoiled, pull
from gridroute.exchange import Admit, Connection, read_connection

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=timezone(timedelta(hours=8)))
CATEGORY = ("0301", "城乡建设/照明/路灯不亮")
SECRET = "a-secret-of-thirty-two-characters"
HEADS = ("工单编号", "受理时间", "诉求内容", "问题分类", "联系电话")
FIELDS = """
name: 云河12345
channel: "12345"
issues:
  fields: {external_id: 工单编号, received_at: 受理时间, text: 诉求内容, category: 问题分类}
  ignore: [联系电话]
  time_zone: Asia/Shanghai
codes:
  category: {"0301": 城乡建设/照明/路灯不亮}
"""
FOLDER = FIELDS + "adapter: folder\nsettings: {folder: box, complete: renamed}\n"
WEBHOOK = FIELDS + "adapter: webhook\nsettings: {secrets: [{file: key}], url: 'http://127.0.0.1:9/hook'}\n"
MESSAGES = "messages: {recipients: ['body:zjj']}\n"


def connected(folder: Path, text: str) -> Connection:
    """The connection of that text, in that folder, with the secret beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "key").write_text(SECRET + "\n")
    (folder / "yunhe.yaml").write_text(text, encoding="utf-8")
    return read_connection(folder / "yunhe.yaml")


def row_of(one: Sample) -> list[str]:
    """A sample as the platform of 云河 writes it: times without a zone, blank where something is absent."""
    at = one.received_at.strftime("%Y-%m-%d %H:%M:%S")
    return [one.external_id or "", at, one.text, one.category or "", one.telephone]


class FolderRig:
    """Files dropped into a folder, all that is sent at once in one file."""

    channel, category, secrets = "12345", CATEGORY, ()

    def __init__(self, folder: Path, form: str = "csv") -> None:
        self.connection = connected(folder, FOLDER)
        self.box, self.form, self.sent = folder / "box", form, 0
        FolderIntake(self.connection, lambda: NOW)

    def send(self, *items: Sample | Spoiled) -> None:
        self.sent += 1
        target = self.box / "in" / f"batch-{self.sent}.{self.form}"
        if self.form == "xlsx":
            self._workbook(target, items)
            return
        lines = [",".join(HEADS).encode()]
        for one in items:
            if isinstance(one, Spoiled):
                lines.append(b"a,b,c,d,e,f,g" if one.kind == "garbage" else b"G-bad,\xff\xfe\xfd,x,,")
            else:
                text = io.StringIO()
                csv.writer(text, lineterminator="").writerow(row_of(one))
                lines.append(text.getvalue().encode())
        target.write_bytes(b"\n".join(lines) + b"\n")

    def _workbook(self, target: Path, items: tuple[Sample | Spoiled, ...]) -> None:
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.append(HEADS)
        for one in items:
            if isinstance(one, Spoiled):
                if one.kind == "bad_encoding":
                    raise NotPlayed("a workbook has one encoding")
                sheet.append([None, None, None, None, None, None, "beside all heads"])
                continue
            row: list[Any] = row_of(one)
            if len(one.text) > 32_767:
                raise NotPlayed("a spreadsheet holds no such cell")
            row[1] = one.received_at.replace(tzinfo=None)
            sheet.append(row)
        book.save(target)

    def run(self, admit: Admit) -> None:
        pull(FolderIntake(self.connection, lambda: NOW), admit)

    def answers(self) -> list[Answer]:
        found: list[Answer] = []
        words = {"已受理": "accepted", "已有此件": "duplicate", "未受理": "rejected"}
        for path in sorted((self.box / "receipts").iterdir()):
            for row in csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))):
                case, text = row["办件编号"] or None, "\n".join(row.values())
                found.append(Answer(row["外部编号"] or None, words[row["结果"]], case, text))
        return found


def call(
    application: Callable[..., Any], body: bytes, headers: dict[str, str], method: str = "POST"
) -> tuple[int, dict[str, str], Any]:
    """The status, headers and JSON with which a WSGI application answers."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
    }
    answered: list[Any] = []
    chunks = application(environ, lambda status, heads: answered.extend((int(status[:3]), dict(heads))))
    return answered[0], answered[1], json.loads(b"".join(chunks))


class WebhookRig:
    """A platform that posts each issue by itself, until it has been answered."""

    channel, category, secrets = "12345", CATEGORY, (SECRET,)

    def __init__(self, folder: Path) -> None:
        self.connection = connected(folder, WEBHOOK)
        self.pending: list[tuple[str | None, bytes]] = []
        self.told: list[Answer] = []

    def send(self, *items: Sample | Spoiled) -> None:
        for one in items:
            if isinstance(one, Spoiled):
                self.pending.append((None, b"{no json" if one.kind == "garbage" else b'{"\xff": 1}'))
            else:
                body = json.dumps(dict(zip(HEADS, row_of(one), strict=True)), ensure_ascii=False).encode()
                self.pending.append((one.external_id, body))

    def run(self, admit: Admit) -> None:
        application = Receiver(self.connection, admit, lambda: NOW)
        for number, body in list(self.pending):
            headers = sign(key_of(SecretStr(SECRET)), f"r-{number}", NOW, body)
            status, _, said = call(application, body, headers)
            if status < 500:
                self.pending.remove((number, body))
                text = json.dumps(said, ensure_ascii=False)
                self.told.append(Answer(number, said.get("status", "rejected"), said.get("case"), text))

    def answers(self) -> list[Answer]:
        return self.told


class FolderOutletRig:
    """A system that fetches the files laid out for it."""

    secrets, plays = (), ("failing",)

    def __init__(self, folder: Path) -> None:
        self.connection = connected(folder, FOLDER + MESSAGES)
        self.out = folder / "box" / "out"
        self.away = folder / "box" / "away"
        self.taken: list[Received] = []

    def outlet(self) -> FolderOutlet:
        return FolderOutlet(self.connection)

    def behave(self, how: str) -> None:
        if how == "failing" and self.out.is_dir():
            self.out.rename(self.away)
            self.out.write_text("in the way")
        elif how == "well" and self.away.exists():
            self.out.unlink()
            self.away.rename(self.out)

    def received(self) -> list[Received]:
        events = [json.loads(path.read_bytes()) for path in sorted(self.out.iterdir())]
        return [received(event) for event in events]


def received(event: dict[str, Any]) -> Received:
    """A CloudEvent as the kit sees it."""
    assert event["specversion"] == "1.0"
    assert event["type"].startswith("gridroute.")
    return Received(event["id"], event["data"], datetime.fromisoformat(event["time"]))


class WebhookOutletRig:
    """A receiver behind an HTTP transport of the test."""

    secrets, plays = (SECRET,), ("failing", "refusing", "slow", "loses_answers")

    def __init__(self, folder: Path) -> None:
        self.connection = connected(folder, WEBHOOK + MESSAGES)
        self.how = "well"
        self.taken: list[Received] = []

    def outlet(self) -> WebhookOutlet:
        return WebhookOutlet(self.connection, lambda: NOW, httpx.MockTransport(self.answer))

    def behave(self, how: str) -> None:
        self.how = how

    def answer(self, request: httpx.Request) -> httpx.Response:
        match self.how:
            case "failing":
                return httpx.Response(503, headers={"retry-after": "120"}, text="later")
            case "refusing":
                return httpx.Response(422, text="不收")
            case "slow":
                raise httpx.ReadTimeout("too late", request=request)
        self.taken.append(received(json.loads(request.content)))
        if self.how == "loses_answers":
            raise httpx.RemoteProtocolError("gone", request=request)
        return httpx.Response(204)

    def received(self) -> list[Received]:
        return self.taken
