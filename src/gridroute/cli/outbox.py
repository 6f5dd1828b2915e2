"""``gridroute outbox``: which messages were given up and why; sends them again when somebody asks for it."""

from __future__ import annotations

import click

from gridroute.cli.docket import as_json, db_option, docket_at, now
from gridroute.cli.language import tell
from gridroute.cli.options import format_option, language_option, limit_option
from gridroute.errors import Bilingual, InputError

HELP = Bilingual(
    "发件箱: 列出放弃了的消息和原因。改好之后用 --revive 再发。有放弃的消息时退出码为 1。",
    "The outbox: list the messages that were given up, and why. --revive sends them again once the cause is mended. "
    "The exit code is 1 where there are any.",
)
_HEADS = (
    Bilingual("序号", "number"),
    Bilingual("办件编号", "case"),
    Bilingual("收件方", "recipient"),
    Bilingual("事件", "event"),
    Bilingual("次数", "tries"),
    Bilingual("原因", "reason"),
)


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("outbox", help=HELP.in_(lang))
    @db_option(lang)
    @click.option(
        "--revive",
        multiple=True,
        metavar="NUMBER|all",
        help=Bilingual("再发这一条,可写几次;all 是全部", "send this one again; may be repeated; all: all of them").in_(
            lang
        ),
    )
    @limit_option(lang, 100, Bilingual("最多列几条", "how many to list"))
    @format_option(lang)
    @language_option(lang)
    def outbox(db: str, revive: tuple[str, ...], limit: int, form: str) -> None:
        from gridroute.cli.table import print_table

        kept = docket_at(db).outbox
        if revive:
            dead = {str(message.id): message.id for message, _ in kept.dead(1_000_000)}
            chosen = list(dead) if "all" in revive else list(dict.fromkeys(revive))
            for number in chosen:
                if number not in dead:
                    words = Bilingual(f"没有放弃的消息 {number}", f"there is no message {number} that was given up")
                    raise InputError(words)
            again = sum(kept.revive(dead[number], now()) for number in chosen)  # another may have revived one
            tell(Bilingual(f"{again} 条再发", f"{again} to be sent again"), lang)
        found = kept.dead(limit)
        if form == "jsonl":
            for message, reason in found:
                said = {"id": message.id, "case": message.case, "recipient": message.recipient, "event": message.topic}
                click.echo(as_json(**said, tries=message.attempts, reason=_in(reason, lang)))
        elif found:
            rows = [
                [str(one.id), one.case, one.recipient, one.topic, str(one.attempts), _in(reason, lang)]
                for one, reason in found
            ]
            print_table([head.in_(lang) for head in _HEADS], rows)
        counts = kept.counts()
        words = Bilingual(
            f"待发 {counts['waiting']},已发 {counts['done']},放弃 {counts['dead']}",
            f"{counts['waiting']} waiting, {counts['done']} sent, {counts['dead']} given up",
        )
        tell(words, lang)
        raise SystemExit(1 if counts["dead"] else 0)

    return outbox


def _in(reason: str, lang: str) -> str:
    """A reason that was kept in both languages, in one of them."""
    zh, _, en = reason.partition("\n")
    return en if lang == "en" and en else zh
