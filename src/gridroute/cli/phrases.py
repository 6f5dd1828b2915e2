"""界面用语: what the library of the command line says by itself (usage, wrong use), in the language of the person.

click asks gettext for its words, which reads files chosen by the locale; ``--lang`` may say another language than
the locale. So the words stand here, and are put where click looks them up.
"""

from __future__ import annotations

import sys
import unicodedata

import click

#: What click says, with what it fills in, and the same in Chinese.
_ZH = {
    "Usage:": "用法:",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "位置参数",
    "Show this message and exit.": "显示这段说明。",
    "Show the version and exit.": "显示版本。",
    "%(prog)s, version %(version)s": "%(prog)s %(version)s 版",
    "required": "必写",
    "default: {default}": "默认: {default}",
    "env var: {var}": "环境变量: {var}",
    "(dynamic)": "(到时定)",
    "file": "文件",
    "directory": "目录",
    "path": "路径",
    "Aborted!": "已中断。",
    "Error: {message}": "错误: {message}",
    "Try '{command} {option}' for help.": "用法见 {command} {option}",
    "Invalid value: {message}": "值不对: {message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对: {message}",
    "Missing command.": "没有写命令: 从说明里挑一个。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少",
    "Missing {param_type}": "缺少 {param_type}",
    "Missing parameter: {param_name}": "缺少 {param_name}",
    "No such option {name!r}.": "没有选项 {name}。",
    "No such option: {name}": "没有选项 {name}",
    "No such command {name!r}.": "没有命令 {name}。",
    "Did you mean {possibility}?": "是不是 {possibility}?",
    "(Did you mean one of: {possibilities}?)": "是不是其中之一: {possibilities}?",
    "Got unexpected extra argument ({args})": "多写了 {args}: 删去,或看用法",
    "Got unexpected extra arguments ({args})": "多写了 {args}: 删去,或看用法",
    "Option {name!r} requires an argument.": "选项 {name} 后面要写值。",
    "Option {name!r} requires {nargs} arguments.": "选项 {name} 后面要写 {nargs} 个值。",
    "Option {name!r} does not take a value.": "选项 {name} 后面不写值。",
    "Argument {name!r} takes {nargs} values.": "参数 {name} 要写 {nargs} 个值。",
    "Choose from:\n\t{choices}": "可以写:\n\t{choices}",
    "{value!r} is not {choice}.": "“{value}”不行: 只能写 {choice}。",
    "{value!r} is not one of {choices}.": "“{value}”不行: 写 {choices} 之一。",
    "{value!r} is not a valid {number_type}.": "“{value}”不是数: 写数字。",
    "{value} is not in the range {range}.": "{value} 超出范围 {range}。",
    "{value!r} is not a valid boolean. Recognized values: {states}": "“{value}”不是是或否: 写 {states} 之一。",
    "{name} {filename!r} does not exist.": "没有{name} {filename}。",
    "{name} {filename!r} is a file.": "{name} {filename} 是文件,要写目录。",
    "{name} {filename!r} is a directory.": "{name} {filename} 是目录,要写文件。",
    "{name} {filename!r} is not readable.": "{name} {filename} 读不了: 看看有没有权限。",
    "{name} {filename!r} is not writable.": "{name} {filename} 写不进: 看看有没有权限。",
    "Could not open file {filename!r}: {message}": "打不开文件 {filename}: {message}",
    "unknown error": "原因不明",
}
#: What stands for a value in the usage, by the type of the option.
_VALUES = {
    "text": "文字",
    "integer": "整数",
    "integer range": "整数",
    "float": "数",
    "float range": "数",
    "moment": "时间",
    "zone": "时区",
}


class _Phrases:
    """What click says, in Chinese where it stands here and as it is otherwise."""

    def __init__(self, lang: str) -> None:
        self.words = _ZH if lang == "zh" else {}

    def gettext(self, said: str) -> str:
        """``said`` in the language."""
        return self.words.get(said, said)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """As ``gettext``, of one thing or of several."""
        return self.gettext(one if count == 1 else many)


def speak(lang: str) -> None:
    """From now on click speaks ``lang``; it is asked before the commands are built."""
    phrases = _Phrases(lang)
    for name, module in list(sys.modules.items()):
        if name.startswith("click."):
            for where, what in (("_", phrases.gettext), ("ngettext", phrases.ngettext)):
                if hasattr(module, where):
                    setattr(module, where, what)
    sys.modules["click.formatting"].__dict__["term_len"] = _columns


def _columns(said: str) -> int:
    """How many columns of a terminal ``said`` takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in click.unstyle(said))


def name_values(command: click.Command, lang: str) -> None:
    """Names in the usage of ``command``, and of all under it, what is to be written where, in ``lang``."""
    if lang != "zh":
        return
    command.options_metavar = "[选项]"
    for one in command.params:
        if isinstance(one, click.Option) and one.metavar is None and not one.is_flag:
            one.metavar = _VALUES.get(one.type.name)
    if isinstance(command, click.Group):
        command.subcommand_metavar = "命令 [参数]..."
        for inner in command.commands.values():
            name_values(inner, lang)
