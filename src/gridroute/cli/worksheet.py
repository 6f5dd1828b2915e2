"""``gridroute table export|import``: policy tables and rule files as spreadsheets, and back after a check."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gridroute.cli.language import tell
from gridroute.cli.options import county_option, language_option, output_option
from gridroute.errors import Bilingual, Fault, InputError

if TYPE_CHECKING:
    from gridroute.policy.layer import Layer
    from gridroute.policy.rule import Rule
    from gridroute.policy.worksheet import Worksheet

HELP = Bilingual(
    "把政策表或规则文件导出成 XLSX 给人填,检查后再导回。",
    "Export a policy table or a file of rules as XLSX for people to fill in, and import it after a check.",
)
EXPORT = Bilingual(
    "把 SOURCE 导出成 XLSX。SOURCE 是政策文件 (.table.csv、.table.xlsx、.rules.yaml),或县里政策文件的名称,"
    "如 lists.sunk。",
    "Export SOURCE as XLSX: a policy file (.table.csv, .table.xlsx, .rules.yaml), or the name of one of the county's, "
    "such as lists.sunk.",
)
IMPORT = Bilingual(
    "检查 FILE (.xlsx),没有错才写成政策文件;不写 --output 只检查。错误按工作表和单元格报出。",
    "Check FILE (.xlsx) and write it as a policy file if nothing is wrong; without --output only check. "
    "Faults are told by sheet and cell.",
)


def command(lang: str) -> click.Command:
    """The commands in one language."""

    @click.group("table", help=HELP.in_(lang))
    @language_option(lang)
    def table() -> None:
        """Nothing of its own."""

    @table.command("export", help=EXPORT.in_(lang))
    @click.argument("source")
    @output_option(lang, _OUTPUT)
    @county_option(lang)
    @language_option(lang)
    def export(source: str, output: Path | None, county: str | None) -> None:
        raise SystemExit(_export(source, output, county, lang))

    @table.command("import", help=IMPORT.in_(lang))
    @click.argument("file", type=click.Path(path_type=Path))
    @output_option(lang, _TARGET)
    @click.option("--force", is_flag=True, help=_FORCE.in_(lang))
    @county_option(lang)
    @language_option(lang)
    def import_(file: Path, output: Path | None, force: bool, county: str | None) -> None:
        raise SystemExit(_import(file, output, force, county, lang))

    return table


_OUTPUT = Bilingual("写到哪个 .xlsx;默认同名", "the .xlsx to write; default: the same name")
_TARGET = Bilingual(
    "写到哪个政策文件: <阶段>.<名称>.table.csv 或 <名称>.rules.yaml",
    "the policy file to write: <stage>.<name>.table.csv or <name>.rules.yaml",
)
_FORCE = Bilingual("覆盖带注释的 YAML,注释会丢", "overwrite YAML that has comments; they are lost")


# ---- export -----------------------------------------------------------------------------------------------


def _export(source: str, output: Path | None, county: str | None, lang: str) -> int:
    from gridroute.adapters.target import written_whole
    from gridroute.policy.grammar import Grammar
    from gridroute.policy.lexicon import Lexicon
    from gridroute.policy.workbook import write_workbook
    from gridroute.policy.worksheet import read_policy_file

    path, layers = _source(source, county)
    words = Lexicon(layers, {}, [])
    words.read()
    faults: list[Fault] = []
    grammar = Grammar(words.vocabulary)
    sheet = read_policy_file(path, str(path), grammar, lang, faults)
    if faults:
        _say(faults, lang)
        return 1
    target = output or Path(sheet.name.rsplit(".", 2)[0] + ".xlsx")
    with written_whole(target) as file:
        write_workbook(sheet, grammar, words.categories.nodes, lang, file)
    click.echo(str(target))
    tell(Bilingual(f"{path}: 导出 {len(sheet.rows)} 条规则", f"{path}: {len(sheet.rows)} rules exported"), lang)
    return 0


def _source(source: str, county: str | None) -> tuple[Path, list[Layer]]:
    """The file that is meant, with the layers whose words it may use."""
    from gridroute.cli.surroundings import layers_around, root_of
    from gridroute.policy.worksheet import RULES, SHEET, TABLE

    endings = (TABLE, SHEET, RULES)
    path = Path(source)
    layers = _county_layers(county)
    if path.is_file():
        if not path.name.endswith(endings):
            raise InputError(
                Bilingual(
                    f"{path}: 不是政策表或规则文件: 名称以 {'、'.join(endings)} 结尾",
                    f"{path}: no policy table and no file of rules: their names end in {', '.join(endings)}",
                )
            )
        root = root_of(path)
        installed = _installed()
        return path, layers_around(root, installed) if root else layers
    files = [[one for one in sorted(layer.root.rglob("*")) if one.name.endswith(endings)] for layer in reversed(layers)]
    named = [[one for one in own if source in (one.name, _stem(one))] for own in files]
    staged = [[one for one in own if one.name.split(".")[0] == source] for own in files]
    found = next((own for own in (*named, *staged) if own), [])  # the county's own before those above it
    if len(found) != 1:
        known = sorted({_stem(one) for one in found or [one for own in files for one in own]})
        problem = (
            Bilingual("不止一个", "there are several")
            if found
            else Bilingual("没有这个政策文件", "no such policy file")
        )
        raise InputError(
            Bilingual(
                f"{source}: {problem.zh}: 写路径,或其中一个: {'、'.join(known)}",
                f"{source}: {problem.en}: give a path, or one of: {', '.join(known)}",
            )
        )
    return found[0], layers


def _stem(path: Path) -> str:
    """The name of a policy file without its double ending."""
    return path.name.rsplit(".", 2)[0]


def _installed() -> list[Layer]:
    from gridroute.plugins import build_manager, installed_layers

    return installed_layers(build_manager(), [])


def _county_layers(name: str | None) -> list[Layer]:
    """The layers of the county of that name, or of the only one that is installed."""
    from gridroute.plugins import counties, county_named, layers_of

    installed = _installed()
    known = counties(installed)
    if name is None and len(known) != 1:
        raise InputError(Bilingual("没有写县: 用 --county 指定", "no county: use --county"))
    return layers_of(county_named(name, installed) if name else known[0], installed, [])


# ---- import -----------------------------------------------------------------------------------------------


def _import(file: Path, output: Path | None, force: bool, county: str | None, lang: str) -> int:
    from gridroute.adapters.target import written_whole
    from gridroute.policy.worksheet import text_of

    read = _read(file, output)
    faults: list[Fault] = list(read.faults)
    text = text_of(read.sheet, faults) if not faults else ""
    if not faults:
        faults = _checked(read, text, output, county)
    if faults:
        _say(faults, lang)
        tell(
            Bilingual(f"{file}: {len(faults)} 处错误,没有写", f"{file}: {len(faults)} faults; nothing is written"), lang
        )
        return 1
    text = _as_it_was(read, county) or text
    count = len(read.sheet.rows)
    if output is None:
        tell(Bilingual(f"{file}: {count} 条规则,没有错", f"{file}: {count} rules, no faults"), lang)
        return 0
    if not force and output.suffix == ".yaml" and output.is_file() and _has_comments(output):
        raise InputError(
            Bilingual(
                f"{output}: 里面有注释,写回会丢: 用 --force,或另写一个文件",
                f"{output}: its comments would be lost: use --force, or write another file",
            )
        )
    with written_whole(output) as target:
        target.write(text.encode())
    click.echo(str(output))
    tell(Bilingual(f"{output}: 写了 {count} 条规则", f"{output}: {count} rules written"), lang)
    return 0


def _as_it_was(read: _Read, county: str | None) -> str:
    """The text of a table in the words of the file it was exported from; nothing where there is none."""
    from gridroute.policy.grammar import Grammar
    from gridroute.policy.lexicon import Lexicon
    from gridroute.policy.worksheet import as_it_was, text_of

    if read.sheet.of_rules or not read.sheet.origin:
        return ""
    words = Lexicon(_county_layers(county), {}, [])
    words.read()
    return text_of(as_it_was(read.sheet, Grammar(words.vocabulary)), [])


def _has_comments(path: Path) -> bool:
    return any(line.lstrip().startswith("#") or " #" in line for line in path.read_text(encoding="utf-8").splitlines())


@dataclass(frozen=True, slots=True)
class _Read:
    file: Path
    title: str
    sheet: Worksheet
    faults: tuple[Fault, ...]

    def located(self, fault: Fault, columns: list[str]) -> Fault:
        """The fault with its cell in the spreadsheet instead of a line of the policy file."""
        from gridroute.policy.worksheet import cell_of

        def place(line: int, problem: str) -> str:
            return f"{self.file}:{self.title}!{cell_of(self.sheet, line, problem, columns)}"

        line = re.compile(re.escape(fault.file) + r":(\d+)")
        problem = Bilingual(*(line.sub(lambda found: place(int(found[1]), ""), words) for words in fault.problem))
        return Fault(place(fault.line, fault.problem.zh), 0, fault.rule, problem, fault.remedy)


def _read(file: Path, output: Path | None) -> _Read:
    from openpyxl import load_workbook

    from gridroute.adapters.package import survey
    from gridroute.policy.sheet import BESIDE, rows_of_sheet
    from gridroute.policy.worksheet import RULES, TABLE, Worksheet

    if not file.is_file():
        raise InputError(Bilingual(f"{file}: 没有这个文件", f"{file}: there is no such file"))
    survey(file)
    faults: list[Fault] = []
    heads: list[str] = []
    rows = list(rows_of_sheet(file, str(file), faults, heads))
    title, name = "", output.name if output else ""
    origin: dict[str, tuple[str, str]] = {}
    if not faults:
        book = load_workbook(file, read_only=True)
        title = book.worksheets[0].title
        for page in book.worksheets[1:]:
            if page.title in BESIDE[0]:
                told_of = [
                    [str(cell or "") for cell in cells] for cells in page.iter_rows(values_only=True, max_row=500)
                ]
                name = name or (told_of[0][1] if told_of and len(told_of[0]) > 1 else "")
                origin = {row[0]: (row[2], row[3]) for row in told_of[3:] if len(row) > 3 and row[2]}
        book.close()
        if not name.endswith((TABLE, RULES)):
            raise InputError(
                Bilingual(
                    f"{file}: 不知道是哪个政策文件: 用 --output <阶段>.<名称>{TABLE} 或 <名称>{RULES}",
                    f"{file}: which policy file? use --output <stage>.<name>{TABLE} or <name>{RULES}",
                )
            )
    told = tuple(
        Fault(f"{file}!{one.line}" if one.line else str(file), 0, one.rule, one.problem, one.remedy) for one in faults
    )
    lines = [line for line, _ in rows]
    return _Read(file, title, Worksheet(name, heads, [list(cells.values()) for _, cells in rows], lines, origin), told)


def _checked(read: _Read, text: str, output: Path | None, county: str | None) -> list[Fault]:
    """What the policy loader finds when the rows stand in their layer, and did not find before."""
    from gridroute.cli.surroundings import root_of
    from gridroute.dispatch.county import assemble
    from gridroute.policy.cells import column
    from gridroute.policy.grammar import Grammar
    from gridroute.policy.layer import read_layer
    from gridroute.policy.lexicon import Lexicon

    layers = _county_layers(county)
    root = root_of(output) if output else None
    before: list[Fault] = []
    rules = assemble(layers, before).policy.rules
    own = next((layer for layer in layers if root is not None and layer.root.resolve() == root), None)
    home = _home(read.sheet, rules, layers) if own is None else None
    own = own or (home[0] if home else next(layer for layer in reversed(layers) if layer.level == "county"))
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / own.root.name
        shutil.copytree(own.root, copy, ignore=shutil.ignore_patterns("__pycache__"))
        target = _inside(read, output, copy, root)
        if home is not None:  # it comes back under another name, or into another folder: its rules stand once
            (copy / home[1]).unlink(missing_ok=True)
            target = (copy / home[1]).with_name(read.sheet.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
        after: list[Fault] = []
        layer = read_layer(copy, after)
        if layer is None:
            return after
        assemble([layer if one is own else one for one in layers], after)
        shown = layer.shown(target)
        words = Lexicon(layers, {}, [])
        words.read()
        columns = [column(head, Grammar(words.vocabulary)).en for head in read.sheet.heads]
        return sorted(
            {
                read.located(one, columns) if one.file == shown else one
                for one in after
                if one.file == shown or one not in before
            }
        )


def _home(sheet: Worksheet, rules: Iterable[Rule], layers: Iterable[Layer]) -> tuple[Layer, str] | None:
    """The layer, and the file in it, that most of the rules of ``sheet`` stand in today; ``None`` for new rules."""
    from gridroute.policy.tongue import RULE_KEYS

    place = next((n for n, head in enumerate(sheet.heads) if head in ("id", RULE_KEYS["id"])), None)
    ids = {row[place] for row in sheet.rows} if place is not None else set()
    files = Counter(rule.home[0] for rule in rules if rule.id in ids)
    for file, _ in files.most_common(1):
        name, _, inside = file.partition("/")
        return next(((layer, inside) for layer in layers if layer.root.name == name), None)
    return None


def _inside(read: _Read, output: Path | None, copy: Path, root: Path | None) -> Path:
    """Where the file stands in the copy of its layer: where it is to be written, or where one of its name is."""
    if output is not None and root is not None and root.name == copy.name:
        return copy / output.resolve().relative_to(root)
    known = sorted(copy.rglob(read.sheet.name))
    return known[0] if known else copy / "policy" / read.sheet.name


def _say(faults: list[Fault], lang: str) -> None:
    for fault in sorted(set(faults)):
        tell(Bilingual(fault.text("zh"), fault.text("en")), lang)
