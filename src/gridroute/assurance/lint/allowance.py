"""说明: ``# gridroute: allow GR320 reason``, by which somebody says why a warning stays.

Beside a line, or alone on the lines above it, it speaks of that line; in the head of a file also of the file as a
whole. A finding in a file without comments (CSV), in a folder or in a layer above is allowed from the layer's own
YAML files: ``# gridroute: allow GR326 in rules/choosing.order.yaml#officer reason``. One that is to be asked again
says its last day: ``# gridroute: allow GR511 in calendar until 2026-12-31 reason``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.tokens import ScalarToken

from gridroute.assurance.lint.code import codes
from gridroute.assurance.lint.finding import Finding
from gridroute.errors import Bilingual, Fault
from gridroute.policy.layer import Layer, own_files

_COMMENT = re.compile(r"(?:^|\s)#\s*gridroute:\s*allow\b(.*)$")
#: What was meant as such a comment: another case, a full-width colon or none.
_MEANT = re.compile(r"(?:^|\s)#\s*gridroute\s*[:\uff1a]?\s*allow(?:\b|(?=GR))(.*)$", re.IGNORECASE)
_SIGN = re.compile(r"(?:^|(?<=\s))#")
_WORDS = re.compile(r"\s*(GR\w+(?:\s*[,、]\s*GR\w+)*)?(?:\s+in\s+(\S+))?(?:\s+(?:until|至)\s+(\d\S*))?\s*(.*)$")
_CODE = re.compile(r"GR\w+")


@dataclass(frozen=True, slots=True)
class Allowance:
    """One comment: which codes, where, and why. ``about`` is the line it speaks of, ``whole`` the file as a whole."""

    file: str
    line: int
    codes: tuple[str, ...]
    reason: str
    about: int = 0
    whole: bool = False
    #: File and name that ``in FILE#NAME`` says; empty where it speaks of its own file.
    target: str = ""
    named: str = ""
    #: Only meant as such a comment: it is not written as one and allows nothing.
    garbled: bool = False
    #: Its last day; ``None``: it holds until somebody takes it away.
    until: date | None = None

    @property
    def files(self) -> frozenset[str]:
        """The files that the comment may speak of, as findings name them."""
        if not self.target:
            return frozenset({self.file})
        return frozenset({self.target, f"{self.file.partition('/')[0]}/{self.target}"})

    def allows(self, finding: Finding) -> bool:
        """Whether the comment speaks of ``finding``."""
        fault = finding.fault
        if self.garbled or not self.reason or finding.severity == "error" or fault.code not in self.codes:
            return False
        if self.target:
            return fault.file in self.files and self.named in ("", fault.rule)
        return fault.file == self.file and (fault.line == self.about if fault.line else self.whole)


@dataclass
class Allowed:
    """What is left on the day ``day`` of findings, what was allowed, and which comments spoke of something."""

    day: date = date.min
    left: list[Finding] = field(default_factory=list)
    allowed: list[Finding] = field(default_factory=list)
    used: set[Allowance] = field(default_factory=set)

    def sort(self, findings: Iterable[Finding], given: Collection[Allowance]) -> None:
        """Adds ``findings``; ``given`` are the comments of the layers that they were found in.

        What is left in one county is left, though another county allows the same.
        """
        for finding in findings:
            speaking = [one for one in given if one.allows(finding)]
            self.used.update(speaking)
            holding = [one for one in speaking if one.until is None or self.day <= one.until]
            kept = self.allowed if holding else self.left
            if finding not in kept:
                kept.append(finding)
        left = set(self.left)
        self.allowed = [one for one in self.allowed if one not in left]

    def judge(self, given: Iterable[Allowance], folders: Collection[str], compiled: bool = False) -> None:
        """Adds what is wrong with the comments ``given`` themselves.

        A comment is told to allow nothing only in the layers of ``folders`` (by name): what was not looked at may
        still need it. So may a file that has errors, and what only compiling finds, unless rules were ``compiled``.
        """
        broken = {finding.fault.file for finding in self.left if finding.severity == "error"}
        for one in given:
            told = one not in self.used and _judged(one, folders, compiled) and not broken & one.files
            self.left.extend(_on(one, not told))


def _judged(one: Allowance, folders: Collection[str], compiled: bool) -> bool:
    known = codes()
    looked = compiled or any(known[code].kind != "engine" for code in one.codes if code in known)
    return looked and one.file.partition("/")[0] in folders


def allowances(layers: Sequence[Layer]) -> Iterator[Allowance]:
    """Every comment in the YAML files of ``layers``."""
    for layer in layers:
        for path in own_files(layer.root):
            if path.suffix != ".yaml":
                continue
            try:
                text = path.read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError):
                continue  # told as a fault
            if "gridroute" in text.lower():
                yield from read_allowances(text, layer.shown(path))


def read_allowances(text: str, shown: str) -> Iterator[Allowance]:
    """The comments of one file."""
    lines = text.splitlines()
    starts = _comments(text)
    content = [number for number, line in enumerate(lines, start=1) if line.strip() and not _bare(line)]
    for number, line in enumerate(lines, start=1):
        comment = line[starts[number] :] if number in starts else ""
        written = _COMMENT.match(comment)
        found = written or _MEANT.match(comment)
        if found is None:
            continue
        words = _WORDS.match(found[1])
        assert words is not None
        about = next((one for one in content if one >= number), 0)
        target, _, named = (words[2] or "").partition("#")
        named_codes = tuple(_CODE.findall(words[1] or ""))
        whole = not content or number < content[0]
        until = _day(words[3])
        garbled = written is None or (words[3] is not None and until is None)
        yield Allowance(shown, number, named_codes, words[4].strip(), about, whole, target, named, garbled, until)


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written or "")
    except ValueError:
        return None


def _comments(text: str) -> dict[int, int]:
    """Where the comment of each line begins. What stands in quotes or in a block of text is none."""
    spans: list[tuple[int, int]] = []
    try:
        for token in YAML(typ="safe", pure=True).scan(text):
            if isinstance(token, ScalarToken):
                spans.append((token.start_mark.index, token.end_mark.index))
    except YAMLError:
        pass  # told as a fault; what was read before it is known
    found: dict[int, int] = {}
    at = 0
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        for sign in _SIGN.finditer(line):
            place = at + sign.start()
            if not any(start <= place < end for start, end in spans):
                found[number] = sign.start()
                break
        at += len(line)
    return found


def _bare(line: str) -> bool:
    return line.lstrip().startswith("#")


def _on(one: Allowance, used: bool) -> Iterator[Finding]:
    """What is wrong with a comment: no reason, no such code, or nothing that it allows."""

    def told(zh: str, en: str, remedy: Bilingual, code: str) -> Finding:
        return Finding(Fault(one.file, one.line, "", Bilingual(zh, en), remedy, code))

    if one.garbled:
        yield told(
            "写法不对,没有起作用",
            "it is not written as it must be and allows nothing",
            Bilingual(
                "写成 # gridroute: allow GR241 理由,或 allow GR241 until 2026-12-31 理由",
                "write # gridroute: allow GR241 reason, or allow GR241 until 2026-12-31 reason",
            ),
            "GR892",
        )
        return
    known = codes()
    wrong = [code for code in one.codes if code not in known or known[code].severity == "error"]
    if not one.codes or wrong:
        listed = "、".join(wrong)
        zh = f"“{listed}”不是可以允许的代码" if wrong else "没有写代码"
        en = f"“{', '.join(wrong)}” is no code that may be allowed" if wrong else "no code is named"
        yield told(zh, en, Bilingual("只有提醒可以允许,错误要改", "warnings may be allowed; mend errors"), "GR892")
    elif not one.reason:
        yield told(
            "没有写理由", "no reason is given", Bilingual("在代码后面写理由", "write why after the code"), "GR890"
        )
    elif not used:
        zh, en = "这一处已没有要允许的,或位置不对", "there is nothing here that it allows"
        yield told(zh, en, Bilingual("删去它,或移到那一行旁边", "remove it, or move it beside the line"), "GR891")
