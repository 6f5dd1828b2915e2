"""所述: whether what somebody says with an event can be read at all; rules then judge what it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from gridroute.casework.event import Attempt
from gridroute.casework.late import order
from gridroute.casework.refusal import Refusal
from gridroute.errors import Bilingual
from gridroute.policy.vocabulary import Vocabulary

#: The most working days that anybody may write; what a county allows is far below (I11).
_LONGEST = 250
#: Words that the vocabulary declares, and whose effect depends on them.
_DECLARED = ("whistle_kind",)


def unreadable(attempt: Attempt, vocabulary: Vocabulary) -> Refusal | None:
    """Why something said with ``attempt`` cannot be read; nothing where all can."""
    for name, value in attempt.said.items():
        if name in _DECLARED and not vocabulary.fields[name].takes(value):
            known = vocabulary.fields[name].values
            return _refused(name, value, Bilingual("写 " + "、".join(known), "write one of " + ", ".join(known)))
        test = _FORMS.get(name)
        if test is not None and value is not None and not test[0](value):
            return _refused(name, value, test[1])
    return None


def _refused(name: str, value: Any, remedy: Bilingual) -> Refusal:
    zh, en = f"{name} “{value}”看不懂: {remedy.zh}", f"{name} “{value}” cannot be read: {remedy.en}"
    return Refusal("said", Bilingual(zh, en))


def _days(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _LONGEST


def _day(value: Any) -> bool:
    try:
        made = datetime.fromisoformat(str(value))
    except ValueError:
        return False
    return 1980 <= made.year <= 2200


def _listed(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(one, str | int | dict) for one in value)


def _shown(value: Any) -> bool:
    """Evidence: a word for it or several, none of them empty."""
    listed = value if isinstance(value, list | tuple) else [value]
    return bool(listed) and all(isinstance(one, str) and one.strip() for one in listed)


def _yes_or_no(value: Any) -> bool:
    return isinstance(value, bool)


def _words(value: Any) -> bool:
    return isinstance(value, str | int)


_DAY = Bilingual("写成 2026-03-02", "write it as 2026-03-02")
_LIST = Bilingual("写成一列 [甲, 乙]", "write a list [a, b]")
_BOOL = Bilingual("写 true 或 false", "write true or false")
_TEXT = Bilingual("写文字", "write words")
_FORMS: Mapping[str, tuple[Callable[[Any], bool], Bilingual]] = {
    "workdays": (_days, Bilingual(f"写 1 到 {_LONGEST} 的整数", f"write a whole number from 1 to {_LONGEST}")),
    "supervise": (
        lambda value: value in order(),
        Bilingual("写 " + "、".join(order()), "write one of " + ", ".join(order())),
    ),
    "next_review": (_day, _DAY),
    "until": (_day, _DAY),
    "resolution": (lambda value: isinstance(value, Mapping), Bilingual("写成“要件: 内容”", "write it as a mapping")),
    "evidence": (_shown, Bilingual("写明凭证,例如 [照片]", "say what it is, such as [photo]")),
    **dict.fromkeys(("papers", "milestones", "approvers", "attachments", "required", "triggers"), (_listed, _LIST)),
    **dict.fromkeys(("reached", "resolved", "satisfied", "reasonable"), (_yes_or_no, _BOOL)),
    **dict.fromkeys(("told", "absence_noted", "reply_lawful"), (_yes_or_no, _BOOL)),
    **dict.fromkeys(("text", "to", "from_body", "grid", "master", "method"), (_words, _TEXT)),
}
