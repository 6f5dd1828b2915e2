"""一处发现: one thing to mend, with its code and its severity."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gridroute.assurance.lint.code import Code, Severity, codes
from gridroute.errors import Bilingual, Fault

#: Where something names a role: file, line, and the rule or whatever else it is.
Where = tuple[str, int, str]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to mend; its code says what kind it is and how bad."""

    fault: Fault

    @property
    def code(self) -> Code:
        """The kind of finding."""
        return codes()[self.fault.code]

    @property
    def severity(self) -> Severity:
        """An ``error`` must be mended before the policy is used."""
        return self.code.severity

    @property
    def kind(self) -> str:
        """What was looked at."""
        return self.code.kind

    @property
    def remedy(self) -> Bilingual:
        """What to do: as this finding says it, else as its kind does."""
        return self.fault.remedy if self.fault.remedy.en else self.code.fix

    def text(self, lang: str = "zh") -> str:
        """``file:line: rule: problem: remedy`` in one language."""
        return replace(self.fault, remedy=self.remedy).text(lang)
