"""Writes the pages of docs/reference that say what the models, the vocabulary and the life cycle say.

``python docs/generate.py`` (``make docs``) writes them; with ``--check`` it only names those that are
out of step, and exits 1.
What the national layer declares is shown; a county adds words of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

# the modules of this folder
from generating import REFERENCE, ROOT
from generating.codes import lint_pages
from generating.commands import commands_page
from generating.lifecycle import lifecycle_page
from generating.markdown import Meanings, filled
from generating.models import decision_page, issue_page
from generating.parameters import parameters_page
from generating.questions import questions_page
from generating.registers import civic_page
from generating.stages import stages_page
from generating.words import roles_page, vocabulary_page
from mechanisms import mechanisms_page
from ruamel.yaml import YAML

from gridroute.policy.layer import read_layer
from gridroute.policy.lexicon import Lexicon

Page = Callable[[Lexicon, Meanings], Iterator[str]]
PAGES: dict[str, tuple[str, str, Page]] = {
    "issue.md": ("Issue (诉求)", "src/gridroute/model/issue.py", issue_page),
    "decision.md": ("Decision (决定)", "src/gridroute/model/decision.py", decision_page),
    "commands.md": ("Commands (命令)", "src/gridroute/cli", commands_page),
    "vocabulary.md": ("Vocabulary (词汇)", "rules/vocabulary.yaml", vocabulary_page),
    "roles.md": ("Roles (角色)", "rules/roles.yaml", roles_page),
    "stages.md": ("Stages (阶段)", "src/gridroute/policy/path.py", stages_page),
    "parameters.md": ("Parameters (参数)", "rules/layer.yaml", parameters_page),
    "lifecycle.md": ("Life cycle (生命周期)", "rules/lifecycle.yaml", lifecycle_page),
    "civic.md": ("Civic registers (常设事务台账)", "src/gridroute/civic", civic_page),
    "scenario-questions.md": (
        "Questions on standing matters (问常设事务)",
        "src/gridroute/assurance/standing/kinds.py",
        questions_page,
    ),
    "mechanisms.md": ("Mechanisms (机制一览)", "tests/data/mechanisms", lambda words, meanings: mechanisms_page()),
}


def nation() -> Lexicon:
    """The words of the national layer."""
    layer = read_layer(ROOT / "rules", [])
    assert layer is not None
    words = Lexicon([layer], {}, [])
    words.read()
    return words


def pages() -> Iterator[tuple[Path, str]]:
    """Each page with its text."""
    words = nation()
    meanings = YAML(typ="safe").load(ROOT / "docs/meanings.yaml")
    for name, (title, source, page) in PAGES.items():
        link = f"[{source}](../../{source})"
        head = f"# {title}\n\nWritten by `make docs` from {link}; changes belong there.\n\n"
        yield REFERENCE / name, head + "\n".join(filled(page(words, meanings))).rstrip() + "\n"
    yield from lint_pages()


def main(arguments: Sequence[str]) -> int:
    """Writes the pages, or with ``--check`` names those that are out of step."""
    stale = [(path, text) for path, text in pages() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    for path, text in stale:
        print(path.relative_to(ROOT).as_posix())
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return int("--check" in arguments and bool(stale))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
