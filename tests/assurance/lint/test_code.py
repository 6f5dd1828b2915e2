"""The kinds of findings: every fault of a policy has a code, and every code is somebody's."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from gridroute.assurance.lint import codes

SOURCE = Path(__file__).resolve().parents[3] / "src/gridroute"
#: The packages whose faults are of a county's policy and registers; a connection or a scenario has faults of its own.
OF_A_POLICY = ("policy", "territory", "worktime", "dispatch", "civic", "assurance/lint")
#: Where rows of a sheet are turned into a file and back: what is wrong there is told before there is a policy.
CONVERSIONS = {"policy/rewriting.py", "policy/worksheet.py"}
TELLS = ("Fault", "fault", "_fault")


def calls() -> Iterator[tuple[str, ast.Call]]:
    for package in OF_A_POLICY:
        for path in sorted((SOURCE / package).rglob("*.py")):
            name = path.relative_to(SOURCE).as_posix()
            for node in ast.walk(ast.parse(path.read_bytes())):
                if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in TELLS:
                    yield name, node


def test_the_registry_is_in_order_and_says_everything() -> None:
    made = list(codes().values())
    assert [code.name for code in made] == sorted(codes())
    for code in made:
        assert re.fullmatch(r"GR[1-9]\d\d", code.name)
        assert code.severity in ("error", "warning")
        assert code.kind
        assert all(code.title), code.name


def test_no_two_codes_are_called_the_same() -> None:
    assert len({code.title.zh for code in codes().values()}) == len(codes())
    assert len({code.title.en for code in codes().values()}) == len(codes())


def test_every_fault_of_a_policy_is_raised_with_a_code() -> None:
    without = [
        f"{name}:{call.lineno}"
        for name, call in calls()
        if name not in CONVERSIONS
        and not any(word.arg == "code" for word in call.keywords)
        and not any(
            "code" in ast.unparse(given) or '"GR' in ast.unparse(given).replace("'", '"') for given in call.args
        )
        and not any(isinstance(given, ast.Starred) and ast.unparse(given) == "*one" for given in call.args)
    ]
    assert without == []


def test_every_code_in_the_source_is_registered_and_the_other_way_round() -> None:
    written = {code for path in SOURCE.rglob("*.py") for code in re.findall(r'"(GR\d+)"', path.read_text("utf-8"))}
    assert written == set(codes())
