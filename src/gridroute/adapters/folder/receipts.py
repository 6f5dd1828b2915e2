"""回执文件: what became of every row of one file, as a table beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from gridroute.adapters.characters import like_a_formula, visible
from gridroute.adapters.folder.journal import Entry
from gridroute.adapters.target import written_whole
from gridroute.errors import Bilingual

_HEADS = (
    Bilingual("文件", "file"),
    Bilingual("行", "row"),
    Bilingual("外部编号", "external_id"),
    Bilingual("结果", "status"),
    Bilingual("办件编号", "case"),
    Bilingual("原因", "reason"),
    Bilingual("提示", "warnings"),
)
_STATUS = {
    "accepted": Bilingual("已受理", "accepted"),
    "duplicate": Bilingual("已有此件", "duplicate"),
    "rejected": Bilingual("未受理", "rejected"),
}


def write_receipt(path: Path, file: str, entries: Iterable[Entry], lang: str) -> None:
    """Writes the receipt of ``file`` whole or not at all, in the order of its rows."""
    with written_whole(path) as target:
        target.write(b"\xef\xbb\xbf")  # by which spreadsheet programs know UTF-8
        text = io.TextIOWrapper(target, "utf-8", newline="", write_through=True)
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([head.in_(lang) for head in _HEADS])
        for one in sorted(entries, key=_place):
            receipt = one.receipt
            reason = receipt.reason.in_(lang) if receipt.reason else ""
            warnings = (";" if lang == "zh" else "; ").join(words.in_(lang) for words in receipt.warnings)
            cells = (file, one.row, one.external_id, _STATUS[receipt.status].in_(lang), receipt.case, reason, warnings)
            writer.writerow([safe_cell(cell or "") for cell in cells])
        text.detach()


def safe_cell(text: str) -> str:
    """``text`` as a cell that no spreadsheet program runs, with nothing in it that no eye sees."""
    shown = visible(text)
    return f"'{shown}" if like_a_formula(shown) else shown


def _place(one: Entry) -> tuple[str, int]:
    sheet, _, line = one.row.rpartition("!")
    return sheet, int(line or 0)
