"""数: a whole number in digits or in Chinese: 15, 十五, 一百零一, 一〇一."""

from __future__ import annotations

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
#: A pattern of such a number; longer ones are none.
NUMERAL = r"\d{1,5}|[零〇一二两三四五六七八九十百千]{1,8}"


def whole(written: str) -> int:
    """The number that ``NUMERAL`` matched; 一百零一 and 一〇一 are 101."""
    if written.isdigit():
        return int(written)
    if not any(char in _UNITS for char in written):
        return int("".join(str(_DIGITS[char]) for char in written))
    total, digit = 0, 0
    for char in written:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit
