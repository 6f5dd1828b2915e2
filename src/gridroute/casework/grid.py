"""网格自办: what the grid cannot settle goes up to one lead (domain.md §3.4 t7, YY03; A12)."""

from __future__ import annotations

from gridroute.casework.draft import Draft


def send_up(draft: Draft) -> None:
    """To the one body that the catalogue names for it, else to the township; with a time of its own."""
    scene, matter = draft.scene, draft.scene.matter
    left = [one.body for one in matter.candidates if one.body is not None and one.struck is None and not one.as_support]
    fit = {body.id: body for body in left if body.level not in ("building", "grid", "compound", "community")}
    lead = next(iter(fit.values())) if len(fit) == 1 else next(iter(scene.resolved("所在镇街")), scene.somebody())
    draft.close(draft.owed("handle"), "superseded")
    draft.set["lead"] = lead.id
    draft.open("handle", lead, draft.usual_length(), "lead")
    draft.tell([lead])
