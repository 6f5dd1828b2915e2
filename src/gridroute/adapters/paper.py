"""文稿: a paper of headings, facts and tables, as Markdown or as a workbook."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from gridroute.adapters.characters import visible

#: The bounds of a column in characters, and the height of a line in points.
_NARROWEST, _WIDEST, _LINE = 6, 36, 15


@dataclass
class Section:
    """A heading, what is known as *name: value*, and perhaps a table."""

    heading: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    depth: int = 2


@dataclass
class Paper:
    """One paper. ``short`` names its sheet in a workbook."""

    title: str
    short: str
    sections: list[Section] = field(default_factory=list)


def as_markdown(papers: Iterable[Paper]) -> str:
    """All papers, one after the other."""
    lines: list[str] = []
    for paper in papers:
        lines += [f"# {_plain(paper.title)}", ""]
        for section in paper.sections:
            if section.heading:
                lines += [f"{'#' * section.depth} {_plain(section.heading)}", ""]
            if section.facts:
                lines += [*(f"- {_plain(name)}: {_plain(value)}" for name, value in section.facts), ""]
            if section.heads:
                lines.append("| " + " | ".join(_cell(head) for head in section.heads) + " |")
                lines.append("|" + "---|" * len(section.heads))
                lines += ["| " + " | ".join(_cell(one) for one in row) + " |" for row in section.rows]
                lines.append("")
    return "\n".join(lines).rstrip() + "\n" if lines else ""


def write_workbook(papers: Sequence[Paper], file: BinaryIO) -> None:
    """A workbook with a sheet for each paper. A text that begins like a formula stays a text."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    book = Workbook()
    book.remove(book.worksheets[0])  # a new book has one sheet
    for number, paper in enumerate(papers, 1):
        sheet = book.create_sheet(f"{number} {_sheet_name(paper.short)}"[:31])
        row, widths = 1, _widths(paper)

        def put(column: int, text: str, bold: bool = False, size: int = 11) -> None:
            cell = sheet.cell(row, column)  # noqa: B023
            cell.value = _clean(text)
            cell.data_type = "s"
            cell.font = Font(bold=bold, size=size)
            cell.alignment = Alignment(wrap_text=size == 11, vertical="top")

        put(1, paper.title, True, 16)
        row += 2
        for section in paper.sections:
            if section.heading:
                put(1, section.heading, True, 13)
                row += 1
            for name, value in section.facts:
                put(1, name, True)
                put(2, value)
                sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=len(widths))
                sheet.row_dimensions[row].height = _LINE * max(1, math.ceil(_width(value) / sum(widths[1:])))
                row += 1
            for n, head in enumerate(section.heads, 1):
                put(n, head, True)
            row += bool(section.heads)
            for cells in section.rows:
                for n, text in enumerate(cells, 1):
                    put(n, text)
                row += 1
            row += 1
        for column, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if not papers:
        book.create_sheet("—")
    book.save(file)


def _widths(paper: Paper) -> list[int]:
    """How wide each column is: as its longest text, within bounds; the first also holds the names of facts."""
    columns = max([2, *(len(one.heads) for one in paper.sections)])
    longest = [_NARROWEST] * columns
    for section in paper.sections:
        for name, _ in section.facts:
            longest[0] = max(longest[0], _width(name) + 2)
        for cells in (section.heads, *section.rows):
            for n, text in enumerate(cells):
                longest[n] = max(longest[n], _width(text) + 2)
    return [min(one, _WIDEST) for one in longest]


def _width(text: str) -> int:
    """How many columns of a screen ``text`` takes."""
    return sum(2 if ord(one) > 0x2E7F else 1 for one in text)


def _plain(text: str) -> str:
    return visible(" ".join(str(text).split()))


def _cell(text: str) -> str:
    return _plain(text).replace("|", "\\|") or "—"


def _clean(text: str) -> str:
    """``text`` without the characters that a workbook cannot hold."""
    return "".join(one for one in str(text) if one >= " " or one in "\n\t")


def _sheet_name(text: str) -> str:
    return "".join(" " if one in "[]:*?/\\" else one for one in text)
