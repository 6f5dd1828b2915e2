"""``# gridroute: allow``: which findings a comment speaks of, and what is said of the comment itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

import pytest

from gridroute.assurance.lint import Allowed, Finding, allowances
from gridroute.assurance.lint.allowance import read_allowances
from gridroute.errors import Bilingual, Fault
from gridroute.policy.layer import Layer


def allow(
    findings: Sequence[Finding], layers: Sequence[Layer], judged: Collection[str] = (), compiled: bool = False
) -> Allowed:
    made, given = Allowed(date(2026, 11, 22)), list(allowances(layers))
    made.sort(findings, given)
    made.judge(given, judged, compiled)
    return made


def finding(code: str, line: int, file: str = "yunhe/a.rules.yaml", rule: str = "yh-1") -> Finding:
    return Finding(Fault(file, line, rule, Bilingual("错", "wrong"), code=code))


CALENDAR = finding("GR511", 0, "yunhe/calendar", "")


def layer(root: Path, text: str, name: str = "a.rules.yaml") -> Layer:
    (root / "yunhe").mkdir(parents=True, exist_ok=True)
    (root / "yunhe" / name).write_text(text, encoding="utf-8")
    return Layer(root / "yunhe", "county", "990101", "云河县")


@pytest.mark.parametrize(
    ("text", "found", "left"),
    [
        ("rules:\n  - {id: yh-1}  # gridroute: allow GR241 理由\n", finding("GR241", 2), []),
        ("rules:\n  # gridroute: allow GR241 理由\n  - {id: yh-1}\n", finding("GR241", 3), []),
        ("rules:\n  # gridroute: allow GR241 理由\n  # 别的话\n\n  - {id: yh-1}\n", finding("GR241", 5), []),
        ("rules:\n  # gridroute: allow GR801, GR241 理由\n  - {id: yh-1}\n", finding("GR241", 3), []),
        ("rules:\n  # gridroute: allow GR801、GR241 理由\n  - {id: yh-1}\n", finding("GR241", 3), []),
        (
            "rules:\n  - {id: yh-0}  # gridroute: allow GR241 理由\n  - {id: yh-1}\n",
            finding("GR241", 3),
            ["GR241", "GR891"],
        ),
        ("rules:\n  - {id: yh-1}  # gridroute: allow GR242 理由\n", finding("GR241", 2), ["GR241", "GR891"]),
        ("rules:\n  - {id: yh-1}  # gridroute: allow GR241\n", finding("GR241", 2), ["GR241", "GR890"]),
        ("rules:\n  - {id: yh-1}  # gridroute: allow\n", finding("GR241", 2), ["GR241", "GR892"]),
        ("rules:\n  - {id: yh-1}  # gridroute: allow GR999 理由\n", finding("GR241", 2), ["GR241", "GR892"]),
        ("rules:\n  - {id: yh-1}  # gridroute: allow GR205 理由\n", finding("GR205", 2), ["GR205", "GR892"]),
        ("# gridroute: allow GR113 理由\nrules: []\n", finding("GR113", 0, rule=""), []),
        ("rules: []\n# gridroute: allow GR113 理由\n", finding("GR113", 0, rule=""), ["GR113", "GR891"]),
        (
            "# gridroute: allow GR653 in policy/c.table.csv#yh-7 理由\na: 1\n",
            finding("GR653", 9, "yunhe/policy/c.table.csv", "yh-7"),
            [],
        ),
        (
            "# gridroute: allow GR653 in policy/c.table.csv#yh-7 理由\na: 1\n",
            finding("GR653", 9, "yunhe/policy/c.table.csv", "yh-8"),
            ["GR653", "GR891"],
        ),
        ("# gridroute: allow GR326 in rules/x.order.yaml 理由\na: 1\n", finding("GR326", 4, "rules/x.order.yaml"), []),
        ("# gridroute: allow GR511 in calendar 理由\na: 1\n", finding("GR511", 0, "yunhe/calendar", ""), []),
        ("# gridroute: allow GR511 in calendar until 2026-12-31 理由\na: 1\n", CALENDAR, []),
        ("# gridroute: allow GR511 in calendar 至 2026-11-22 理由\na: 1\n", CALENDAR, []),
        ("# gridroute: allow GR511 in calendar until 2026-11-21 理由\na: 1\n", CALENDAR, ["GR511"]),
        ("# gridroute: allow GR511 in calendar until 2026-11-31 理由\na: 1\n", CALENDAR, ["GR511", "GR892"]),
        ("# gridroute: allow GR511 in calendar until 2026-12-31\na: 1\n", CALENDAR, ["GR511", "GR890"]),
        ("# gridroute: allow GR511 in calendar until they publish it\na: 1\n", CALENDAR, []),
        ("rules: []\n", finding("GR241", 2), ["GR241"]),
        ('rules:\n  - {id: yh-1, title: "x#gridroute: allow GR241 y"}\n', finding("GR241", 2), ["GR241"]),
        ('rules:\n  - {id: yh-1, title: "x # gridroute: allow GR241 y"}\n', finding("GR241", 2), ["GR241"]),
        (
            "rules:\n  - id: yh-1\n    note: |\n      # gridroute: allow GR241 y\n    b: 1\n",
            finding("GR241", 5),
            ["GR241"],
        ),
        ('rules:\n  - {title: "a # b"}  # gridroute: allow GR241 理由\n', finding("GR241", 2), []),
        ("rules:\n  - {id: yh-1}  # gridroute:allow GR241 理由\n", finding("GR241", 2), []),
        ("rules:\n  - {id: yh-1}  # gridroute\uff1aallow GR241 理由\n", finding("GR241", 2), ["GR241", "GR892"]),
        ("rules:\n  - {id: yh-1}  # gridroute allow GR241 理由\n", finding("GR241", 2), ["GR241", "GR892"]),
        ("rules:\n  - {id: yh-1}  # GridRoute: Allow gr241 理由\n", finding("GR241", 2), ["GR241", "GR892"]),
    ],
)
def test_what_a_comment_allows(tmp_path: Path, text: str, found: Finding, left: list[str]) -> None:
    made = allow([found], [layer(tmp_path, text)], {"yunhe"})
    assert [one.code.name for one in made.left] == left
    assert made.allowed == ([] if left else [found])


def test_what_was_not_looked_at_may_still_need_its_comment(tmp_path: Path) -> None:
    text = "rules: []\n# gridroute: allow GR241 理由\n# gridroute: allow GR902 理由\n"
    one = layer(tmp_path, text)
    assert allow([], [one]).left == []
    assert [each.fault.line for each in allow([], [one], {"yunhe"}).left] == [2]
    assert [each.fault.line for each in allow([], [one], {"yunhe"}, compiled=True).left] == [2, 3]


def test_a_file_with_errors_may_still_need_its_comment(tmp_path: Path) -> None:
    """What it allows is not looked for before the error is mended."""
    one = layer(tmp_path, "# gridroute: allow GR754 in civic/a.yaml 理由\na: 1\n")
    for file, left in (("civic/a.yaml", ["GR752"]), ("civic/b.yaml", ["GR752", "GR891"])):
        made = allow([finding("GR752", 6, f"yunhe/{file}")], [one], {"yunhe"})
        assert made.left[0].severity == "error"
        assert [each.code.name for each in made.left] == left


def test_a_finding_on_a_comment_stands_at_its_line(tmp_path: Path) -> None:
    (one,) = allow([], [layer(tmp_path, "a: 1\nb: 2  # gridroute: allow GR241\n")], {"yunhe"}).left
    assert (one.fault.file, one.fault.line, one.severity) == ("yunhe/a.rules.yaml", 2, "warning")
    assert one.fault.text("zh") != one.fault.text("en")


def test_the_parts_of_a_comment() -> None:
    (one,) = read_allowances("a: 1  # gridroute: allow GR241,GR801 in b.csv#c 因为, 有 理由\n", "f")
    assert (one.codes, one.target, one.named, one.reason) == (("GR241", "GR801"), "b.csv", "c", "因为, 有 理由")
    assert (one.line, one.about, one.whole) == (1, 1, False)


def test_one_county_does_not_speak_for_another(tmp_path: Path) -> None:
    """What is left in one county is left, though another county gives a reason for the same."""
    here = list(allowances([layer(tmp_path, "# gridroute: allow GR326 in rules/x.order.yaml 理由\na: 1\n")]))
    found = finding("GR326", 4, "rules/x.order.yaml")
    for order in ((here, ()), ((), here)):
        made = Allowed()
        for given in order:
            made.sort([found], given)
        assert (made.left, made.allowed) == ([found], [])


def test_a_layer_inside_another_speaks_for_itself(tmp_path: Path) -> None:
    """A street's folder lies in its county's: its comments are read once, as the street's."""
    county = layer(tmp_path, "a: 1\n")
    street = tmp_path / "yunhe" / "yunqiao"
    street.mkdir()
    (street / "layer.yaml").write_text("# gridroute: allow GR754 in civic/a.yaml 理由\na: 1\n", encoding="utf-8")
    inner = Layer(street, "street", "990101001", "云桥街道")
    assert list(allowances([county])) == []
    assert [one.file for one in allowances([county, inner])] == ["yunqiao/layer.yaml"]
