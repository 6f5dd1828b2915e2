"""Every error gridroute raises on purpose, in one tree.

* GridrouteError
  + PolicyError        a policy has faults and is not used          (mend: policy staff)
  + PolicyIncomplete   a value that only the county can give is unset (mend: policy staff)
  + UnknownCounty      no installed plugin is this county           (mend: whoever runs the command)
  + IssueError         one line of input cannot be read             (mend: whoever sent the line)
  + InputError         a whole file cannot be used                  (mend: whoever sent the file)
  + CalendarUnknown    no calendar is loaded for a year             (mend: policy staff)
  + WrongConnection    the description of another system has faults (mend: who connects it)
  + NotNow             an issue cannot be taken in just now         (mend: who runs the database)
  + StoreError         the database of cases cannot be used         (mend: whoever keeps it)
  + UnknownCase        no case of that number is kept               (mend: whoever named it)

A message says *where: what: what to do*, in Chinese for clerks and in English for engineers.
"""

from __future__ import annotations

import difflib
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple


class Bilingual(NamedTuple):
    """The same words in Chinese and in English."""

    zh: str
    en: str

    def in_(self, lang: str) -> str:
        """The words in ``lang`` (``zh`` or ``en``)."""
        return self.zh if lang == "zh" else self.en


NOTHING = Bilingual("", "")


def place_of(error: BaseException) -> str:
    """The kind of a fault of ours and where in the program it arose; none of its words: they may quote a case."""
    frames = traceback.extract_tb(error.__traceback__)
    kind = type(error).__name__
    return f"{kind}, {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else kind


def internal(said: str) -> Bilingual:
    """That a fault of ours stopped something. ``said``: its kind and place, as ``place_of`` says them."""
    return Bilingual(f"程序内部出错 ({said}): 请报告", f"internal error ({said}): please report it")


def nearest(word: str, known: Iterable[str]) -> Bilingual:
    """A remedy that names the closest known word, or nothing where none is close or the word is known."""
    words = set(known)
    last = sorted(one for one in words if one.endswith(f"/{word}"))  # the end of a path names the path
    if word and word not in words and last:
        return Bilingual(
            f"是不是{'、'.join(f'“{one}”' for one in last)}?", f"did you mean {', '.join(f'“{one}”' for one in last)}?"
        )
    close = difflib.get_close_matches(word, sorted(words), n=1, cutoff=0.5)
    if not close or word in words:
        return NOTHING
    return Bilingual(f"是不是“{close[0]}”?", f"did you mean “{close[0]}”?")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in one place of one policy file.

    ``line`` counts from 1 (0: the whole file); ``rule`` is empty where no rule is concerned. ``code`` is the kind of
    fault, stable over versions (``GR205``); what stands in no policy file has none.
    """

    file: str
    line: int
    rule: str
    problem: Bilingual
    remedy: Bilingual = NOTHING
    code: str = ""

    def text(self, lang: str = "zh") -> str:
        """``file:line: rule: problem: remedy`` in one language."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        parts = [where, self.rule, self.problem.in_(lang), self.remedy.in_(lang)]
        return ": ".join(part for part in parts if part)


class GridrouteError(Exception):
    """The root of all errors that gridroute raises on purpose."""

    def text(self, lang: str = "zh") -> str:
        """The message in one language."""
        return str(self)


class PolicyError(GridrouteError):
    """A policy has faults; it is not used. ``faults`` holds all of them, of all files."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(fault.text("en") for fault in faults))

    def text(self, lang: str = "zh") -> str:
        """All faults, one a line."""
        return "\n".join(fault.text(lang) for fault in self.faults)

    def __reduce__(self) -> tuple[type[PolicyError], tuple[tuple[Fault, ...]]]:
        return type(self), (self.faults,)


class WrongConnection(PolicyError):
    """The description of another system has faults; nothing is exchanged with it. ``faults`` holds all of them."""


class SpokenError(GridrouteError):
    """An error whose message is said in both languages. ``words`` holds them."""

    def __init__(self, words: Bilingual) -> None:
        self.words = words
        super().__init__(words.en)

    def text(self, lang: str = "zh") -> str:
        """The message in one language."""
        return self.words.in_(lang)

    def __reduce__(self) -> tuple[type[SpokenError], tuple[object, ...]]:
        return type(self), (self.words,)


class PolicyIncomplete(SpokenError):
    """A value that only the county can give is unset; nothing plausible is put in its place."""


class UnknownCounty(SpokenError):
    """No installed plugin is the county that was named."""


class IssueError(SpokenError):
    """One line of input cannot be read as an issue; the rest goes on."""


class InputError(SpokenError):
    """A whole file cannot be used."""


class NotNow(SpokenError):
    """What takes issues in cannot do so just now; whoever hands them over keeps them and tries again."""


class StoreError(SpokenError):
    """The database of cases cannot be used, or a step could not be kept; what was kept before stands."""


class UnknownCase(SpokenError):
    """No case of that number is kept."""


class CalendarUnknown(SpokenError):
    """No calendar is loaded for ``year``, so its working days are not known (N19, I10)."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(
            Bilingual(
                f"没有{year}年的放假调休安排: 请在县的 calendar/ 目录装入国务院办公厅公布的{year}年日历",
                f"no calendar for {year}: load the published holidays of {year} into the county's calendar/",
            )
        )

    def __reduce__(self) -> tuple[type[CalendarUnknown], tuple[object, ...]]:
        return type(self), (self.year,)
