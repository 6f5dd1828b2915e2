"""错名: words in an expectation that nothing in the county is called, with the nearest one that something is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gridroute.assurance.parlance import words_called
from gridroute.assurance.view import BODIES, BODY_LISTS
from gridroute.dispatch import County
from gridroute.errors import NOTHING, Bilingual, nearest
from gridroute.policy.document import Value

#: How rules are numbered; the reasons of a refusal are sentences.
_NUMBER = re.compile(r"[A-Za-z][A-Za-z0-9]*-[A-Za-z0-9-]+")
_BODY, _RULE, _WORD = Bilingual("单位", "body"), Bilingual("规则", "rule"), Bilingual("这个词", "word")


def misnamed(name: str, wanted: Value, county: County) -> Bilingual:
    """Which word wanted under ``name`` the county has not; empty where it has all, or any text may stand there."""
    if isinstance(wanted, dict):
        wanted = wanted.get("contains")
    for one in wanted if isinstance(wanted, list) else [wanted]:
        kind, known = _known(name, str(one), county)
        if isinstance(one, str) and known and one not in known | words_called(name, known, county.policy):
            near = nearest(one, known | words_called(name, known, county.policy))
            zh, en = f"没有{kind.zh}“{one}”", f"there is no {kind.en} “{one}”"
            return Bilingual(f"{zh}: {near.zh}" if near.zh else zh, f"{en}: {near.en}" if near.en else en)
    return NOTHING


def _known(name: str, wanted: str, county: County) -> tuple[Bilingual, set[str]]:
    """What may stand under ``name``, and what that is; nothing where it may be any text."""
    policy = county.policy
    if name in (*BODIES, *BODY_LISTS, "notify", "attendees", "signatory", "party_lead", "charged"):
        return _BODY, _names(county)
    if name in ("rule", "rules") or (name == "refused" and _NUMBER.fullmatch(wanted)):
        return _RULE, {one.id for one in policy.rules}
    if name == "state":
        return _WORD, set(policy.lifecycle.states)
    if name == "category":
        return Bilingual("类别", "category"), set(policy.categories.nodes)
    field = policy.vocabulary.fields.get(name)
    return _WORD, set(field.values if field else ())


def _names(county: County) -> set[str]:
    bodies: Iterable[tuple[str, ...]] = ((one.id, one.name, *one.aliases) for one in county.bodies.by_id.values())
    return {name for body in bodies for name in body}
