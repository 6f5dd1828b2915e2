"""岗位台账: who answers for a grid, who stands in, and who is the secretary of the village (``officers.csv``).

Posts and dates only: no name of a person, no number to call. ``holder`` is an opaque number of the county's own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from gridroute.model import Post
from gridroute.model.post import Gender, PostRole
from gridroute.territory.rows import Sheet, assumed, listed

_TIMES = ("valid_from", "valid_to", "away_from", "away_to", "trained_to")
_HEADS = ("id", "role", "place", "name", "holder", *_TIMES, "away", "kin_of", "source", "gender")
ROLES: tuple[PostRole, ...] = ("primary", "deputy", "secretary")
_AWAY = ("seconded", "leave")
_GENDERS: tuple[Gender, ...] = ("female", "male")


def read_posts(sheet: Sheet, codes: Collection[str]) -> tuple[Post, ...]:
    """The posts of ``officers.csv``; what is wrong is added to the faults of ``sheet``.

    A post may stand in several rows, one for each holder, whose days do not overlap.
    """
    made: list[Post] = []
    for row in sheet.rows(_HEADS, _HEADS[:4]):
        post = _post(sheet, row, codes)
        if post is None:
            continue
        if any(one.id == post.id and _overlap(one, post) for one in made):
            sheet.fault(f"岗位“{post.id}”同一天有两行", f"two rows of the post “{post.id}” share a day", code="GR409")
            continue
        made.append(post)
    return tuple(made)


def _post(sheet: Sheet, row: Mapping[str, str], codes: Collection[str]) -> Post | None:
    role = sheet.word("role", row["role"], ROLES)
    place = sheet.code("place", row["place"], codes)
    away = sheet.word("away", row["away"], _AWAY) if row["away"] else ""
    gender = sheet.word("gender", row["gender"], _GENDERS) if row["gender"] else None
    days = {head: sheet.day(head, row[head]) for head in _TIMES}
    wrong = any(row[head] and day is None for head, day in days.items()) or bool(row["gender"] and gender is None)
    if role is None or place is None or away is None or wrong:
        return None
    if not row["id"] or not row["name"]:
        sheet.fault("岗位要有编号和名称", "a post needs an id and a name", code="GR409")
        return None
    if (role == "secretary") == (len(place) == 15):
        sheet.fault(
            f"“{row['name']}”: 书记写村社的 12 位代码,网格员写网格的 15 位代码",
            f"“{row['name']}”: a secretary stands at a village (12 digits), an officer at a grid (15)",
            code="GR409",
        )
        return None
    if row["away"] and days["away_from"] is None:
        sheet.fault(f"“{row['name']}”离岗没有写起始日期", f"“{row['name']}” is away from no day on", code="GR409")
        return None
    return Post(
        row["id"],
        role,
        place,
        row["name"],
        row["holder"],
        seconded=away == "seconded",
        kin_of=listed(row["kin_of"]),
        assumed=assumed(row["source"]),
        gender=gender,
        **days,
    )


def _overlap(one: Post, other: Post) -> bool:
    begins = [post.valid_from for post in (one, other) if post.valid_from]
    ends = [post.valid_to for post in (one, other) if post.valid_to]
    return not begins or not ends or max(begins) <= min(ends)
