"""编码: which of UTF-8, GB18030 and UTF-16 a text file is written in; found in one pass, a block at a time."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from gridroute.errors import Bilingual, InputError

_BLOCK = 1 << 20
_HAN = re.compile(r"[\u4e00-\u9fff]")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def encoding_of(file: BinaryIO, shown_as: str) -> str:
    """``utf-8-sig``, ``gb18030``, or ``utf-16`` where the file begins with its mark, as "Unicode text" does.

    The file stands at its beginning afterwards.

    A few broken bytes in a file that is otherwise plainly one of the two do not change its encoding: the
    lines that hold them are named when they are read. ``InputError`` where it is neither.
    """
    start = file.read(4)
    file.seek(0)
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith(_UTF16):
        _check_utf16(file, shown_as)
        return "utf-16"
    if b"\0" in start:
        raise InputError(
            Bilingual(
                f"{shown_as}: 像是没有 BOM 的 UTF-16: 另存为 UTF-8",
                f"{shown_as}: this looks like UTF-16 without a byte order mark: save it as UTF-8",
            )
        )
    utf8 = _counted(file, "utf-8")
    if utf8.broken == 0 and (utf8.ascii or utf8.han):
        return "utf-8-sig"
    if utf8.han > 4 * utf8.broken:
        return "utf-8-sig"
    # the bytes of a few words in GB18030 may be UTF-8 too; the reading with Chinese in it is meant
    gb18030 = _counted(file, "gb18030")
    if gb18030.broken == 0 and (utf8.broken or gb18030.han):
        return "gb18030"
    if utf8.broken == 0:
        return "utf-8-sig"
    if gb18030.han > 4 * gb18030.broken:
        return "gb18030"
    raise InputError(
        Bilingual(
            f"{shown_as}: 编码不是 UTF-8 或 GB18030: 另存为 UTF-8",
            f"{shown_as}: neither UTF-8 nor GB18030: save it as UTF-8",
        )
    )


def _check_utf16(file: BinaryIO, shown_as: str) -> None:
    """``InputError`` where the file is no sound UTF-16: no reading of the rest could be trusted."""
    decoder = codecs.getincrementaldecoder("utf-16")()
    line = 1
    try:
        while block := file.read(_BLOCK):
            line += decoder.decode(block).count("\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise InputError(
            Bilingual(
                f"{shown_as}: UTF-16 从第{line}行起读不出: 另存为 UTF-8",
                f"{shown_as}: the UTF-16 is broken from line {line} on: save it as UTF-8",
            )
        ) from None
    finally:
        file.seek(0)


class _Counted:
    def __init__(self) -> None:
        self.ascii, self.han, self.broken = True, 0, 0


def _counted(file: BinaryIO, encoding: str) -> _Counted:
    """How many Chinese characters, and how many broken ones, the file has in ``encoding``."""
    found = _Counted()
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    file.seek(0)
    while True:
        block = file.read(_BLOCK)
        text = decoder.decode(block, final=not block)
        if not text.isascii():
            found.ascii = False
            found.han += len(_HAN.findall(text))
            found.broken += text.count("\ufffd") - block.count(
                b"\xef\xbf\xbd" if encoding == "utf-8" else b"\x84\x31\xa4\x37"
            )
        if not block:
            break
    found.broken = max(found.broken, 0)
    file.seek(0)
    return found
