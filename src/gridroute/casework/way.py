"""回访方式: by which way a resident was called, however somebody writes it (I12b)."""

from __future__ import annotations

#: The ways that differ, each with the words by which people write it.
_WAYS = {
    "phone": ("电话", "手机", "座机", "去电", "致电", "拨打", "通话", "phone", "call"),
    "visit": ("上门", "走访", "入户", "当面", "面访", "面谈", "visit"),
    "message": ("短信", "微信", "信息", "留言", "sms", "message", "wechat"),
    "letter": ("信函", "书面", "挂号", "邮寄", "letter", "mail"),
}


def way_of(written: str) -> str:
    """The way that is meant: 电话, “电话 ” and 打电话 are one; what is not known counts as it is written."""
    plain = "".join(written.split()).casefold()
    return next((way for way, words in _WAYS.items() if any(word in plain for word in words)), plain)
