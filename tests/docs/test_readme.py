"""Runs what the documentation shows, and compares what it says comes out.

A fenced block takes part when an HTML comment stands before it:

* ``<!-- test -->``: run it; ``<!-- test: exit 1 -->``: run it and expect that exit code of its last command.
  In a ``console`` block the lines after ``$ command`` are its output; ``…`` stands for what is left out, alone
  on a line for lines, between spaces for words.
* ``<!-- output -->``: what the block before it prints.
* ``<!-- test: file PATH -->``: write it to that file.

The blocks of one page run in order in one copy of the examples and plugins, so that a page may change a policy.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    *(ROOT / name for name in ("README.md", "README.zh-CN.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
TWINS = [
    (english.relative_to(ROOT).as_posix(), english.relative_to(ROOT).as_posix().replace(".md", ".zh-CN.md"))
    for english in PAGES
    if not english.name.endswith(".zh-CN.md")
    and (english.parent.name == "howto" or english.name in ("README.md", "tutorial.md"))
]
#: Commands that set up or test the whole project; they are shown but not run from inside its own tests.
NOT_RUN = ("make ", "python3 -m venv ", ".venv/bin/pip ")
_BLOCK = re.compile(r"^(?:<!-- (?P<mark>[^>]*?) -->\n)?```(?P<language>\w+)\n(?P<body>.*?)^```$", re.M | re.S)
_LINK = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)")
_FENCED = re.compile(r"^```.*?^```$", re.M | re.S)


@dataclass(frozen=True)
class Block:
    """One fenced block, what its mark asks for, and the line it begins on."""

    mark: str
    language: str
    body: str
    line: int


def blocks_of(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [
        Block(found["mark"] or "", found["language"], found["body"], text.count("\n", 0, found.start()) + 1)
        for found in _BLOCK.finditer(text)
    ]


def commands_of(body: str) -> list[tuple[str, str]]:
    """The commands of a console block, each with the output shown after it."""
    made: list[tuple[str, list[str]]] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            made.append((line[2:], []))
        else:
            made[-1][1].append(line)
    return [(command, "\n".join(shown)) for command, shown in made]


def agrees(shown: str, printed: str) -> bool:
    """Whether ``printed`` is what ``shown`` says, apart from the width of spaces."""
    parts: list[str] = []
    for line in shown.splitlines():
        if line.strip() == "…":
            parts.append(r"(?:[^\n]*\n)*?")
        else:
            words = (r"[^\n]*" if word == "…" else re.escape(word) for word in line.split())
            parts.append(r"[ ]*" + r"[ ]+".join(words) + r"[ ]*\n")
    return re.fullmatch("".join(parts), printed) is not None


def desk(folder: Path) -> dict[str, str]:
    """The environment of a page: the copied plugins, the installed command, and no language of its own."""
    shutil.copytree(ROOT / "examples", folder / "examples")
    shutil.copytree(ROOT / "plugins", folder / "plugins", ignore=shutil.ignore_patterns("__pycache__"))
    beside = Path(sys.executable).parent
    assert (beside / "gridroute").exists(), "install the project first: make test does"
    kept = {name: value for name, value in os.environ.items() if name not in ("GRIDROUTE_LANG", "LANG", "LC_MESSAGES")}
    plugins = os.pathsep.join(str(plugin) for plugin in sorted((folder / "plugins").iterdir()))
    path = os.pathsep.join((str(beside), kept.get("PATH", "")))
    return kept | {"PATH": path, "PYTHONPATH": plugins, "LC_ALL": "C.UTF-8"}


def run(arguments: list[str], folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    made = subprocess.run(
        arguments,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return made.returncode, "\n".join(line.rstrip() for line in made.stdout.splitlines()) + "\n"


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def run_in_time(page: Path) -> object:
    """Whoever is new reads the README first; all other pages are run in the slow tests."""
    return pytest.param(page, marks=() if page == ROOT / "README.md" else pytest.mark.slow, id=name(page))


@pytest.mark.parametrize("page", [run_in_time(page) for page in PAGES if any(b.mark for b in blocks_of(page))])
def test_a_page_does_what_it_shows(page: Path, tmp_path: Path) -> None:
    environment = desk(tmp_path)
    printed = ""
    for block in blocks_of(page):
        where = f"{name(page)}:{block.line}"
        if block.mark == "output":
            assert agrees(block.body, printed), f"{where}: it printed\n{printed}"
        elif block.mark.startswith("test: file "):
            target = tmp_path / block.mark.removeprefix("test: file ")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.body, encoding="utf-8")
        elif block.mark.startswith("test"):
            expected = int(block.mark.partition("exit ")[2] or 0)
            if block.language == "python":
                code, printed = run([sys.executable, "-c", block.body], tmp_path, environment)
                assert code == expected, f"{where}: exit code {code}\n{printed}"
                continue
            commands = commands_of(block.body)
            for number, (command, shown) in enumerate(commands):
                code, printed = run(["bash", "-c", command], tmp_path, environment)
                assert code == (expected if number == len(commands) - 1 else 0), f"{where}: {command}\n{printed}"
                assert not shown or agrees(shown, printed), f"{where}: {command}: it printed\n{printed}"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_snippet_is_run(page: Path) -> None:
    for block in blocks_of(page):
        assert block.mark in ("", "output", "test") or block.mark.startswith(("test: file ", "test: exit ")), block
        if block.language == "python":
            assert block.mark, f"{name(page)}:{block.line}: mark it with <!-- test -->"
        if block.language == "console" and not block.mark:
            for command, _ in commands_of(block.body):
                assert command.startswith(NOT_RUN), f"{name(page)}:{block.line}: mark it with <!-- test -->"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in _LINK.findall(_FENCED.sub("", page.read_text(encoding="utf-8"))):
        there = page.parent / target if target else page
        assert there.exists(), f"{name(page)}: {target}"
        assert not anchor or anchor in anchors_of(there), f"{name(page)}: {target}#{anchor}"


def anchors_of(page: Path) -> list[str]:
    """What the headings of a page are called in links, as GitHub makes it."""
    made: list[str] = []
    for head in re.findall(r"^#+ +(.*?) *$", _FENCED.sub("", page.read_text(encoding="utf-8")), re.M):
        slug = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", head).lower()).replace(" ", "-")
        before = sum(1 for one in made if re.fullmatch(re.escape(slug) + r"(-\d+)?", one))
        made.append(f"{slug}-{before}" if before else slug)
    return made


def test_headings_are_called_as_github_does(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# `gridroute lint`: A, b\n## 1. See\n## 分阶段\n## 1. See\n```sh\n# none\n```\n", encoding="utf-8")
    assert anchors_of(page) == ["gridroute-lint-a-b", "1-see", "分阶段", "1-see-1"]


@pytest.mark.parametrize("index", ["docs/README.md", "docs/README.zh-CN.md"])
def test_every_page_stands_in_the_index(index: str) -> None:
    named = (ROOT / index).read_text(encoding="utf-8")
    pages = [page.relative_to(ROOT / "docs").as_posix() for page in (ROOT / "docs").rglob("*.md")]
    codes = (ROOT / "docs/reference/lint-codes.md").read_text(encoding="utf-8")
    named += codes.replace("](lint/", "](reference/lint/")
    assert [page for page in pages if not page.startswith("README") and f"]({page})" not in named] == []


@pytest.mark.parametrize(("english", "chinese"), TWINS, ids=[english for english, _ in TWINS])
def test_twins_say_the_same(english: str, chinese: str) -> None:
    """As far as a test can tell: the same headings in number, the same blocks, the same commands and code."""
    pages = [ROOT / english, ROOT / chinese]
    levels = [re.findall(r"^#+(?= )", page.read_text(encoding="utf-8"), re.M) for page in pages]
    assert levels[0] == levels[1]
    first, second = (
        [
            (b.mark, b.language, [c for c, _ in commands_of(b.body.replace("--lang zh", "--lang en"))])
            if b.language == "console"
            else (b.mark, b.language, b.body if b.language == "python" else "")
            for b in blocks_of(page)
        ]
        for page in pages
    )
    assert first == second


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a  b\n", "a b\n", True),
        ("a\n", "a\nb\n", False),
        ("a\n…\n", "a\nb\nc\n", True),
        ("…\nc\n", "a\nb\nc\n", True),
        ("a\n…\nd\n", "a\nb\nc\n", False),
        ("a … d\n", "a b c d\n", True),
        ("a … d\n", "a b\nc d\n", False),
        ("a.c\n", "abc\n", False),
    ],
    ids=[
        "spaces",
        "a line too many",
        "end left out",
        "beginning left out",
        "a line missing",
        "words left out",
        "not across lines",
        "no pattern",
    ],
)
def test_output_is_compared_line_by_line(shown: str, printed: str, same: bool) -> None:
    assert agrees(shown, printed) is same
