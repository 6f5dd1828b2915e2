"""谁经办: the one post that answers for a grid, by the county's succession (stage 5; A9, A10).

Whoever the issue complains about, or has an interest in it, never handles it. Posts are named, never persons.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gridroute.dispatch.inquiry import decide
from gridroute.dispatch.matter import Matter
from gridroute.model import Grid, Post, remark
from gridroute.policy.condition import FactValue


def find_officer(matter: Matter, grid: Grid | None) -> str | None:
    """The name of the post that handles the matter; none where the county keeps no register of posts.

    Posts are those of the moment of routing: where grids were drawn anew since the issue came, the new set's
    officer has taken over (A5).
    """
    territory, community = matter.county.territory, matter.community
    succession = matter.county.policy.successions.get("officer")
    if not territory.posts or community is None or succession is None:
        return None
    day = matter.at.date()
    now = territory.followers(grid.code, day) if grid is not None else ()
    codes = tuple(one.code for one in now) or ((grid.code,) if grid is not None else ())
    meant = _meant(matter, codes, day)
    for reference in succession.roles:
        role = matter.county.policy.vocabulary.roles[reference.name]
        for post in _posts(role.key, codes, community.code, matter, day):
            facts = _facts(post, matter, meant, day)
            settled = decide(matter.engine, matter.edition, "officer", matter.facts | facts)
            matter.trace.extend(settled.trace)
            matter.warnings.extend(remark("rule_warns", text) for text in settled.texts("warn"))
            if "strike" not in settled.added:
                return post.name
    if succession.warn:
        matter.warnings.append(remark("rule_warns", succession.warn))
    return None


def _posts(key: str, codes: tuple[str, ...], community: str, matter: Matter, day: date) -> Iterator[Post]:
    """The filled posts of one role, the nearest first."""
    territory = matter.county.territory
    match key:
        case "secretary":
            found = [post for post in territory.posts_of(community) if post.role == "secretary"]
        case "neighbour":
            others = (one for one in territory.grids_of(community, day) if one.code not in codes)
            near = sorted(
                others, key=lambda one: (min((abs(int(one.code) - int(c)) for c in codes), default=0), one.code)
            )
            found = [post for one in near for post in territory.posts_of(one.code) if post.role == "primary"]
            if len(codes) != 1:  # no grid is known, or one of several: nobody is a neighbour of it for certain
                found = []
        case _:
            found = [post for code in codes for post in territory.posts_of(code) if post.role == key]
            if len(codes) > 1:  # several grids followed: none of their officers is it for certain
                found = []
    yield from (post for post in found if post.filled(day))


def _facts(post: Post, matter: Matter, meant: list[Post], day: date) -> dict[str, FactValue]:
    away = post.away(day)
    short = len(matter.county.adcode) + 1
    subjects = {word for body in matter.subjects for word in (body.id, body.id[short:], body.name)}
    said = matter.said.said
    same_holder = {one.holder for one in meant if one.holder}
    facts: dict[str, FactValue] = {
        "officer_role": post.role,
        "officer_available": not away,
        "officer_seconded": away and post.seconded,
        "officer_is_subject": post in meant or post.holder in same_holder or post.place[:12] in subjects,
        "officer_kin_of_subject": bool(subjects.intersection(post.kin_of)) or any(name in said for name in post.kin_of),
    }
    if post.trained_to is not None:
        facts["training_valid"] = day <= post.trained_to
    return facts | ({"officer_gender": post.gender} if post.gender else {})


def _meant(matter: Matter, codes: tuple[str, ...], day: date) -> list[Post]:
    """The posts that the issue complains about: by id or name, or, as 网格员 alone, whoever stands at the grid."""
    posts = [post for post in matter.county.territory.posts if post.filled(day)]
    named = [post for post in posts if any(name == post.id or name.startswith(post.name) for name in matter.said.said)]
    spoken = [post for post in posts if any(words.endswith(post.name) for words in matter.said.spoken)]
    longest = max((len(post.name) for post in spoken), default=0)  # 十一格网格员 is not 一格网格员
    named += [post for post in spoken if len(post.name) == longest]
    return named or [post for post in posts if post.role in matter.said.posts and post.place in codes]
