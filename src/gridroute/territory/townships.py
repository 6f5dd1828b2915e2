"""镇街简称: a township named without 镇 or 街道."""

from __future__ import annotations

import re

from gridroute.territory import context
from gridroute.territory.mention import Mention
from gridroute.territory.passage import LINKED, Passage

#: What may stand behind a township in short that is a phrase of its own: 泉林那个, 星村的.
_PHRASE_ENDS = re.compile("(?:那个|那边|那里|这边|这里|的那个|的)?(?: |$)")


def before_villages(passage: Passage) -> None:
    """A township without 镇 or 街道 (泉林), right before the name of one of its villages."""
    villages = {one.start: one for one in passage.found if not one.township and not one.foreign}
    made = []
    for match in passage.names.town_stem_pattern.finditer(passage.text):
        start, end = match.start(), match.end()
        if any(passage.covered[start:end]):
            continue
        towns = passage.names.town_stems[match[0]]
        link = context.LINK.match(passage.text, end, min(len(passage.text), end + LINKED))
        for after in dict.fromkeys((end, link.end() if link else end)):
            parents = {passage.places[code].parent for code in _village_at(passage, after, villages)}
            holding = tuple(code for code in towns if code in parents)
            if holding:
                if passage.free_town(start):
                    made.append(Mention(start, end, holding, match[0], True))
                break
    for mention in made:
        passage.take(mention)


def apart(passage: Passage) -> None:
    """A township without 镇 or 街道 as a phrase of its own, where villages are named: 李家村, 星村那个.

    What is a river or a road too (泗河) is that first.
    """
    if all(one.township or one.foreign for one in passage.found):
        return
    made = [
        Mention(match.start(), match.end(), passage.names.town_stems[match[0]], match[0], True)
        for match in passage.names.town_stem_pattern.finditer(passage.text)
        if not any(passage.covered[match.start() : match.end()])
        and _PHRASE_ENDS.match(passage.text, match.end())
        and match[0] not in passage.names.line_names
        and passage.free_town(match.start())
    ]
    for mention in made:
        passage.take(mention)


def _village_at(passage: Passage, position: int, villages: dict[int, Mention]) -> tuple[str, ...]:
    """The villages named at ``position``: by a full form, or by a stem that ends there."""
    if position in villages:
        return villages[position].codes
    match = passage.names.stem_pattern.match(passage.text, position)
    if match is None or context.is_else(passage.text, match.end(), match[0], passage.addressed):
        return ()
    return passage.names.stems[match[0]]
