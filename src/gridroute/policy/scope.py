"""适用范围: what a street or a pilot may not write, for it would act on the whole county (§5).

Rules and parameters hold in their own place. Words, groups, ladders and orders are one for the whole county: a street
may add names that nobody has, which its own rules then use, and may change none.
"""

from __future__ import annotations

from collections.abc import Container, Mapping

from gridroute.errors import Bilingual
from gridroute.policy.document import Document, Value
from gridroute.policy.layer import Layer
from gridroute.policy.reading import Reading

#: No name of such a section is a street's own.
NONE = None
COUNTY_OR_RULE = Bilingual(
    "写到县的层里,或写成规则: 规则和参数只管本地",
    "write it in the county's layer, or as a rule: rules and parameters hold in their own place",
)
_OR_ANOTHER_NAME = Bilingual(
    "另起名称,或写到县的层里,或写成规则: 规则和参数只管本地",
    "use another name, write it in the county's layer, or as a rule: rules and parameters hold in their own place",
)


def keep_in_place(layer: Layer, document: Document, sections: Mapping[str, Container[str] | None], at: Reading) -> None:
    """Reports what a street's or pilot's ``document`` would change outside its place, and takes it out.

    ``sections`` gives for each section the names that are there already; ``NONE``: nothing of it may stand.
    """
    if not layer.scope:
        return
    for section, known in sections.items():
        body = document.value.get(section)
        if known is NONE:
            if body is not None:
                _acts_everywhere((section,), layer, document.value, at)
            continue
        if section == "groupings" and isinstance(body, dict):
            for name in [name for name, one in body.items() if isinstance(one, dict) and "effect" in one]:
                _acts_everywhere((section, name), layer, body, at)
        for name in [name for name in body if name in known] if isinstance(body, dict) else ():
            at.rule = name
            at.fault(
                (section, name),
                f"“{name}”已有,在这里改它,改的是全县,不只{layer.name}",
                f"“{name}” is there already: changed here it changes in the whole county, not in {layer.name} alone",
                _OR_ANOTHER_NAME,
                code="GR117",
            )
            assert isinstance(body, dict)
            del body[name]


def _acts_everywhere(path: tuple[str, ...], layer: Layer, inside: dict[str, Value], at: Reading) -> None:
    name = path[-1]
    at.rule = ""
    at.fault(
        path,
        f"“{name}”管全县,不只管{layer.name}",
        f"“{name}” acts on the whole county, not on {layer.name} alone",
        COUNTY_OR_RULE,
        code="GR117",
    )
    del inside[name]
