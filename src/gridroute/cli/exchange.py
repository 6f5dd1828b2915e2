"""``gridroute exchange``: takes in what other systems hand over and sends what they are to be told."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gridroute.cli.docket import db_option, docket_at, now
from gridroute.cli.language import tell
from gridroute.cli.options import county_option, language_option, limit_option
from gridroute.errors import Bilingual, Fault, GridrouteError, InputError, NotNow, WrongConnection

if TYPE_CHECKING:
    from gridroute.adapters.mailroom import Tally
    from gridroute.dispatch import County
    from gridroute.exchange import Connection

HELP = Bilingual(
    "与其他系统对接: 收进新来的诉求,发出该发的消息。CONNECTION 是对接文件 (YAML)。做一轮就结束;"
    "用 --every 或 --listen 则一直做到收到停止信号。有退件、失败或放弃的消息时退出码为 1。",
    "Exchange with other systems: take in new issues, send what is due. CONNECTION is a connection file (YAML). One "
    "round, then it ends; with --every or --listen it goes on until it is told to stop. The exit code is 1 where "
    "something was rejected, failed or given up.",
)
#: Seconds between rounds where only ``--listen`` is given.
EVERY = 30


def command(lang: str) -> click.Command:
    """The command in one language."""

    def said(zh: str, en: str) -> str:
        return Bilingual(zh, en).in_(lang)

    @click.command("exchange", help=HELP.in_(lang))
    @click.argument("files", metavar="CONNECTION...", nargs=-1, required=True, type=click.Path(path_type=Path))
    @db_option(lang)
    @county_option(lang)
    @click.option("--check", is_flag=True, help=said("只检查对接文件", "only check the connection files"))
    @limit_option(
        lang,
        10_000,
        Bilingual(
            "每个对接一轮最多收多少件、发多少条", "how many issues and messages a round takes of each connection"
        ),
    )
    @click.option("--every", type=click.IntRange(1), help=said("每隔多少秒做一轮", "seconds between rounds"))
    @click.option(
        "--listen", metavar="HOST:PORT", help=said("在这里收其他系统推送的诉求", "where other systems post issues")
    )
    @language_option(lang)
    def exchange(
        files: tuple[Path, ...],
        db: str,
        county: str | None,
        check: bool,
        limit: int,
        every: int | None,
        listen: str | None,
    ) -> None:
        connections = _read(files)
        load = _counties()
        _held_to_their_county(connections, load, county)
        if check:
            _try(connections)
            for one in connections:
                click.echo(said(f"{one.name}: 没有错", f"{one.name}: no faults"))
            return
        with ExitStack() as stack:
            round_ = _Round(connections, db, load, county, lang, limit, stack)
            if listen is not None:
                stack.enter_context(_listening(listen, round_.application(db), lang))
            if every is None and listen is None:
                tally = round_.run(lambda: False)
                _show(tally, lang)
                raise SystemExit(1 if tally.rejected or tally.failed or tally.buried or tally.waiting else 0)
            _again_and_again(round_, every or EVERY, lang)

    return exchange


def _read(files: Sequence[Path]) -> list[Connection]:
    """All connections; ``WrongConnection`` with the faults of all files."""
    from gridroute.adapters.mailroom import overlapping
    from gridroute.exchange import read_connection

    found: list[Connection] = []
    faults: list[Fault] = []
    for path in files:
        try:
            one = read_connection(path)
        except WrongConnection as error:
            faults.extend(error.faults)
            continue
        if one.name in {other.name for other in found}:
            problem = Bilingual(f"已有对接叫“{one.name}”", f"another connection is called “{one.name}”")
            faults.append(one.fault(("name",), problem, Bilingual("换一个名称", "give it another name")))
        found.append(one)
    for recipient, first, second in overlapping(found):
        problem = Bilingual(
            f"“{first}”和“{second}”都发给 {recipient}", f"“{first}” and “{second}” both send to {recipient}"
        )
        one = next(one for one in found if one.name == second)
        remedy = Bilingual("在 messages.recipients 里分开", "keep them apart under messages.recipients")
        faults.append(one.fault(("messages", "recipients"), problem, remedy))
    if faults:
        raise WrongConnection(tuple(faults))
    return found


def _counties() -> Callable[[str], County]:
    """Gives the county of a name, loaded once; the only installed one without a name."""
    from gridroute.dispatch import load_county
    from gridroute.plugins import build_manager, counties, installed_layers

    manager = build_manager()
    loaded: dict[str, County] = {}

    def load(name: str) -> County:
        if not name:
            known = counties(installed_layers(manager, []))
            if len(known) != 1:
                words = Bilingual("没有写县: 用 --county 指定", "no county: name it with --county")
                raise InputError(words)
            name = known[0].adcode
        if name not in loaded:
            made = load_county(name, manager)
            loaded[name] = loaded.setdefault(made.adcode, made)
        return loaded[name]

    return load


def _held_to_their_county(connections: Sequence[Connection], load: Callable[[str], County], name: str | None) -> None:
    """``WrongConnection`` where a connection names what its county does not know."""
    faults: list[Fault] = []
    for one in connections:
        policy = load(one.county or name or "").policy
        faults.extend(one.check(policy.vocabulary, policy.categories.nodes))
    if faults:
        raise WrongConnection(tuple(sorted(faults)))


def _try(connections: Sequence[Connection]) -> None:
    """Makes the adapters of all connections and takes nothing in; what their settings lack is raised."""
    from gridroute.adapters.catalogue import Catalogue
    from gridroute.exchange import Envelope, Receipt, Unreadable
    from gridroute.plugins import build_manager

    def refuse(one: Envelope | Unreadable) -> Receipt:
        raise NotNow(Bilingual("只检查", "only a check"))

    catalogue = Catalogue(build_manager())
    for one in connections:
        catalogue.intake(one, now)
        catalogue.receiver(one, refuse, now)
        close = getattr(catalogue.outlet(one, now), "close", None)
        if close is not None:
            close()


class _Round:
    """All that one round needs, made once."""

    def __init__(
        self,
        connections: Sequence[Connection],
        db: str,
        load: Callable[[str], County],
        county: str | None,
        lang: str,
        limit: int,
        stack: ExitStack,
    ) -> None:
        from gridroute.adapters.catalogue import Catalogue
        from gridroute.plugins import build_manager

        self.connections, self.load, self.county, self.lang, self.limit = connections, load, county, lang, limit
        self.manager = build_manager()
        self.catalogue = Catalogue(self.manager)
        for failure in self.manager.broken:
            words = Bilingual(f"插件出错: {failure.error}", f"the plugin failed: {failure.error}")
            tell(Bilingual(f"{failure.plugin}: {words.zh}", f"{failure.plugin}: {words.en}"), lang)
        self.intakes = [(one.name, intake) for one in connections if (intake := self.catalogue.intake(one, now))]
        self.outlets = [(one, made) for one in connections if (made := self.catalogue.outlet(one, now))]
        for _, outlet in self.outlets:
            if hasattr(outlet, "close"):
                stack.callback(outlet.close)
        self.docket, self.reception = self._reception(db)

    def _reception(self, db: str) -> tuple[Any, Any]:
        from gridroute.adapters.reception import Reception

        docket = docket_at(db, load=self.load, new=True)
        return docket, Reception(docket, self.load, self.manager, now, self.county)

    def application(self, db: str) -> Any:
        """The applications of all connections on which other systems call us, each at ``/NAME``."""
        from gridroute.adapters.webhook.mount import Mount

        _, reception = self._reception(db)  # requests come in threads of their own
        made = {one.name: self.catalogue.receiver(one, reception.admit, now) for one in self.connections}
        found = {name: application for name, application in made.items() if application is not None}
        if not found:
            words = Bilingual("--listen: 没有要推送进来的对接", "--listen: no connection is one that calls us")
            raise InputError(words)
        return Mount(found)

    def run(self, stopping: Callable[[], bool]) -> Tally:
        """One round."""
        import random

        from gridroute.adapters.mailroom import Tally, send_out, take_in

        tally = Tally()

        def hear(words: Bilingual) -> None:
            tell(words, self.lang)

        for name, intake in self.intakes:
            if not stopping():
                take_in(name, intake, self.reception.admit, tally, hear, stopping, self.limit)
        send_out(self.docket.outbox, self.outlets, now, random.random, tally, hear, stopping, self.limit)
        for words in tally.failed:
            hear(words)
        return tally


def _show(tally: Tally, lang: str) -> None:
    words = Bilingual(
        f"收 {tally.accepted} 件,重复 {tally.duplicate},退回 {tally.rejected};"
        f"发 {tally.delivered} 条,待再发 {tally.waiting},放弃 {tally.buried}",
        f"{tally.accepted} taken in, {tally.duplicate} known already, {tally.rejected} rejected; "
        f"{tally.delivered} sent, {tally.waiting} to be tried again, {tally.buried} given up",
    )
    click.echo(words.in_(lang))


def _again_and_again(round_: _Round, every: int, lang: str) -> None:
    """Rounds until a signal asks to stop; the step in hand is finished first."""
    stop = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: stop.set())
    while not stop.is_set():
        try:
            tally = round_.run(stop.is_set)
        except GridrouteError as error:  # a database that is away comes back
            click.echo(error.text(lang), err=True)
        else:
            if tally != type(tally)():
                _show(tally, lang)
        stop.wait(every)
    tell(Bilingual("已停止", "stopped"), lang)


@contextmanager
def _listening(address: str, application: Any, lang: str) -> Iterator[None]:
    from gridroute.adapters.webhook.mount import serve

    host, _, port = address.rpartition(":")
    if not (host and port.isascii() and port.isdigit() and int(port) < 65_536):
        words = Bilingual("--listen: 写成 127.0.0.1:8080", "--listen: write it as 127.0.0.1:8080")
        raise InputError(words)
    server = serve(application, host.strip("[]"), int(port))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    tell(Bilingual(f"在 {host}:{server.server_port} 收件", f"listening on {host}:{server.server_port}"), lang)
    try:
        yield
    finally:
        with suppress(OSError):
            server.shutdown()
            server.server_close()
