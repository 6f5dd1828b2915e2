"""决策表: a CSV file in which every row is a rule.

Row 1 holds labels: a plain label is a condition column, a label after ``→`` an outcome column, and
``编号 标题 依据 施行 终止 约束 位阶 取代 加严`` the rule's own keys. Cells: blank = any, ``a|b`` = one of,
``≥10 >10 ≤10 <10``, ``1..10``, ``公用事业/供热/*`` = under, ``!x`` = not; in an outcome ``a+b`` is a list.
"""

from __future__ import annotations

import re
from datetime import date

from gridroute.errors import Bilingual
from gridroute.policy.cells import column, head_names
from gridroute.policy.document import Document, Path_, Value
from gridroute.policy.grammar import Grammar
from gridroute.policy.path import BY_NAME, STAGES
from gridroute.policy.reading import Reading
from gridroute.policy.rule import Rule
from gridroute.policy.rulefile import Home, read_rules
from gridroute.policy.stage import Shape
from gridroute.policy.tongue import LEAD_BASIS, RULE_KEYS, nearest
from gridroute.policy.translation import Translation, english
from gridroute.policy.vocabulary import Field, FieldType

_KEYS = {label: key for key, label in RULE_KEYS.items()} | {key: key for key in RULE_KEYS}
_RANGE = re.compile(r"(-?\d{1,15})\s*\.\.\s*(-?\d{1,15})")
_NOT = ("!", "\uff01")
#: What else people write for a sign or for yes and no, and what a table writes.
_SIGNS = {">=": "≥", "=>": "≥", "<=": "≤", "=<": "≤", "\uff1e=": "≥", "\uff1c=": "≤", "\uff1e": ">", "\uff1c": "<"}
_FLAGS = {
    "no": "false",
    "n": "false",
    "yes": "true",
    "y": "true",
    "√": "true",
    "×": "false",
    "有": "true",
    "无": "false",
}
_OTHER_SEPARATORS = re.compile(r"[;\uff1b\t|\uff0c]")
_COMPARE = {"≥": "at_least", ">": "more_than", "≤": "at_most", "<": "less_than"}


def read_table(
    heads: list[str], rows: list[tuple[int, dict[str, str]]], stage: str, home: Home, at: Reading
) -> list[Rule]:
    """The rules of one table. ``rows`` are (line, cells by head); the faults of all rows are reported."""
    if stage not in BY_NAME:
        at.fault((), f"没有“{stage}”这个阶段", f"no stage “{stage}”", nearest(stage, BY_NAME), code="GR203")
        return []
    told = _same_heads(heads, at)
    unknown = [head for head in heads if not _known(head, at)]
    for head in unknown:
        remedy = nearest(head.lstrip("→"), head_names(at.vocabulary))
        if len(heads) == 1 and (parts := _OTHER_SEPARATORS.search(head)):
            remedy = Bilingual(
                f"这里用“{parts[0]}”分列: 另存为用英文逗号分列的 CSV",
                f"columns are parted by “{parts[0]}” here: save it as CSV with commas",
            )
        at.fault((), f"不认识的表头“{head}”", f"unknown column head “{head}”", remedy, code="GR108")
    if unknown or told:
        return []
    rules: list[Rule] = []
    grammar = Grammar(at.vocabulary)
    for number, (line, cells) in enumerate(rows):
        at.document.lines[(number,)] = line
        if next(iter(cells.values()), "").startswith("#"):
            at.rule = ""
            remedy = Bilingual("说明写进标题,或删去这一行", "say it in a title, or remove the row")
            at.fault((number,), "表里没有注释行", "a table has no comment rows", remedy, code="GR201")
            continue
        entry = _entry(cells, (number,), at)
        entry.setdefault("title", _title(cells, grammar))
        rules.extend(read_rules(english(entry, grammar.rule), (number,), stage, home, at))
    return rules


def _same_heads(heads: list[str], at: Reading) -> bool:
    """Reports two columns for one outcome or key, in whatever language each is written.

    Two condition columns of one field are no slip: a row then asks both.
    """
    seen: dict[str, str] = {}
    for head in heads:
        if head.startswith("→"):
            what, _, act = head[1:].partition(".")
            outcome = _OUTCOMES.get(what)
            name = "→" + (outcome.name if outcome else what) + act
        else:
            name = _KEYS.get(head, head)
        if name in seen:
            at.fault(
                (),
                f"表头“{seen[name]}”和“{head}”是同一列",
                f"the columns “{seen[name]}” and “{head}” are one",
                code="GR103",
            )
            return True
        seen[name] = head
    return False


def _title(cells: dict[str, str], grammar: Grammar) -> str:
    """What a row without a title is called: its conditions, in Chinese whatever the row is written in."""
    conditions = [head for head, cell in cells.items() if cell and not head.startswith("→") and head not in _KEYS]
    say = Translation("zh", Document(""))
    return " ".join(column(head, grammar).cell(cells[head], say) for head in conditions) or "总是"


def _known(head: str, at: Reading) -> bool:
    if head.startswith("→"):
        name = head[1:]
        return name in _OUTCOMES or name in _LEAD_BASIS or name.partition(".")[0] in ("due", "时限")
    return head in _KEYS or at.vocabulary.by_label(head) is not None


_OUTCOMES = {item.name: item for stage in STAGES for item in stage.outcomes}
_OUTCOMES |= {item.label: item for item in list(_OUTCOMES.values())}
_LEAD_BASIS = (*LEAD_BASIS, *LEAD_BASIS.values())


