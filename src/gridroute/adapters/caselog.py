"""办件日志: the events of cases from a file of one JSON object a line, as ``gridroute case export`` writes them."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from gridroute.casework import CaseEvent, fold
from gridroute.errors import Bilingual, Fault, InputError


def read_logs(path: Path, faults: list[Fault]) -> list[list[CaseEvent]]:
    """The whole log of each case, in the order of the first mention; what is wrong goes to ``faults``.

    A case of which a line is unreadable, missing or twice there with other content is left out and named.
    ``InputError``: the file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        words = Bilingual(
            f"{path}: 不是 UTF-8 文字: 用 gridroute case export 重新导出",
            f"{path}: not UTF-8 text: export again with gridroute case export",
        )
        raise InputError(words) from None
    except OSError as error:
        said = error.strerror or str(error)
        raise InputError(Bilingual(f"{path}: 读不出: {said}", f"{path}: cannot be read: {said}")) from None
    logs: dict[str, dict[int, CaseEvent]] = {}
    begins: dict[str, int] = {}
    spoiled: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            event = CaseEvent.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "JSON"
            words = Bilingual(f"不是办件事件 ({where})", f"no event of a case ({where})")
            remedy = Bilingual("用 gridroute case export 重新导出", "export again with gridroute case export")
            faults.append(Fault(str(path), number, "", words, remedy))
            continue
        begins.setdefault(event.case, number)
        known = logs.setdefault(event.case, {}).setdefault(event.seq, event)
        if known != event:
            spoiled.add(event.case)
            words = Bilingual(f"第 {event.seq} 个事件有两个样子", f"event {event.seq} is there twice and differs")
            faults.append(Fault(str(path), number, event.case, words))
    made: list[list[CaseEvent]] = []
    for name, events in logs.items():
        log = [events[seq] for seq in sorted(events)]
        try:
            if name not in spoiled:
                fold(log)
                made.append(log)
        except ValueError:
            words = Bilingual("事件不连续,这件没有采用", "events are missing; the case is left out")
            faults.append(Fault(str(path), begins[name], name, words))
    return made
