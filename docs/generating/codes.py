"""A page for each code of lint, and one that lists them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from generating import REFERENCE, ROOT
from generating.markdown import table
from gridroute.assurance.lint import Code, codes

_LANGUAGES = {".csv": "csv", ".geojson": "json"}


def examples(example: str | Mapping[str, str]) -> Iterator[str]:
    """An example as blocks, each under the name of its file."""
    files = {"a.rules.yaml": f"rules:\n  - {example}\n"} if isinstance(example, str) else example
    if not files:
        yield "nothing · 什么也没有"
        yield ""
    for name, text in files.items():
        yield f"`{name.rstrip('+')}`" + (" (at its end · 加在末尾)" if name.endswith("+") else "")
        yield ""
        yield f"```{_LANGUAGES.get(Path(name).suffix, 'yaml')}"
        yield from text.rstrip("\n").split("\n")
        yield "```"
        yield ""


def code_page(code: Code, entry: Mapping[str, Any]) -> Iterator[str]:
    """What one kind of finding is, what not to write, what to write, and why."""
    severity = {"error": ("错误", "error"), "warning": ("提醒", "warning")}[code.severity]
    yield f"# {code.name}: {code.title.zh}"
    yield ""
    yield f"{code.title.en[0].upper()}{code.title.en[1:]}. {severity[0]} · {severity[1]}"
    yield ""
    yield f"- 怎么改: {code.fix.zh}"
    yield f"- What to do: {code.fix.en}"
    if entry.get("fix"):
        yield "- `gridroute lint --fix PATH` 可以改好它。It mends this."
    yield ""
    for title, key in (("不要这样写 · Avoid", "avoid"), ("这样写 · Prefer", "prefer")):
        if key in entry:
            yield f"## {title}"
            yield ""
            yield from examples(entry[key])
    yield "## 为什么 · Why"
    yield ""
    yield entry["why"][0]
    yield ""
    yield entry["why"][1]


def lint_pages() -> Iterator[tuple[Path, str]]:
    """A page for each code, and one that lists them."""
    written: dict[str, Any] = {}
    for path in sorted((ROOT / "docs/lint").glob("*.yaml")):
        written.update(YAML(typ="safe").load(path))
    rows = []
    for name, code in codes().items():
        if name not in written:
            raise SystemExit(f"docs/lint: {name} has no entry")
        yield REFERENCE / "lint" / f"{name}.md", "\n".join(code_page(code, written[name])).rstrip() + "\n"
        said = {"error": "error · 错误", "warning": "warning · 提醒"}[code.severity]
        rows.append((f"[{name}](lint/{name}.md)", said, code.title.zh, code.title.en))
    head = [
        "# Codes of `gridroute lint`",
        "",
        "Written by `make docs` from [codes.csv](../../src/gridroute/assurance/lint/codes.csv) and",
        "[docs/lint](../lint); changes belong there.",
        "The examples are loaded by a test: Avoid gives the code, Prefer does not. 例子由测试装载过。",
        "",
    ]
    listed = table(("code", "severity", "是什么", "what it is"), rows)
    yield REFERENCE / "lint-codes.md", "\n".join([*head, *listed]).rstrip() + "\n"
