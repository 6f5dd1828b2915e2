"""角色 → 单位: which bodies a role means, for one matter at one moment (§7)."""

from __future__ import annotations

from collections.abc import Iterable

from gridroute.dispatch.matter import Matter
from gridroute.model import Organization
from gridroute.policy.rule import Reference
from gridroute.policy.vocabulary import Role


def resolve(reference: Reference, matter: Matter) -> list[Organization]:
    """The bodies that ``reference`` means now; none where it resolves to nobody."""
    role = matter.county.policy.vocabulary.roles[reference.name]
    return _unique(_resolve(role, matter, frozenset()))


def _resolve(role: Role, matter: Matter, seen: frozenset[str]) -> Iterable[Organization]:
    if role.name in seen:
        return
    match role.form:
        case "group":
            for member in role.members:
                yield from _resolve(matter.county.policy.vocabulary.roles[member], matter, seen | {role.name})
        case "body":
            yield from current([matter.county.bodies.by_id[role.key]], matter)
        case "place":
            yield from _place(role, matter)
        case "function":
            found = matter.county.bodies.with_function(role.key)
            level = [body for body in found if body.level == role.level] if role.level else found
            yield from current(level, matter)
        case "service":
            yield from current(_serving(role.key, matter), matter)
        case "kind":
            yield from current(_of_kind(role, matter), matter)
        case "case":
            yield from _case(role.key, matter)
        case "relation":
            yield from _relation(role.key, matter)


def current(bodies: Iterable[Organization], matter: Matter) -> Iterable[Organization]:
    """Those of ``bodies`` in office at the moment; for one that is not, whoever continues it (B14)."""
    listed = list(bodies)
    day = matter.at.date()
    living = [body for body in listed if body.in_office(day)]
    if living:
        return living
    return [one for body in listed for one in matter.county.bodies.in_office(body, day)]


def _place(role: Role, matter: Matter) -> Iterable[Organization]:
    by_id = matter.county.bodies.by_id
    match role.key:
        case "community":
            places = [matter.community] if matter.community else []
        case "township":
            places = [matter.township] if matter.township else []
        case "village_or_township":
            nearest = matter.community or matter.township
            places = [nearest] if nearest else []
        case "area":
            places = list(matter.area)
        case "grid":
            return [by_id[code] for code in matter.along if code in by_id]
        case _:
            places = []
    return [by_id[place.code] for place in places if place.code in by_id]


def _serving(service: str, matter: Matter) -> list[Organization]:
    """The bodies that supply ``service`` where the matter is; the nearest area wins."""
    found = matter.county.bodies.with_service(service)
    for place in (matter.community, matter.township):
        if place is not None:
            near = [body for body in found if body.place == place.code]
            if near:
                return near
    return [body for body in found if not body.place]


def _of_kind(role: Role, matter: Matter) -> list[Organization]:
    register = matter.county.bodies
    if role.level == "community":
        return register.of_kind(role.key, matter.community.code) if matter.community else []
    if role.level == "township":
        return register.of_kind(role.key, matter.township.code) if matter.township else []
    return register.of_kind(role.key, "")


def _case(key: str, matter: Matter) -> Iterable[Organization]:
    match key:
        case "lead":
            return _some(matter.lead.body if matter.lead else (_grid_body(matter) if matter.stays else None))
        case "supports":
            return list(matter.supports)
        case "candidates":
            return [one.body for one in matter.candidates if one.body is not None and one.struck is None]
        case "first_receiver":
            return _some(matter.first_receiver)
        case "blower":
            return _some(matter.blower)
        case "required":
            return list(matter.required)
        case "holder":
            return _some(matter.holder)
        case "resolver":
            return _some(matter.resolver)
        case "subject":
            return list(matter.subjects)
    return ()


def _grid_body(matter: Matter) -> Organization | None:
    return matter.county.bodies.by_id.get(matter.community.code) if matter.community else None


def _relation(key: str, matter: Matter) -> Iterable[Organization]:
    register = matter.county.bodies
    match key:
        case "common_superior":
            rivals = [one.body for one in matter.candidates if one.body is not None and one.struck is None]
            if len(rivals) < 2:  # no dispute of bodies: at a border, those of the places it may be
                if matter.location.status != "border":
                    return ()
                rivals = [register.by_id[place.code] for place in matter.area if place.code in register.by_id]
            return _some(register.common_superior(rivals))
        case "home_department":
            return _some(matter.home)
        case "guide":
            guide = matter.stages["lists"].reference("guide") if "lists" in matter.stages else None
            return resolve(guide, matter) if guide else ()
        case "adjudicator":
            succession = matter.county.policy.successions["adjudicator"]
            found = (body for role in succession.roles for body in resolve(role, matter))
            return _some(next((body for body in found if body.id not in {one.id for one in matter.subjects}), None))
        case "command":
            lead = matter.lead.body if matter.lead else None
            return _some(lead and register.commander(lead))
    return ()


def _some(body: Organization | None) -> list[Organization]:
    return [] if body is None else [body]


def _unique(bodies: Iterable[Organization]) -> list[Organization]:
    return list({body.id: body for body in bodies}.values())
