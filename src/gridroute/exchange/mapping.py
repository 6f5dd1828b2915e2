"""对照: records of another system under our names and in our words, and our messages under theirs."""

from __future__ import annotations

from collections.abc import Mapping as Record
from datetime import datetime
from zoneinfo import ZoneInfo

from gridroute.errors import Bilingual
from gridroute.exchange.codes import inverted
from gridroute.exchange.connection import CLOSED, Connection
from gridroute.exchange.envelope import Envelope, Unreadable

_TIMES = ("received_at", "occurred_at")


class Mapping:
    """The field and code mapping of one connection, both ways. It never guesses: what it does not know it says."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        issues, messages = connection.issues, connection.messages
        #: Their field → our field.
        self.fields = {theirs: ours for ours, theirs in issues.fields.items()} if issues else {}
        self._quiet = frozenset(issues.ignore) if issues else frozenset()
        self._codes_out = {name: inverted(table)[0] for name, table in connection.codes.items()}
        for name, table in (messages.codes if messages else {}).items():
            self._codes_out[name] = self._codes_out.get(name, {}) | table

    def key(self, head: str) -> str:
        """Our name of one of their fields; empty where it is not read."""
        return self.fields.get(head, "")

    def envelope(
        self, raw: Record[str, object], token: str, where: str, from_text: bool = False
    ) -> Envelope | Unreadable:
        """Their record as an envelope, or what is missing in it."""
        issues = self.connection.issues
        if issues is None:
            raise ValueError(f"the connection {self.connection.name} takes no issues")
        record: dict[str, object] = dict(issues.defaults)
        warnings: list[Bilingual] = []
        external = ""
        for theirs, value in raw.items():
            if value is None or (isinstance(value, str) and not value.strip()):
                continue
            ours = self.fields.get(theirs)
            if ours is None:
                if theirs not in self._quiet:
                    warnings.append(_not_read(theirs))
                continue
            if ours == "external_id":
                external = _plain(value)
            coded = self._coded(ours, value, warnings)
            if isinstance(coded, _Rejected):
                return Unreadable(token, where, coded.words, external or None)
            if coded is not None:
                record[ours] = coded
        return self._sealed(record, external, token, where, from_text, tuple(warnings))

    def _sealed(
        self,
        record: dict[str, object],
        external: str,
        token: str,
        where: str,
        from_text: bool,
        warnings: tuple[Bilingual, ...],
    ) -> Envelope | Unreadable:
        if not external:
            return Unreadable(token, where, self._missing("external_id"))
        if len(external) > 100:
            words = Bilingual("外部编号超过 100 字", "its number has more than 100 characters")
            return Unreadable(token, where, words, external[:100])
        for name in _TIMES:
            if name in record:
                moment = self._moment(record[name])
                if moment is None:
                    return Unreadable(token, where, self._bad_time(name, record[name]), external)
                record[name] = moment.isoformat()
        if "received_at" not in record:
            return Unreadable(token, where, self._missing("received_at"), external)
        channel = self.connection.channel
        record.setdefault("channel", channel)
        record["external_id"] = external
        record.setdefault("id", f"{self.connection.name}:{external}")
        if self.connection.county is not None:
            record.setdefault("county", self.connection.county)
        at = datetime.fromisoformat(str(record["received_at"]))
        return Envelope(token, where, channel, external, at, record, from_text, warnings)

    def _coded(self, ours: str, value: object, warnings: list[Bilingual]) -> object:
        table = self.connection.codes.get(ours)
        if table is None:
            return value
        code = _plain(value)
        if code in table:
            return table[code]
        choice = self.connection.unknown.get(ours, "leave_out" if ours in CLOSED else "keep")
        shown = code if len(code) <= 60 else f"{code[:60]}…"
        words = Bilingual(f"{ours} 的代码“{shown}”不在代码表里", f"the code “{shown}” of {ours} stands in no table")
        if choice == "reject":
            return _Rejected(words)
        warnings.append(words)
        # with the system's name before it, it can never be taken for a word of ours
        return f"{self.connection.name}:{code}"[:200] if choice == "keep" else None

    def _moment(self, value: object) -> datetime | None:
        issues = self.connection.issues
        text = str(value).strip()
        moment = None
        # a spreadsheet cell that holds a day and time has become ISO 8601 with its zone already
        for form in (issues.time_format if issues else None, None):
            try:
                moment = datetime.strptime(text, form) if form else datetime.fromisoformat(text.replace("/", "-"))
                break
            except ValueError:
                continue
        if moment is not None and moment.tzinfo is None and issues and issues.time_zone:
            moment = moment.replace(tzinfo=ZoneInfo(issues.time_zone))
        return moment if moment is not None and moment.tzinfo is not None and moment.year >= 1900 else None

    def _missing(self, name: str) -> Bilingual:
        issues = self.connection.issues
        theirs = issues.fields.get(name, name) if issues else name
        return Bilingual(f"缺少“{theirs}” ({name})", f"“{theirs}” ({name}) is missing")

    def _bad_time(self, name: str, value: object) -> Bilingual:
        issues = self.connection.issues
        theirs = issues.fields.get(name, name) if issues else name
        shown = str(value)[:60]
        form = (issues.time_format if issues else None) or "2026-03-02T09:10:00+08:00"
        return Bilingual(
            f"“{theirs}”的时间“{shown}”看不懂,或没有时区: 写成 {form}",
            f"cannot read the time “{shown}” of “{theirs}”, or it has no zone: write it as {form}",
        )

    def outward(self, payload: Record[str, object]) -> tuple[dict[str, object], tuple[Bilingual, ...]]:
        """The payload under their names and in their codes; a word without a code goes as it is, with a warning."""
        messages = self.connection.messages
        warnings: list[Bilingual] = []
        if messages is None or not messages.fields:
            return {name: self._sent(name, value, warnings) for name, value in payload.items()}, tuple(warnings)
        made: dict[str, object] = {}
        for theirs, path in messages.fields.items():
            value: object = payload
            for part in path.split("."):
                value = value.get(part) if isinstance(value, Record) else None
            if value is not None:
                made[theirs] = self._sent(path.rpartition(".")[2], value, warnings)
        return made, tuple(warnings)

    def _sent(self, name: str, value: object, warnings: list[Bilingual]) -> object:
        table = self._codes_out.get(name)
        if table is None or not isinstance(value, str):
            return value
        if value not in table:
            warnings.append(Bilingual(f"{name} 的“{value}”没有对方代码", f"“{value}” of {name} has no code of theirs"))
        return table.get(value, value)


class _Rejected:
    """An unknown code that the connection wants refused."""

    def __init__(self, words: Bilingual) -> None:
        self.words = words


def _plain(value: object) -> str:
    return str(value).strip()


def _not_read(theirs: str) -> Bilingual:
    shown = theirs if len(theirs) <= 40 else f"{theirs[:40]}…"
    return Bilingual(
        f"对方的“{shown}”没有读: 写进 fields 或 ignore", f"their “{shown}” is not read: name it in fields or ignore"
    )
