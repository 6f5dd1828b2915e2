"""``gridroute new PINYIN``: the plugin of a new county: its places, the bodies that every county has, a first rule."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import click

from gridroute.cli.language import tell
from gridroute.cli.options import language_option
from gridroute.errors import Bilingual, InputError

HELP = Bilingual(
    "新建一个县的插件: 镇街村社、各县通行的单位、第一条规则和它的场景。PINYIN 是县名的拼音,用作插件名。"
    "建好就能安装、体检、演练、派单。",
    "Make the plugin of a new county: its places, the bodies that every county has, a first rule and its scenario. "
    "PINYIN is the county's name in letters and names the plugin. It installs, lints, plays and routes as it is.",
)
#: What is said of the intake center above where no layer of the city is installed that could name it.
_ABOVE = (
    "# gridroute: allow GR320 in rules/stages/admit.rules.yaml#core-A2p 市一层还没有装入,市里哪个单位受理要由市里写明\n"
)
_HEAD = ["code", "name", "level", "parent"]


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("new", help=HELP.in_(lang))
    @click.argument("pinyin")
    @click.option("--adcode", required=True, help=Bilingual("县的六位代码", "the county's six-digit code").in_(lang))
    @click.option("--name", help=Bilingual("县名;写了 --divisions 可省略", "its name; --divisions tells it").in_(lang))
    @click.option(
        "--divisions",
        type=click.Path(path_type=Path),
        help=Bilingual(
            "区划 CSV (code,name,level,parent);不写就放一个示例镇、一个示例村",
            "CSV of divisions (code,name,level,parent); without it, one township and one village stand as examples",
        ).in_(lang),
    )
    @click.option(
        "--into",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path(),
        show_default=True,
        help=Bilingual("建在哪个目录里", "the folder to make it in").in_(lang),
    )
    @language_option(lang)
    def new(pinyin: str, adcode: str, name: str | None, divisions: Path | None, into: Path) -> None:
        made = _files(pinyin, adcode, name, divisions)
        root = into / f"gridroute-{pinyin}"
        package = root / f"gridroute_{pinyin}"
        if root.exists():
            raise InputError(Bilingual(f"{root}: 已经有了,没有动它", f"{root}: is there already and was left alone"))
        for inside, text in made.items():
            path = root / inside
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            click.echo(str(path))
        tell(
            Bilingual(
                f"接着: gridroute test {root}、gridroute lint {package};派单之前 pip install -e {root}",
                f"next: gridroute test {root}, gridroute lint {package}; before it routes: pip install -e {root}",
            ),
            lang,
        )

    return new


def _files(pinyin: str, adcode: str, name: str | None, divisions: Path | None) -> dict[str, str]:
    from gridroute.plugins import build_manager, installed_layers
    from gridroute.scaffold import filled

    if not re.fullmatch(r"[a-z][a-z0-9]*", pinyin):
        raise InputError(Bilingual(f"“{pinyin}”: 拼音用小写字母", f"“{pinyin}”: write the pinyin in small letters"))
    if not re.fullmatch(r"\d{6}", adcode):
        raise InputError(Bilingual(f"“{adcode}”: 代码是六位数字", f"“{adcode}”: a code has six digits"))
    installed = installed_layers(build_manager(), [])
    if any(one.adcode == adcode or one.pinyin == pinyin for one in installed if one.level == "county"):
        said = Bilingual(
            f"已经装有 {pinyin} ({adcode}) 的插件", f"a plugin for {pinyin} ({adcode}) is installed already"
        )
        raise InputError(said)
    rows = _own(_read(divisions), adcode) if divisions else _example(adcode, name)
    county = next((row for row in rows if row[0] == adcode), None)
    if county is None:
        where = divisions or "--name"
        raise InputError(Bilingual(f"{where}: 没有 {adcode} 这一行", f"{where}: there is no row for {adcode}"))
    name = name or county[1]
    above = {f"{adcode[:2]}0000", f"{adcode[:4]}00"}
    parents = [one.adcode for one in installed if one.adcode in above and one.level in ("province", "city")]
    city = any(one.adcode in parents and one.level == "city" for one in installed)
    village = next((row[0] for row in rows if row[2] == "village"), None)
    if village is None:
        said = Bilingual(f"{divisions}: {name}没有一个村或社区", f"{divisions}: no village or community of {name}")
        raise InputError(said)
    done = Bilingual("来自区划文件", "from the file of divisions") if divisions else None
    made = filled(
        {
            "PACKAGE": f"gridroute_{pinyin}",
            "PINYIN": pinyin,
            "ADCODE": adcode,
            "NAME": name,
            "UNIT": name[-1],
            "PARENTS": ", ".join(f'"{code}"' for code in sorted(parents)),
            "VILLAGE": village,
            "ABOVE": "" if city else _ABOVE,
            "DIVISIONS": done.zh if done else "示例,换成本县的统计用区划代码",
        }
    )
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows([_HEAD, *rows])
    made[f"gridroute_{pinyin}/territory/divisions.csv"] = written.getvalue()
    return dict(sorted(made.items()))


def _read(path: Path) -> list[list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head, *rows = csv.reader(file)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise InputError(Bilingual(f"{path}: 读不出: {error}", f"{path}: cannot be read: {error}")) from error
    if head != _HEAD:
        heads = ",".join(_HEAD)
        raise InputError(Bilingual(f"{path}:1: 表头应是 {heads}", f"{path}:1: the head must be {heads}"))
    return [row for row in rows if len(row) == len(_HEAD)]


def _own(rows: list[list[str]], adcode: str) -> list[list[str]]:
    """The rows of the county and of what lies above it."""
    above = {adcode[:2], adcode[:4], adcode}
    return [row for row in rows if row[0] in above or row[0].startswith(adcode)]


def _example(adcode: str, name: str | None) -> list[list[str]]:
    if not name:
        raise InputError(Bilingual("写上 --name 县名,或 --divisions", "give --name, or --divisions"))
    return [
        [adcode, name, "county", ""],
        [f"{adcode}100", "示例镇", "town", adcode],
        [f"{adcode}100201", "示例村村民委员会", "village", f"{adcode}100"],
    ]
