"""问服务: a scenario that asks whether somebody may have a service, by the rules of stage ``eligibility``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gridroute.assurance.scenario import Scenario
from gridroute.assurance.view import Seen
from gridroute.casework import CaseDesk
from gridroute.civic import load_civic
from gridroute.civic.asking import Asking
from gridroute.civic.eligibility import Eligibility, eligibility
from gridroute.errors import Bilingual, InputError

_KNOWN = ("eligible", "review", "roster", "on_duty", "age", "missing", "rule", "rules", "warnings")


@dataclass(frozen=True)
class Asked:
    """The answer, as a scenario may expect it."""

    answer: Eligibility

    @classmethod
    def of_scenario(cls, scenario: Scenario, desk: CaseDesk) -> Asked:
        """What the county says. ``GridrouteError``: the question cannot be read, or the county is to say more."""
        dispatcher = desk.dispatcher
        person = dict(scenario.person)
        born = person.pop("born", None)
        if born is not None and not isinstance(born, date):
            raise InputError(Bilingual(f"born: “{born}”不是日期", f"born: “{born}” is no day"))
        asking = Asking(load_civic(dispatcher.county), dispatcher.engine)
        return cls(eligibility(asking, scenario.service, person, scenario.at, born))

    def known(self) -> list[str]:
        """The names that may be expected."""
        return [*_KNOWN, "absent"]

    def of(self, name: str) -> Seen:
        """What the answer shows under ``name``. ``KeyError`` where there is nothing of that name."""
        if name not in _KNOWN:
            raise KeyError(name)
        if name == "rule":
            name = "rules"
        if name == "on_duty":
            return [turn.team for turn in self.answer.on_duty]
        if name == "warnings":
            return [one.zh for one in self.answer.warnings]
        value = getattr(self.answer, name)
        return list(value) if isinstance(value, tuple) else value
