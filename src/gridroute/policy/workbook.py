"""工作簿: a policy file as an XLSX workbook that a clerk can fill in: choices to pick from, and what each column is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from gridroute.errors import Bilingual
from gridroute.policy.cells import Column, column
from gridroute.policy.grammar import Grammar
from gridroute.policy.path import STAGES
from gridroute.policy.sheet import BESIDE
from gridroute.policy.stage import Shape
from gridroute.policy.tongue import FLAGS, RULE_KEYS
from gridroute.policy.vocabulary import FieldType
from gridroute.policy.worksheet import Worksheet

#: Rows below the last one that have their choices too.
_SPARE = 500
_ROLES = (Shape.ROLE, Shape.ROLES, Shape.LEADS)
_LISTS = (Shape.ROLES, Shape.TAGS, Shape.TEXTS, Shape.LEADS)
_OUTCOMES = {item.name: item for stage in STAGES for item in stage.outcomes}
_KEYS = {
    "id": Bilingual("规则编号,全部政策里不重复;以层的字头开头", "the rule's identifier, once in the whole policy"),
    "title": Bilingual("一句话说明;表里可以不写", "one sentence; may be left out in a table"),
    "source": Bilingual("文件名和条款;没有出处写 assumed", "document and clause; assumed where there is none"),
    "stage": Bilingual("在哪个阶段判断", "the stage that reads it"),
    "when": Bilingual(
        "条件,写法同 YAML,如 {类别: {属于: 公用事业/供热}};总是成立写 {}", "conditions as in YAML; {} always holds"
    ),
    "then": Bilingual("结果,写法同 YAML", "outcomes as in YAML"),
    "binding": Bilingual("约束力;空=默认", "how binding it is; blank: default"),
    "rank": Bilingual("位阶;空=一般", "special_law, or blank"),
    "replaces": Bilingual("取代哪条规则", "the rule it replaces"),
    "tightens": Bilingual("加严哪条规则", "the rule it tightens"),
    "effective_from": Bilingual("第一天,如 2026-01-01", "its first day, such as 2026-01-01"),
    "effective_to": Bilingual("最后一天", "its last day"),
}
_CONDITION = {
    FieldType.BOOLEAN: Bilingual("条件: 是 或 否", "condition: true or false"),
    FieldType.INTEGER: Bilingual("条件: 数,或 ≥10 >10 ≤10 <10 1..10", "condition: a number, or ≥10 >10 ≤10 <10 1..10"),
    FieldType.DATE: Bilingual("条件: 日期,可加 ≥ ≤ > <", "condition: a day, with ≥ ≤ > < before it"),
    FieldType.WORD: Bilingual("条件: 一个词", "condition: a word"),
    FieldType.PATH: Bilingual(
        "条件: 路径;末尾加 /* 表示它和它下面", "condition: a path; /* at the end: it and all below"
    ),
    FieldType.WORDS: Bilingual("条件: 含有其中之一", "condition: holds one of them"),
}
_ANY = Bilingual("空=不限;甲|乙=其一;!甲=不是", "blank: any; a|b: one of; !a: not")
_WIDE = {"when": 60, "then": 60, "title": 30, "source": 26}


def write_workbook(sheet: Worksheet, grammar: Grammar, categories: Iterable[str], lang: str, file: BinaryIO) -> None:
    """Writes the rows with a frozen head, choices in the columns that have some, and a sheet that explains them.

    Every cell is text, so that no program turns ``1..10`` or a day into something else.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    page = book.worksheets[0]
    page.title = Bilingual("规则", "rules").in_(lang)
    columns = [column(head, grammar) for head in sheet.heads]
    wrapped = Alignment(vertical="top", wrap_text=True)
    for number, row in enumerate((sheet.heads, *sheet.rows), start=1):
        for place, text in enumerate(row, start=1):
            cell = page.cell(number, place)
            cell.number_format = "@"
            cell.alignment = wrapped
            if text:
                cell.value = text
                cell.data_type = "s"
                cell.quotePrefix = text[0] in "=+-@"
    for place, one in enumerate(columns, start=1):
        page.cell(1, place).font = Font(bold=True)
        cells = (len(row[place - 1]) for row in (sheet.heads, *sheet.rows[:200]))
        width = _WIDE.get(one.en) or min(max(10, 2 * max(cells) + 2), 50)
        page.column_dimensions[get_column_letter(place)].width = width
    page.freeze_panes = "B2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(sheet.rows) + 1}"
    choices = [_choices(one, grammar, categories, lang) for one in columns]
    _explain(book.create_sheet(BESIDE[0].in_(lang)), sheet, columns, choices, grammar, lang)
    _offer(page, book.create_sheet(BESIDE[1].in_(lang)), choices, len(sheet.rows))
    book.save(file)


