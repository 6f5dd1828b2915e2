"""单位台账: what of the register of bodies wants mending though it loads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from gridroute.assurance.lint.finding import Finding
from gridroute.dispatch.county import County
from gridroute.errors import Bilingual, Fault, nearest
from gridroute.model import Organization
from gridroute.policy.bodies import entry_of
from gridroute.policy.document import Document, read_document
from gridroute.policy.vocabulary import Role

#: Levels whose bodies stand in one place each.
_OF_A_PLACE = frozenset({"building", "grid", "compound", "community", "township"})


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
        if not body.in_office(day) and body.valid_to is not None and body.valid_to < day and not heirs:
            words = Bilingual("已撤销,没有承继单位,它手上的件会落空", "it is abolished and nobody continues it")
            remedy = Bilingual("写上 successors", "write its successors")
            yield Finding(Fault(*home(body), body.name, words, remedy, "GR325"))
        above = register.by_id.get(body.parent or "")
        if body.in_office(day) and above is not None and not above.in_office(day):
            words = Bilingual(f"上级“{above.name}”已撤销", f"the body above it, “{above.name}”, is abolished")
            remedy = Bilingual("把 parent 改为承继单位", "let parent be its successor")
            yield Finding(Fault(*home(body), body.name, words, remedy, "GR327"))
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


def misread_bodies(county: County, day: date) -> Iterator[Finding]:
    """Bodies of the county that cannot be told apart, stand at a level without a place, or have powers in nothing."""
    files = list(registers_of(county))
    named: dict[str, Organization] = {}
    for body in county.bodies.by_id.values():
        if body.place or not body.in_office(day):  # villages of one name stand in different townships
            continue
        lines = ((one.file, one.line(where)) for one in files if (where := entry_of(one, body)))
        home = next(lines, ("", 0))
        for word in dict.fromkeys((body.name, *body.aliases)):
            other = named.setdefault(word, body)
            if other is not body:
                words = Bilingual(
                    f"“{word}”也是“{other.name}”的名称或简称: 写这个名称的都认不出是谁",
                    f"“{word}” is a name of “{other.name}”, too: whoever writes it is not understood",
                )
                remedy = Bilingual("只留给一个单位", "leave it to one of them")
                yield Finding(Fault(*home, body.name, words, remedy, "GR330"))
        if body.level in _OF_A_PLACE:
            label = county.policy.vocabulary.word(body.level, "zh")
            words = Bilingual(
                f"层级是“{label}”,却不在任何一个{label}: 按地方找单位时找不到它",
                f"its level is “{body.level}”, but it stands in no place: no role of a place finds it",
            )
            remedy = Bilingual(
                "改层级,或写到 per_township、per_community", "mend the level, or write it under per_township"
            )
            yield Finding(Fault(*home, body.name, words, remedy, "GR331"))
        for path in body.powers:
            if path not in county.policy.categories:
                words = Bilingual(f"职权里没有类别“{path}”", f"there is no category “{path}” for its powers")
                remedy = nearest(path, county.policy.categories.nodes)
                yield Finding(Fault(*home, body.name, words, remedy, "GR332"))


def registers_of(county: County) -> Iterator[Document]:
    """The registers of bodies of all layers, as written."""
    for layer in county.policy.layers:
        path = layer.root / "organizations.yaml"
        if path.is_file():
            yield read_document(path, layer.shown(path), [])


def _holders(county: County, function: str, day: date) -> list[Organization]:
    held = {one.id: one for one in county.bodies.with_function(function)}  # a body that names it twice holds it once
    return [one for one in held.values() if one.in_office(day)]


def _by_level(bodies: Sequence[Organization]) -> dict[str, list[Organization]]:
    made: dict[str, list[Organization]] = {}
    for body in bodies:
        if not body.place:
            made.setdefault(body.level, []).append(body)
    return made


def groups_of(county: County) -> Iterator[Finding]:
    """Groups that name a member twice, and roles and groups of lower layers that nothing names."""
    for name, role in sorted(county.policy.vocabulary.roles.items()):
        twice = sorted({member for member in role.members if role.members.count(member) > 1})
        if twice:
            words = Bilingual(f"成员“{'、'.join(twice)}”写了两遍", f"names “{', '.join(twice)}” twice")
            yield Finding(Fault(*role.home, name, words, Bilingual("留一个", "keep one"), "GR328"))


def unused_roles(county: County, named: Iterable[str]) -> Iterator[Finding]:
    """Roles and groups that a layer below the nation declares and that nothing in ``named`` uses."""
    used = set(named)
    for name, role in sorted(county.policy.vocabulary.roles.items()):
        if name not in used and role.form != "body" and _own(county, role):
            words = Bilingual("声明了,没有谁用到", "declared, and named by nothing")
            yield Finding(Fault(*role.home, name, words, Bilingual("用上它,或删去", "use it, or remove it"), "GR329"))


def _own(county: County, role: Role) -> bool:
    return any(layer.depth and role.home[0].startswith(f"{layer.root.name}/") for layer in county.policy.layers)
