"""单位台账: what of the register of bodies wants mending though it loads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from gridroute.assurance.lint.finding import Finding
from gridroute.dispatch.county import County
from gridroute.errors import Bilingual, Fault
from gridroute.model import Organization
from gridroute.policy.bodies import entry_of
from gridroute.policy.document import Document, read_document


def functions_of(county: County, day: date) -> Iterator[Finding]:
    """Functions that got lost with an abolished body, and functions that two bodies hold on one day."""
    register, files = county.bodies, list(registers_of(county))

    def home(body: Organization) -> tuple[str, int]:
        lines = ((one.file, one.line(where)) for one in files if (where := entry_of(one, body)))
        return next(lines, ("", 0))

    for body in sorted(register.by_id.values(), key=lambda one: one.id):
        heirs = [] if body.in_office(day) else register.in_office(body, day)
        held = {function for one in heirs for function in one.functions}
        lost = [one for one in body.functions if heirs and one not in held and not _holders(county, one, day)]
        if lost:
            names = "、".join(one.name for one in heirs)
            words = Bilingual(
                f"已撤销,职能“{'、'.join(lost)}”没有写到承继单位 {names}",
                f"it is abolished, and “{', '.join(lost)}” is not among the functions of its successor {names}",
            )
            remedy = Bilingual(
                "把职能写到承继单位: 没有它就没有执法权", "give it to the successor: without it nobody has the power"
            )
            yield Finding(Fault(*home(body), body.name, words, remedy, code="GR323"))
    for function in sorted(county.policy.functions):
        for holders in _by_level(_holders(county, function, day)).values():
            if len(holders) > 1:
                names = "、".join(one.name for one in holders)
                words = Bilingual(
                    f"{len(holders)} 个单位同时承担,每件都会打平: {names}",
                    f"{len(holders)} bodies hold it at once, so every matter of it is tied: {names}",
                )
                remedy = Bilingual("只留一个,或写上撤销日期", "leave it to one, or say when the other ended")
                yield Finding(Fault(*home(holders[-1]), function, words, remedy, code="GR324"))


def registers_of(county: County) -> Iterator[Document]:
    """The registers of bodies of all layers, as written."""
    for layer in county.policy.layers:
        path = layer.root / "organizations.yaml"
        if path.is_file():
            yield read_document(path, layer.shown(path), [])


def _holders(county: County, function: str, day: date) -> list[Organization]:
    return [one for one in county.bodies.with_function(function) if one.in_office(day)]


def _by_level(bodies: Sequence[Organization]) -> dict[str, list[Organization]]:
    made: dict[str, list[Organization]] = {}
    for body in bodies:
        if not body.place:
            made.setdefault(body.level, []).append(body)
    return made
