"""哪个县: the county that a command is about, or the only one installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridroute.errors import Bilingual, InputError

if TYPE_CHECKING:
    from gridroute.dispatch import County


def county_or_only(county: str | None) -> County:
    """The county of that name, pinyin or code; without one the only one installed. ``InputError``: there are more."""
    from gridroute.dispatch import load_county
    from gridroute.plugins import build_manager, counties, installed_layers

    manager = build_manager()
    known = counties(installed_layers(manager, []))
    if county is None and len(known) != 1:
        listed = "、".join(f"{one.name}({one.pinyin})" for one in known)
        raise InputError(
            Bilingual(
                f"没有写县: 用 --county 指定;已装: {listed or '无'}",
                f"no county: use --county; installed: {listed or 'none'}",
            )
        )
    return load_county(county or known[0].adcode, manager)
