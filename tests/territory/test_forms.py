"""Every real village and community in every form in which people write it: the right code, candidates, or silence."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from tests.support import SISHUI
from tests.territory.forms import DIVISIONS, ELSEWHERE, FULL, OTHER, SENTENCES, above, territory_of, villages, written
from tests.territory.slow import SlowMatcher

from gridroute import County, Issue
from gridroute.territory import Gazetteer, Location, Territory, locate

AT = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
COUNTIES = sorted(path.stem.removeprefix("divisions_") for path in DIVISIONS.glob("divisions_*.csv"))


def read(names: Gazetteer, words: str, addressed: bool) -> Location:
    text, address = ("路灯不亮", words) if addressed else (words, None)
    return locate(Issue(id="F", received_at=AT, text=text, address=address), names.territory, names)


@dataclass
class Tally:
    """What came of all forms of one county."""

    certain: Counter[str] = field(default_factory=Counter)
    clear: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    missed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def rate(self, forms: list[str]) -> float:
        """The share of certain answers among the clear names of these forms."""
        return sum(self.certain[form] for form in forms) / sum(self.clear[form] for form in forms)


def tally(territory: Territory, region: str, step: int = 1) -> Tally:
    """Reads every ``step``-th written form."""
    made, names = Tally(), Gazetteer(territory)
    for form, addressed, words, codes in list(written(territory, region))[::step]:
        found = read(names, words, addressed)
        if len(codes) > 1:
            candidates = {candidate.code for candidate in found.candidates}
            if found.status == "certain" or not codes <= candidates:
                made.wrong.append(f"{words}: {found}, not {sorted(codes)}")
            continue
        made.clear[form] += 1
        if found.status != "certain":
            made.missed[form].append(words)
        elif found.place in codes:
            made.certain[form] += 1
        else:
            made.wrong.append(f"{words}: {found.place}, not {sorted(codes)}")
    return made


def test_there_are_many_forms() -> None:
    assert len(FULL) + len(OTHER) + len(SENTENCES) >= 60
    assert len(COUNTIES) == 7


def test_every_village_of_sishui_in_every_third_form(sishui: County) -> None:
    made = tally(sishui.territory, "山东省济宁市", step=3)
    assert made.wrong == []
    assert {form: made.rate([form]) for form in FULL if made.rate([form]) < 0.99} == {}
    assert {form: made.missed[form][:3] for form in (*OTHER, *SENTENCES) if made.rate([form]) < 0.97} == {}


@pytest.mark.parametrize("code", COUNTIES)
def test_every_29th_form_of_every_county(code: str, tmp_path: Path) -> None:
    made = tally(territory_of(code, tmp_path), above(code), step=29)
    print(f"{code}: full {made.rate(list(FULL)):.4f}, other {made.rate([*OTHER, *SENTENCES]):.4f}")
    assert made.wrong == []
    assert made.rate(list(FULL)) >= 0.99
    assert made.rate([*OTHER, *SENTENCES]) >= 0.97


@pytest.mark.slow
@pytest.mark.parametrize("code", COUNTIES)
def test_every_form_of_every_county(code: str, tmp_path: Path) -> None:
    made = tally(territory_of(code, tmp_path), above(code))
    print(f"{code}: full {made.rate(list(FULL)):.4f}, other {made.rate([*OTHER, *SENTENCES]):.4f}")
    assert made.wrong == []
    assert made.rate(list(FULL)) >= 0.99
    assert {form: made.missed[form][:3] for form in (*OTHER, *SENTENCES) if made.rate([form]) < 0.97} == {}


@pytest.mark.parametrize("form", ELSEWHERE)
def test_a_name_of_ours_that_speaks_of_elsewhere_is_never_certain(sishui: County, form: str) -> None:
    wrong = []
    for village in villages(sishui.territory):
        words = ELSEWHERE[form](village)
        for text, addressed in ((words, True), (f"{words}路灯不亮", False), (f"在{words}\uff0c路灯不亮", False)):
            if read(sishui.names, text, addressed).status == "certain":
                wrong.append(text)
    assert wrong == []


def _never_wrong(county: County, seed: int, count: int) -> None:
    slow = SlowMatcher(county.territory)
    wrong, certain = [], 0
    for words in slow.strings(seed, count):
        if not words.strip():
            continue
        allowed = slow.at_most(words)
        for addressed in (True, False):
            found = read(county.names, words, addressed)
            certain += found.status == "certain"
            if found.status == "certain" and found.place not in allowed:
                wrong.append((words, addressed, found.place, sorted(allowed)))
    assert wrong == []
    assert certain > count / 10  # the strings do hold places that can be told


def test_random_strings_are_never_wrongly_certain(sishui: County) -> None:
    _never_wrong(sishui, seed=20260302, count=1_500)


@pytest.mark.slow
def test_a_hundred_thousand_random_strings_are_never_wrongly_certain(sishui: County) -> None:
    _never_wrong(sishui, seed=758, count=100_000)


def test_the_misspelt_village_is_kept_and_known_by_its_right_name(sishui: County) -> None:
    assert sishui.territory.places["370831101255"].name == "北泽沟村民会员会"
    for words in (
        "北泽沟村民会员会",
        "北泽沟村民委员会",
        "泉林镇北泽沟村村民委员会",
        "北泽沟村委会",
        "北泽沟村",
        "北泽沟",
    ):
        assert read(sishui.names, words, addressed=True).place == "370831101255", words


def test_the_county_of_the_plugin_is_the_one_of_the_source() -> None:
    ours = (SISHUI / "territory" / "divisions.csv").read_text(encoding="utf-8")
    assert ours == (DIVISIONS / "divisions_370831.csv").read_text(encoding="utf-8")


def test_sishui_has_its_758_base_grids_all_marked_assumed(sishui: County) -> None:
    """SS04: 「科学划分758个基础网格」. How they lie below the villages no source says, so all are assumed."""
    grids = sishui.territory.grids.values()
    assert len(grids) == 758
    assert {grid.kind for grid in grids} == {"general"}
    assert all(grid.assumed for grid in grids)
    assert {grid.community for grid in grids} == {place.code for place in sishui.territory.communities}


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("泉林镇\u200b辛庄村", "370831101212"),
        ("\u202e泉林镇辛庄村\u202c", "370831101212"),
        ("\ufeff泉林镇\x00辛庄村", "370831101212"),
        ("泉林镇辛庄村\ud83d", "370831101212"),
        ("泉林镇\r\n辛庄村\t3排", "370831101212"),
        ("\x00", None),
        ("\u200f", None),
    ],
)
def test_unseen_characters_neither_hide_nor_make_a_place(sishui: County, address: str, place: str | None) -> None:
    found = locate(
        Issue.model_construct(id="U", received_at=AT, text="路灯不亮", address=address), sishui.territory, sishui.names
    )
    assert found.place == place


def test_a_million_characters_are_read(sishui: County) -> None:
    text = "我们村的路灯不亮,已经向有关部门反映多次。" * 20_000 + "泉林镇辛庄村" + "曲阜" * 1_000 + "辛" * 300_000
    found = sishui.names.mentions(text)
    assert [mention.form for mention in found][:2] == ["泉林镇", "辛庄村"]
