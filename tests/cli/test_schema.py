"""``gridroute schema`` as a person meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gridroute.cli.main import build
from gridroute.errors import InputError
from gridroute.policy.schema import KINDS


def run(*words: str, lang: str = "zh") -> Result:
    return CliRunner().invoke(build(lang), ["schema", *words], prog_name="gridroute")


def test_one_kind_goes_to_standard_output() -> None:
    made = run("rules", "--county", "sishui")
    assert made.exit_code == 0
    schema = json.loads(made.stdout)
    assert schema["title"] == "gridroute *.rules.yaml"
    assert {"rules", "规则"} <= set(schema["properties"])


def test_all_kinds_go_into_a_folder_with_settings_for_an_editor(tmp_path: Path) -> None:
    made = run("--out", str(tmp_path / "schemas"))
    assert (made.exit_code, made.stdout) == (0, "")
    settings = json.loads((tmp_path / "schemas/settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    assert sorted(patterns[0] for patterns in settings.values()) == sorted(
        f"**/{one}" for one in (*KINDS.values(), "*.scenario.yaml")
    )
    assert all(json.loads(Path(file).read_text(encoding="utf-8")) for file in settings)


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        ((), "写上种类 (county,", "name a kind (county,"),
        (("rule",), "没有种类“rule”: 可用 county,", "no kind “rule”: use county,"),
    ],
)
def test_wrong_use_is_told(words: tuple[str, ...], zh: str, en: str) -> None:
    made = run(*words)
    assert isinstance(made.exception, InputError)
    assert made.exception.text("zh").startswith(zh)
    assert made.exception.text("en").startswith(en)
