"""代码表: which code of another system is which word of ours; what stands in no table is never guessed."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from gridroute.errors import Bilingual, Fault

#: The heads of a table of codes in CSV.
HEADS = {"theirs": "theirs", "ours": "ours", "对方": "theirs", "我方": "ours"}
_WRITE = Bilingual("表头写 theirs,ours (对方,我方)", "the heads are theirs,ours")


def read_codes(path: Path, shown_as: str, faults: list[Fault]) -> dict[str, str]:
    """The codes in a CSV file (UTF-8) of two columns; what is wrong with it goes to ``faults``."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        faults.append(Fault(shown_as, 0, "", Bilingual("不是 UTF-8 编码", "not UTF-8"), _SAVE))
        return {}
    except OSError as error:
        said = error.strerror or str(error)
        faults.append(Fault(shown_as, 0, "", Bilingual(f"读不出 ({said})", f"cannot be read ({said})")))
        return {}
    rows = csv.reader(text.splitlines())
    head = [HEADS.get(cell.strip(), "") for cell in next(rows, [])]
    if sorted(one for one in head if one) != ["ours", "theirs"]:
        faults.append(Fault(shown_as, 1, "", Bilingual("表头不对", "the heads are wrong"), _WRITE))
        return {}
    theirs, ours = head.index("theirs"), head.index("ours")
    found: dict[str, str] = {}
    for cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        padded = [cell.strip() for cell in cells] + [""] * len(head)
        code, word = padded[theirs], padded[ours]
        if not code or not word:
            problem = Bilingual("对方代码和我方词都要写", "both the code and the word are needed")
            faults.append(Fault(shown_as, rows.line_num, "", problem))
        elif found.setdefault(code, word) != word:
            problem = Bilingual(f"代码“{code}”写了两遍,意思不同", f"the code “{code}” stands twice with two meanings")
            faults.append(Fault(shown_as, rows.line_num, "", problem, Bilingual("留一个", "keep one of them")))
    return found


_SAVE = Bilingual("另存为 UTF-8 再试", "save it as UTF-8")


def inverted(codes: Mapping[str, str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Our word → their code, and the words that have several codes, which only a person can choose among."""
    found: dict[str, list[str]] = {}
    for code, word in codes.items():
        found.setdefault(word, []).append(code)
    return (
        {word: codes[0] for word, codes in found.items() if len(codes) == 1},
        {word: codes for word, codes in found.items() if len(codes) > 1},
    )