def _entry(cells: dict[str, str], path: Path_, at: Reading) -> dict[str, Value]:
    entry: dict[str, Value] = {}
    tests: list[Value] = []
    then: dict[str, Value] = {}
    for head, cell in cells.items():
        if not cell:
            continue
        if head in _KEYS:
            entry[_KEYS[head]] = _own(_KEYS[head], cell)
        elif head.startswith("→"):
            _outcome(head[1:], cell, then)
        else:
            name = at.vocabulary.by_label(head)
            if name is not None and (meant := _meant(at.vocabulary.fields[name], cell)):
                at.rule = cells.get("编号") or cells.get("id") or ""
                at.fault(
                    path,
                    f"“{head}”的单元格“{cell}”不是表里的写法",
                    f"the cell “{cell}” of “{head}” is not how tables write it",
                    Bilingual(f"写 {meant}", f"write {meant}"),
                    code="GR209",
                )
            elif name is not None and _whole(cell):
                tests.append(_test(at.vocabulary.fields[name], cell))
            elif name is not None:
                at.rule = cells.get("编号") or cells.get("id") or ""
                remedy = Bilingual("补上值;不限的整格留空", "add the value; leave the cell blank for any")
                at.fault(
                    path,
                    f"“{head}”的单元格“{cell}”缺了值",
                    f"a value is missing in the cell “{cell}” of “{head}”",
                    remedy,
                    code="GR111",
                )
    basis = then.pop("lead_basis", None)
    if basis is not None and "lead" in then:
        named = then["lead"]
        then["lead"] = [{"role": role, "basis": basis} for role in (named if isinstance(named, list) else [named])]
    entry["when"] = {"all": tests} if tests else {}
    entry["then"] = then
    return entry


def _own(key: str, cell: str) -> Value:
    if key.startswith("effective"):
        try:
            return date.fromisoformat(cell)
        except ValueError:
            return cell
    return cell


def _outcome(name: str, cell: str, then: dict[str, Value]) -> None:
    what, _, act = name.partition(".")
    if what in ("due", "时限"):
        due = then.setdefault("due", {})
        assert isinstance(due, dict)
        due[act] = cell
        return
    if name in _LEAD_BASIS:
        then["lead_basis"] = cell
        return
    item = _OUTCOMES[name]
    if item.shape is Shape.BOOLEAN:
        then[item.name] = {"true": True, "false": False, "是": True, "否": False}.get(cell, cell)
    elif item.shape in (Shape.ROLES, Shape.TAGS, Shape.TEXTS, Shape.LEADS):
        then[item.name] = [part.strip() for part in cell.split("+")]
    else:
        then[item.name] = cell


def _meant(item: Field, cell: str) -> str:
    """What a cell means that is written as people write it elsewhere; empty where it is not written so."""
    rest = _positive(cell)
    before = cell[: len(cell) - len(rest)]
    if item.type is FieldType.BOOLEAN:
        return _FLAGS.get(rest.casefold(), "")
    sign = next((one for one in _SIGNS if rest.startswith(one)), "")
    return f"{before}{_SIGNS[sign]}{rest[len(sign) :].strip()}" if sign else ""


def _whole(cell: str) -> bool:
    """Whether a value stands wherever a cell's signs ask for one."""
    rest = _positive(cell)
    parts = (rest[1:] if rest[:1] in _COMPARE else rest).split("|")
    return all(part.strip() not in ("", "/*", "..") for part in parts)


def _positive(cell: str) -> str:
    while cell.startswith(_NOT):
        cell = cell[1:].strip()
    return cell


def _test(item: Field, cell: str) -> Value:
    rest = _positive(cell)
    if rest == cell:
        return _plain(item, cell)
    signs = sum(sign in _NOT for sign in cell[: len(cell) - len(rest)])
    return {"not": _plain(item, rest)} if signs % 2 else _plain(item, rest)


def _plain(item: Field, cell: str) -> Value:
    span = _RANGE.fullmatch(cell)
    if span is not None and item.type is FieldType.INTEGER:
        return {item.name: {"between": [int(span[1]), int(span[2])]}}
    if cell[0] in _COMPARE:
        return {item.name: {_COMPARE[cell[0]]: _value(item, cell[1:].strip())}}
    options = [part.strip() for part in cell.split("|")]
    if item.type is FieldType.WORDS:
        return {item.name: {"contains_any": [*options]}}
    under: list[Value] = [option[:-2] for option in options if option.endswith("/*")]
    exact: list[Value] = [_value(item, option) for option in options if not option.endswith("/*")]
    if under and exact:
        return {"any": [{item.name: {"under": under}}, {item.name: exact}]}
    if under:
        return {item.name: {"under": under}}
    return {item.name: exact[0] if len(exact) == 1 else exact}


def _value(item: Field, text: str) -> Value:
    if item.type is FieldType.BOOLEAN:
        return {"true": True, "false": False, "是": True, "否": False}.get(text, text)
    if item.type is FieldType.DATE:
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    if item.type is FieldType.INTEGER:
        return int(text) if re.fullmatch(r"-?\d{1,15}", text) else text
    return text


def table_stage(name: str) -> str:
    """The stage a file ``<stage>.<name>.table.csv`` belongs to."""
    return name.split(".", 1)[0]
