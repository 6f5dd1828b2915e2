"""补救: what would satisfy a guard, in words that a clerk can act on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from gridroute.casework.approval import approvals
from gridroute.casework.catalogue import leads_of
from gridroute.casework.dispute import destinations
from gridroute.casework.event import Attempt
from gridroute.casework.scene import Scene
from gridroute.casework.snapshot import SAID, case_facts, event_facts
from gridroute.casework.succession import heirs
from gridroute.casework.trigger import triggers_claimed, triggers_held
from gridroute.casework.whistle import not_arrived, unanswered
from gridroute.errors import Bilingual, nearest
from gridroute.model import Organization
from gridroute.policy.condition import fields_of
from gridroute.policy.rule import Rule

Remedy = Callable[[Scene, Attempt], Bilingual | None]


def remedies(rules: Iterable[Rule], scene: Scene, attempt: Attempt) -> list[Bilingual]:
    """What would satisfy ``rules``, each thing once, in the order in which the rules ask for it."""
    asked = dict.fromkeys(name for rule in rules for name in sorted(fields_of(rule.condition)) if name in _REMEDIES)
    made = (_REMEDIES[name](scene, attempt) for name in asked)
    return [one for one in made if one is not None]


def _destination(scene: Scene, attempt: Attempt) -> Bilingual | None:
    word = str(attempt.said.get("destination") or "")
    if attempt.type != "object" or destinations(scene, word):
        return None
    names, listed = _named(_could_lead(scene, attempt))
    near = nearest(word, (name for body in scene.county.bodies.by_id.values() for name in (body.name, *body.aliases)))
    return Bilingual(
        f"destination 写台账里别的单位{names}{near.zh and '; '}{near.zh}",
        f"name another body of the register as destination{listed}{near.en and '; '}{near.en}",
    )


def _supported(scene: Scene, attempt: Attempt) -> Bilingual:
    names, listed = _named(_could_lead(scene, attempt))
    return Bilingual(
        f"写目录上主办这一类的单位{names}; 类别错了的,用 category 写明所依据的类别",
        f"name a body that leads this category by the catalogue{listed}; say the category if it is another",
    )


def _no_more(scene: Scene, attempt: Attempt) -> Bilingual:
    if attempt.type == "reassign" and scene.case.state == "in_progress":
        return Bilingual("主办办不了的,提请联席会议", "what the lead cannot do goes to a meeting")
    return Bilingual("由裁定人指定主办", "whoever adjudicates designates the lead")


def _could_lead(scene: Scene, attempt: Attempt) -> list[str]:
    category = attempt.said.get("category") or scene.studied[1].category
    found = leads_of(scene, str(category)) if category else []
    return [one.name for one in found if one.id != scene.case.lead]


def _named(names: list[str]) -> tuple[str, str]:
    return (f": {'、'.join(names)}", f": {', '.join(names)}") if names else ("", "")


def _approved(scene: Scene, attempt: Attempt) -> Bilingual:
    unknown = [one.written for one in approvals(scene, attempt.said.get("approvers")) if not one.capacities]
    named = "、".join(unknown)
    zh = f"{named}不是本件能批准的单位或岗位; " if unknown else ""
    en = f"{', '.join(unknown)} cannot approve this case; " if unknown else ""
    return Bilingual(
        f"{zh}approvers 写受理中心和承办负责人,或台账里的单位、岗位",
        f"{en}write under approvers the intake center and the head of the lead, or bodies and posts of the register",
    )


def _granting(scene: Scene, attempt: Attempt) -> Bilingual:
    return Bilingual(
        "approver 写台账里主办的上级单位或本级政府,延期、停表也可写受理中心",
        "write as approver a body above the lead or the government; for time also the intake center",
    )


def _empowered(scene: Scene, attempt: Attempt) -> Bilingual:
    return Bilingual(
        "由这一类有执法权的单位执法: 吹综合执法哨,或提请改派",
        "let a body enforce that has the power in this category: blow for enforcement, or have it reassigned",
    )


def _objection_basis(scene: Scene, attempt: Attempt) -> Bilingual | None:
    if str(attempt.said.get("basis") or "").strip():
        return None
    return Bilingual("basis 写依据 (法规或职责的条文)", "say under basis the clause of law or of duties it rests on")


def _arriving(scene: Scene, attempt: Attempt) -> Bilingual:
    return _wait_for(not_arrived(scene), "报到", "check in")


def _wait_for(bodies: Iterable[Organization], zh: str, en: str) -> Bilingual:
    names = [body.name for body in bodies]
    return Bilingual(
        f"等{'、'.join(names)}{zh},或注明缺席 (absence_noted)",
        f"wait for {', '.join(names)} to {en}, or note the absence (absence_noted)",
    )


def _judged(scene: Scene, attempt: Attempt) -> Bilingual | None:
    if attempt.type != "resolve_item":
        return None
    return Bilingual(
        "提请上一级,或以本级召集单位是当事方跳级",
        "raise it to the next level, or skip this one because its meeting is a party",
    )


def _unresolved(scene: Scene, attempt: Attempt) -> Bilingual:
    return Bilingual("退回重办,或办好后再次现场核验", "send it back, or verify on site again once it is done")


def _from_the_lowest(scene: Scene, attempt: Attempt) -> Bilingual | None:
    facts = event_facts(scene, attempt, "convener")
    if not facts["lowest_level"]:
        return None
    return Bilingual("已是最低一级: 作决议,或提请上一级", "this is the lowest level: resolve it, or raise it")


def _confirming(scene: Scene, attempt: Attempt) -> Bilingual:
    to = scene.bodies([one for one in (scene.case.lead, scene.case.receiver) if one])
    named = [one.name for one in to if "民意受理" not in one.functions]
    zh, en = _named(named)
    return Bilingual(
        f"confirmed_by 写接收单位{zh}; 县外或台账外的写单位全名,evidence 写回执或编号",
        f"say as confirmed_by the body that received it{en}; outside the register its name and a receipt or number",
    )


def _trigger(scene: Scene, attempt: Attempt) -> Bilingual:
    said = scene.county.policy.vocabulary.word
    held, claimed = triggers_held(scene, case_facts(scene)), triggers_claimed(scene, SAID)

    def listed(triggers: tuple[str, ...], lang: str) -> str:
        return ("、" if lang == "zh" else ", ").join(f"{one} {said(one, lang)}" for one in triggers)

    zh = f"现在成立的: {listed(held, 'zh')}; " if held else "现在没有成立的; "
    en = f"what holds now: {listed(held, 'en')}; " if held else "none holds now; "
    return Bilingual(
        f"{zh}{listed(claimed, 'zh')}要写 basis (依据)", f"{en}{listed(claimed, 'en')} need a basis in words"
    )


def _urgent(scene: Scene, attempt: Attempt) -> Bilingual | None:
    kinds = {attempt.said.get("whistle_kind"), attempt.said.get("skip_reason")}
    if attempt.type not in ("blow", "skip_level") or "emergency" not in kinds:
        return None
    return Bilingual(
        "有险情的先用“补充”写明,定为特急后即可", "tell the danger by “supplement” first; it makes the case an emergency"
    )


def _beyond(scene: Scene, attempt: Attempt) -> Bilingual | None:
    if attempt.type != "blow":
        return None
    return Bilingual(
        "beyond_own_power (超出本级职责) 或 handling_failed (本级处置失败) 属实的写 true",
        "say beyond_own_power or handling_failed, whichever is true",
    )


def _reviewed(scene: Scene, attempt: Attempt) -> Bilingual | None:
    if attempt.type != "blow":
        return None
    return Bilingual("负责人审核过的写 reviewed: true", "say reviewed: true once whoever is in charge has reviewed it")


def _party(scene: Scene, attempt: Attempt) -> Bilingual | None:
    if attempt.said.get("skip_reason") != "body_is_party":
        return None
    return Bilingual(
        "当事方是被反映单位、主办单位及其党组织",
        "parties are those complained about, the lead, and their party organisation",
    )


def _superior(scene: Scene, attempt: Attempt) -> Bilingual | None:
    if attempt.said.get("skip_reason") != "superior_designated":
        return None
    return Bilingual(
        "由本级政府办,或用 approvers 写指定的上级,并写 basis (文号)",
        "let the government do it, or say under approvers which superior, and a basis (number of the paper)",
    )


def _basis(scene: Scene, attempt: Attempt) -> Bilingual | None:
    return Bilingual("用 basis 写依据", "say the basis") if attempt.type == "escalate" else None


def _officers(scene: Scene, attempt: Attempt) -> Bilingual:
    return Bilingual("qualified_officers 写到场的有资格执法人数", "say under qualified_officers how many were there")


def _to_answer(scene: Scene, attempt: Attempt) -> Bilingual:
    return _wait_for(unanswered(scene), "报到并交处置意见", "check in and file an opinion")


def _called_again(scene: Scene, attempt: Attempt) -> Bilingual | None:
    if attempt.type != "unsatisfied":
        return None
    return Bilingual("用“回访一次”记下没有接通,改时间再访", "file the call as tried, and call again at another time")


def _seen(scene: Scene, attempt: Attempt) -> Bilingual:
    if attempt.type == "withdraw":
        return Bilingual("照常办理,来话记作补充", "go on with it, and keep what was said as a supplement")
    return Bilingual(
        "先由非经办的村社、镇街现场核验", "let the village or the township, if it did not handle it, verify on site"
    )


def _abolished(scene: Scene, attempt: Attempt) -> Bilingual:
    return Bilingual(
        "主办错了的,用异议、改派或裁定", "where the lead is wrong: objection, reassignment or adjudication"
    )


def _continuing(scene: Scene, attempt: Attempt) -> Bilingual | None:
    named = scene.county.bodies.named(str(attempt.said.get("from_body")))
    found = [one.name for body in named for one in heirs(scene, body)]
    if found:
        return Bilingual(f"台账写明的接续单位是{'、'.join(found)}", f"the register names {', '.join(found)}")
    return Bilingual(
        "台账没有写接续单位的,由本级政府指定", "where the register names nobody, the government designates"
    )


_REMEDIES: Mapping[str, Remedy] = {
    "trigger_holds": _trigger,
    "beyond_level_power": _basis,
    "urgency": _urgent,
    "beyond_own_power": _beyond,
    "reviewed": _reviewed,
    "body_is_party": _party,
    "skip_reason": _superior,
    "objection_has_destination": _destination,
    "to_supported": _supported,
    "lead_changes": _no_more,
    "approver_count": _approved,
    "actor_has_power": _empowered,
    "actor_is_lead": _judged,
    "arrivals_open": _arriving,
    "objection_has_basis": _objection_basis,
    "site_resolved": _unresolved,
    "lowest_level": _from_the_lowest,
    "approver_standing": _granting,
    "confirmer_standing": _confirming,
    "qualified_officers": _officers,
    "required_unanswered": _to_answer,
    "reached": _called_again,
    "reporter_anonymous": _seen,
    "from_abolished": _abolished,
    "to_continues": _continuing,
}
