"""问题: one question of a scenario as it is written, with what its words name; what is wrong says where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from gridroute.assurance.scenario import Scenario
from gridroute.assurance.view import Names
from gridroute.casework.refusal import Refusal
from gridroute.civic.asking import Asking
from gridroute.civic.civic import Civic
from gridroute.civic.column import Entry, head_of
from gridroute.civic.directory import Directory
from gridroute.civic.shelf import BY_MODEL
from gridroute.errors import NOTHING, Bilingual, InputError, nearest
from gridroute.policy.document import Value
from gridroute.territory import short_name

E = TypeVar("E", bound=Entry)
#: How many words that may be written are listed.
_FEW = 12


class Misasked(InputError):
    """A question cannot be asked. ``line``: where in the scenario's file it goes wrong."""

    def __init__(self, words: Bilingual, line: int) -> None:
        super().__init__(words)
        self.line = line

    def __reduce__(self) -> tuple[type[Misasked], tuple[Bilingual, int]]:
        return type(self), (self.words, self.line)


@dataclass(frozen=True)
class Question:
    """One question about standing matters at one moment."""

    scenario: Scenario
    asking: Asking
    kind: str
    given: Mapping[str, Value]
    at: datetime

    @property
    def civic(self) -> Civic:
        """The registers it is asked of."""
        return self.asking.civic

    @property
    def day(self) -> date:
        """The day of the moment."""
        return self.at.date()

    def wrong(self, key: str, zh: str, en: str, remedy: Bilingual = NOTHING) -> Misasked:
        """That what stands under ``key`` is wrong, with file and line."""
        words = Bilingual(*(": ".join(part for part in pair if part) for pair in ((zh, remedy.zh), (en, remedy.en))))
        return Misasked(words, self.scenario.line_of("civic", self.kind, key))

    def text(self, key: str) -> str:
        """The word under ``key``; empty where there is none."""
        value = self.given.get(key)
        return "" if value is None else str(value)

    def mapping(self, key: str) -> dict[str, Value]:
        """The mapping under ``key``; empty where there is none."""
        value = self.given.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, f"{key} 应写成“键: 值”", f"{key} is a mapping")
        return value

    def resolved(self, key: str, of: str, written: str = "") -> str:
        """What the word under ``key`` (or ``written`` there) names: a place or a body, by its code."""
        return self._named(key, of, written or self.text(key))

    def place(self, key: str = "place") -> str | None:
        """The code of the place under ``key``; none where none is written."""
        return self.resolved(key, "place") if self.text(key) else None

    def _named(self, key: str, of: str, word: str) -> str:
        found = Directory(self.civic.county).resolve(of, word)
        if isinstance(found, str):
            return found
        problem, remedy = found
        raise self.wrong(key, problem.zh, problem.en, remedy)

    def entry(self, model: type[E], key: str) -> E:
        """The entry of the register of ``model`` in force that ``key`` names, as it is at the place asked for."""
        register, name = BY_MODEL[model], self.text(key)
        found = self.civic.named(model, name, self.day, self.place())
        if found is None:
            known = [register.key_of(one)[0] for one in self.civic.of(model, self.day)]
            zh, en = f"没有{register.label}“{name}”", f"there is no “{name}” in {register.file}"
            faulty = next((one for one in self.civic.faults if one.file.endswith(register.file)), None)
            if faulty is not None:  # it may be the very entry that was left out
                raise self.wrong(key, zh, en, Bilingual(faulty.text("zh"), faulty.text("en")))
            near = nearest(name, known)
            raise self.wrong(key, zh, en, near if near.en else self.listed(known))
        return found

    @staticmethod
    def listed(known: Iterable[str]) -> Bilingual:
        """What may be written, of many the first; where there is nothing, that."""
        words = list(dict.fromkeys(known))
        more = ("", "") if len(words) <= _FEW else (f" 等 {len(words)} 个", f", of {len(words)}")
        if not words:
            return Bilingual("本县还没有", "the county has none yet")
        return Bilingual(f"可写: {'、'.join(words[:_FEW])}{more[0]}", f"use one of: {', '.join(words[:_FEW])}{more[1]}")

    def unset(self, entry: Entry) -> list[Names]:
        """What of ``entry`` only the county can say and has not said, by the names of its columns."""
        model = type(entry)
        return [
            Names(frozenset({gap.field, *(head_of(model, gap.field, lang) for lang in ("zh", "en"))}), gap.field)
            for gap in entry.gaps()
        ]

    def expects(self, name: str) -> bool:
        """Whether any step expects something under ``name``."""
        return any(name in step.expect for step in self.scenario.steps)

    def named(self, code: str) -> Names:
        """A place, a grid or a body by all that it may be called."""
        county = self.civic.county
        territory, body = county.territory, county.bodies.by_id.get(code)
        names = {code, *((body.name, *body.aliases) if body else ())}
        place, grid = territory.places.get(code), territory.grids.get(code)
        if place is not None:
            town = territory.township_of(code)
            names |= {place.name, short_name(place.name)}
            names |= {f"{town.name}/{short_name(place.name)}"} if town is not None and town != place else set()
        if grid is not None:
            names |= {grid.name} - {""}
        if code == territory.county.code:
            names |= {territory.county.name}
        shown = grid.name if grid and grid.name else place.name if place else body.name if body else code
        return Names(frozenset(names), shown)

    def names(self, codes: Iterable[str]) -> list[Names]:
        """``named`` of each."""
        return [self.named(one) for one in codes]


class Refused(list[str]):
    """What was refused, as it may be expected: its kind, its words in Chinese, and the parts of these."""

    def __init__(self, kind: str = "", words: Iterable[Bilingual] = ()) -> None:
        said = list(words)
        super().__init__([kind, *(part for one in said for part in (one.zh, *one.zh.split(": ")))] if said else [])
        self.words = said[0] if said else NOTHING

    @classmethod
    def of(cls, refusal: Refusal | None) -> Refused:
        """A refusal; nothing where there is none."""
        return cls() if refusal is None else cls(refusal.kind, [refusal.words])
