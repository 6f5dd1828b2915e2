"""收件台: reads a file of issues, finds each one's county, routes it, and keeps count."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TypeVar

import click

from gridroute.adapters import BadLine, Row, parse_issue, read_rows
from gridroute.adapters.characters import visible
from gridroute.adapters.declared import names_of
from gridroute.adapters.issues import STDIN
from gridroute.adapters.record import shown
from gridroute.adapters.row import Heard
from gridroute.cli.language import tell
from gridroute.cli.ledger import Ledger
from gridroute.dispatch import County, Dispatcher, Hints, gather, load_county
from gridroute.errors import (
    Bilingual,
    Fault,
    GridrouteError,
    InputError,
    IssueError,
    PolicyError,
    UnknownCounty,
    internal,
    place_of,
)
from gridroute.model import Decision, Issue
from gridroute.plugins import Plugins, build_manager, counties, installed_layers
from gridroute.policy.policy import fingerprint

T = TypeVar("T")


@dataclass
class Desk:
    """Routes the issues of files. Problems are said at once; ``bad`` counts the lines that failed.

    With ``only``, nothing but the issue of that identifier is routed or spoken of.
    """

    lang: str
    default: str | None = None
    at: datetime | None = None
    only: str | None = None
    engine: str = "auto"
    #: The zone of times written without one; without it they are refused.
    zone: tzinfo | None = None
    manager: Plugins = field(default_factory=build_manager)
    heard: Heard = lambda done, total: None
    bad: int = 0
    unread: int = 0
    same: int = 0
    routed: int = 0
    broken: dict[str, PolicyError] = field(default_factory=dict)
    _loaded: dict[str, County] = field(default_factory=dict)
    _dispatchers: dict[str, Dispatcher] = field(default_factory=dict)
    _seen: Ledger = field(default_factory=Ledger)

    def __post_init__(self) -> None:
        """Loads the county that rows without one belong to, so that its faults come first."""
        if (context := click.get_current_context(silent=True)) is not None:
            context.call_on_close(self._seen.close)
        if self.default is None:
            known = counties(installed_layers(self.manager, []))
            if len(known) == 1:
                self.default = known[0].adcode
        if self.default is not None:
            self.county(self.default)

    def county(self, name: str) -> County:
        """The county of that name, loaded once."""
        if name not in self._loaded:
            made = load_county(name, self.manager)
            known = self._loaded.get(made.adcode)
            self._loaded[name] = self._loaded[made.adcode] = known or made
        return self._loaded[name]

    def route(self, *paths: Path) -> Iterator[tuple[Issue, Decision, County]]:
        """Every issue of ``paths`` with its decision; a bad line is told as ``file:line: reason``.

        A file that cannot be used is told; where there are others, they are routed. ``InputError``: the only
        file cannot be used, or has no issue in it.
        """
        return self.each(self._decided, *paths)

    def each(self, handle: Callable[[Issue, County, Hints], T], *paths: Path) -> Iterator[T]:
        """As ``route``: what ``handle`` makes of every issue of ``paths``, its county and what plugins know of it."""
        read: set[Path] = set()
        for path in paths:
            once = path if path == STDIN else path.resolve()
            if once in read:
                tell(Bilingual(f"{path}: 写了两遍,只读一遍", f"{path}: named twice; read once"), self.lang)
                continue
            read.add(once)
            try:
                yield from self._file(path, handle)
            except InputError as error:
                if len(paths) == 1:
                    raise
                self.unread += 1
                tell(error.words, self.lang)

    def _file(self, path: Path, handle: Callable[[Issue, County, Hints], T]) -> Iterator[T]:
        before = self.routed + self.bad + self.same
        for row in read_rows(path, self.heard, self._declared):
            where = _where(path, row)
            if isinstance(row, BadLine):
                self._refuse(where, row.problem)
                continue
            try:
                found = self._one(where, row, handle)
            except IssueError as error:
                self._refuse(where, error.words)
                continue
            except GridrouteError:
                raise
            except Exception as error:  # a fault of ours with one issue must not lose the others
                self._refuse(where, internal(place_of(error)))
                continue
            if found is not None:
                self.routed += 1
                yield found
        if self.only is None and self.routed + self.bad + self.same == before:
            raise InputError(Bilingual(f"{path}: 一件诉求也没有", f"{path}: there is no issue in it"))

    def _declared(self) -> list[str]:
        """The heads of fields that the county of the rows declares; of all counties where each row names its own."""
        names = [self.default] if self.default else [one.adcode for one in counties(installed_layers(self.manager, []))]
        found: list[str] = []
        for name in names:
            with suppress(PolicyError):  # told when a row of that county comes
                found.extend(names_of(self.county(name).policy.vocabulary))
        return found

    def _one(self, where: str, row: Row, handle: Callable[[Issue, County, Hints], T]) -> T | None:
        county = self._county_of(row)
        issue = parse_issue(row.data, county.policy.vocabulary, row.from_text, self.zone)
        content = fingerprint(_content(issue))
        before = self._seen.first(county.adcode, issue.id, content, where)
        if before is not None:
            name, line = shown(issue.id), _line(before[1], where)
            if before[0] == content:
                self.same += 1
                words = Bilingual(
                    f"{where}: 编号“{name}”与{line.zh}内容相同,只算一件",
                    f"{where}: “{name}” is the same as on {line.en}; counted once",
                )
                if self.only is None:
                    tell(_seen_by_eye(words), self.lang)
                return None
            raise IssueError(
                Bilingual(
                    f"编号“{name}”{line.zh}已有,内容却不同: 换一个编号",
                    f"“{name}” stands on {line.en} with other content: give it another id",
                )
            )
        if self.only not in (None, issue.id):
            return None
        return handle(issue, county, gather(issue, county, self.manager))

    def _decided(self, issue: Issue, county: County, hints: Hints) -> tuple[Issue, Decision, County]:
        return issue, self._dispatcher(county).route(issue, self.at or issue.received_at, hints), county

    def _dispatcher(self, county: County) -> Dispatcher:
        if county.adcode not in self._dispatchers:
            self._dispatchers[county.adcode] = Dispatcher(county, self.engine)
        return self._dispatchers[county.adcode]

    def _county_of(self, row: Row) -> County:
        written = row.data.get("county") or row.data.get("县")
        name = str(written).strip() if written else self.default
        if not name:
            raise IssueError(
                Bilingual(
                    "没有写县: 加一列 county,或用 --county 指定",
                    "no county: add a column county, or use --county",
                )
            )
        try:
            return self.county(name)
        except UnknownCounty as error:
            raise IssueError(error.words) from None
        except PolicyError as error:
            count = len(error.faults)
            self.broken.setdefault(name, error)
            raise IssueError(
                Bilingual(
                    f"“{name}”的政策有 {count} 处错误,没有启用",
                    f"the policy of “{name}” has {count} faults and is not used",
                )
            ) from None

    def _refuse(self, where: str, problem: Bilingual) -> None:
        self.bad += 1
        if self.only is None:
            tell(_seen_by_eye(Bilingual(f"{where}: {problem.zh}", f"{where}: {problem.en}")), self.lang)

    def warn_of_plugins(self) -> None:
        """Tells which plugins are broken."""
        faults: list[Fault] = []
        installed_layers(self.manager, faults)
        for fault in faults:
            tell(Bilingual(fault.text("zh"), fault.text("en")), self.lang)

    def closing(self) -> int:
        """Says what was left out; the exit code (0 all decided, 1 some bad line, 2 a policy with faults)."""
        for error in self.broken.values():
            tell(Bilingual(error.text("zh"), error.text("en")), self.lang)
        if self.bad:
            tell(
                Bilingual(
                    f"办了 {self.routed} 件,{self.bad} 行有错没有办",
                    f"{self.routed} routed, {self.bad} bad lines left out",
                ),
                self.lang,
            )
        if self.unread:
            words = Bilingual(f"{self.unread} 个文件没有读", f"{self.unread} files were not read")
            tell(words, self.lang)
        return 2 if self.broken or self.unread else int(self.bad > 0)


def _content(issue: Issue) -> list[object]:
    """All that an issue says, in a form that no order of a set can change."""
    sets = {name: sorted(v) if isinstance(v, frozenset) else v for name, v in issue.county_fields.items()}
    return [issue.model_dump(mode="json", exclude={"tags", "county_fields"}), sorted(issue.tags), sets]


def _where(path: Path, row: Row | BadLine) -> str:
    """Where a row stands, as messages name it: ``file:line``, in a workbook ``file:sheet!row``."""
    name = "stdin" if path == STDIN else str(path)
    return f"{name}:{row.sheet}!{row.line}" if row.sheet else f"{name}:{row.line}"


def _line(place: str, seen_from: str) -> Bilingual:
    """The place of an earlier row, short where it stands in the same file."""
    if place.rpartition(":")[0] == seen_from.rpartition(":")[0] and "!" not in place:
        number = place.rpartition(":")[2]
        return Bilingual(f"第{number}行", f"line {number}")
    return Bilingual(f" {place} ", place)


def _seen_by_eye(words: Bilingual) -> Bilingual:
    """A message of one line, whatever characters the words that it quotes have."""
    return Bilingual(visible(words.zh, keep=""), visible(words.en, keep=""))
