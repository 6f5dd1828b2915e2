"""Issues from JSON Lines: one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from gridroute.adapters.lines import Lines
from gridroute.adapters.row import BAD_BYTES, MAX_CHARS, BadLine, Row, has_raw_bytes
from gridroute.errors import Bilingual

_TOO_LONG = Bilingual("这一行太长", "the line is too long")


def read_json_lines(lines: Lines) -> Iterator[Row | BadLine]:
    """The objects of the lines; a line that holds none is reported, blank lines are passed over."""
    for number, line in lines:
        if line is None or len(line) > MAX_CHARS:
            yield BadLine(number, _TOO_LONG)
        elif line.strip():
            yield _read(number, line)


def _read(number: int, line: str) -> Row | BadLine:
    if has_raw_bytes(line):
        return BadLine(number, BAD_BYTES)
    try:
        data = json.loads(line, object_pairs_hook=_once)
    except _Twice as twice:
        key = twice.args[0]
        return BadLine(number, Bilingual(f"“{key}”写了两遍", f"“{key}” is written twice"))
    except (ValueError, RecursionError):
        return BadLine(number, Bilingual("不是合法的 JSON: 一行一个对象", "not valid JSON: one object a line"))
    if not isinstance(data, dict):
        return BadLine(number, Bilingual("一行应是一个对象", "a line holds one object"))
    return Row(number, data, False)


class _Twice(Exception):
    pass


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made: dict[str, object] = {}
    for key, value in pairs:
        if key in made:
            raise _Twice(key)
        made[key] = value
    return made