def _explain(
    page: object, sheet: Worksheet, columns: list[Column], choices: list[list[str]], grammar: Grammar, lang: str
) -> None:
    from openpyxl.styles import Font
    from openpyxl.worksheet.worksheet import Worksheet as Page

    assert isinstance(page, Page)
    rows = [
        [Bilingual("文件", "file").in_(lang), sheet.name],
        [
            Bilingual("说明", "note").in_(lang),
            Bilingual(
                "第一张表一行是一条规则。改好后用 gridroute table import 检查并写回。本页不必改。",
                "Each row of the first sheet is a rule. Check and write it back with gridroute table import.",
            ).in_(lang),
        ],
        [
            Bilingual("列", "column").in_(lang),
            Bilingual("填什么", "what to write").in_(lang),
            Bilingual("文件里的写法", "as the file has it").in_(lang),
        ],
    ]
    for head, one, words in zip(sheet.heads, columns, choices, strict=True):
        offered = Bilingual(f"可选 {len(words)} 个词,见词表", f"{len(words)} words to choose from").in_(lang)
        rows.append(
            [
                head,
                "。".join((_what(one, grammar).in_(lang), *([offered] if words else []))),
                *sheet.origin.get(head, ()),
            ]
        )
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row, start=1):
            cell = page.cell(number, place, text)
            cell.data_type = "s"
            cell.font = Font(bold=place == 1)
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 24, 90


def _what(one: Column, grammar: Grammar) -> Bilingual:
    if one.en in _KEYS:
        return _KEYS[one.en]
    if one.en.startswith("→due."):
        return Bilingual("结果: 时限,如 3个工作日、24小时", "outcome: a deadline, such as 3 workdays, 24 clock_hours")
    if one.en.startswith("→"):
        item = _OUTCOMES.get(one.en[1:])
        if item is not None and item.shape in _LISTS:
            return Bilingual("结果: 多个用 + 连接", "outcome: join several with +")
        return Bilingual("结果", "outcome")
    item_ = grammar.vocabulary.fields.get(grammar.vocabulary.by_label(one.en) or "")
    if item_ is None:
        return Bilingual("", "")
    said = _CONDITION[item_.type]
    return Bilingual(f"{said.zh};{_ANY.zh}", f"{said.en}; {_ANY.en}")


def _choices(one: Column, grammar: Grammar, categories: Iterable[str], lang: str) -> list[str]:
    """The words that may stand in a column; none where anything may."""
    vocabulary = grammar.vocabulary
    if one.en in ("when", "then"):
        return []
    if one.place.words is not None:
        return sorted(one.place.words.in_(lang, word) for word in one.place.words.all)
    if one.place.flag:
        return [FLAGS[True], FLAGS[False]] if lang == "zh" else ["true", "false"]
    outcome = _OUTCOMES.get(one.en[1:]) if one.en.startswith("→") else None
    if outcome is not None and outcome.shape in _ROLES:
        return sorted(vocabulary.roles)
    item = vocabulary.fields.get(vocabulary.by_label(one.en) or "") if one.en not in RULE_KEYS else None
    if item is None:
        return []
    return list(categories) if item.name in ("category", "category_level_2") else list(item.values)


def _offer(page: object, words: object, choices: list[list[str]], rows: int) -> None:
    """Puts the words on their own sheet and lets each column pick from them; other text is taken too."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet as Page

    assert isinstance(page, Page)
    assert isinstance(words, Page)
    for place, offered in enumerate(choices, start=1):
        if not offered:
            continue
        letter = get_column_letter(place)
        for number, word in enumerate(offered, start=1):
            words.cell(number, place, word).data_type = "s"
        picked = DataValidation("list", f"'{words.title}'!${letter}$1:${letter}${len(offered)}", allow_blank=True)
        picked.showErrorMessage = False  # a cell may hold several of them
        picked.add(f"{letter}2:{letter}{rows + 1 + _SPARE}")
        page.add_data_validation(picked)
