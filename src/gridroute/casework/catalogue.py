"""目录支持: which bodies the catalogue gives as lead for a category, and so may be named in place of another (t11)."""

from __future__ import annotations

from gridroute.casework.scene import Scene
from gridroute.dispatch.roles import resolve
from gridroute.model import Organization
from gridroute.policy.boxes import satisfiable
from gridroute.policy.condition import All, Op, Test, fields_of
from gridroute.policy.rule import LeadRow


def leads_of(scene: Scene, category: str) -> list[Organization]:
    """Whom some row of the catalogue on ``category`` gives as lead, whatever else of the case was misjudged.

    An objection is about just that: that the road is a village's and not a town's. Rows that do not speak of
    categories count where they hold of the case as it is.
    """
    matter, fields = scene.matter, scene.county.policy.vocabulary.fields
    here = (Test("category", Op.EQUALS, category), Test("urgency", Op.EQUALS, scene.case.urgency))
    found = [one.body for one in matter.candidates if one.body is not None and not (one.struck or one.as_support)]
    found = found if category == matter.category else []
    for rule in matter.edition.at("catalogue"):
        if "category" in fields_of(rule.condition) and satisfiable(All((*here, rule.condition)), fields, 2_000):
            rows = (row for row in _rows(rule.outcomes["catalogue"].get("lead")) if isinstance(row, LeadRow))
            found += [body for row in rows for body in resolve(row.role, matter)]
    return list({one.id: one for one in found}.values())


def supports(scene: Scene, body: Organization, category: str | None) -> bool:
    """Whether the catalogue, or its own power to punish, makes ``body`` a lead for ``category``.

    Of a case without a category, or one on which no row speaks, the catalogue says nothing against it.
    """
    category = category or scene.studied[1].category
    if category is None or scene.county.policy.may_punish(body, category):
        return True
    found = leads_of(scene, category)
    return not found or body.id in {one.id for one in found}


def _rows(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)
