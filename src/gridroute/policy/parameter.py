"""参数: one value with unit, direction and binding; a lower layer writes the value only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from gridroute.errors import Bilingual, Fault, nearest
from gridroute.model import Duration
from gridroute.policy.document import Document, Value

Tighter = Literal["lower", "higher", "shorter", "subset", "superset", "none"]
ParameterValue = int | str | date | Duration | tuple[str, ...] | None
_KEYS = ("value", "unit", "tighter", "binding", "source", "required", "label")
_TIGHTER = ("lower", "higher", "shorter", "subset", "superset", "none")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named value. ``None`` with ``required`` means that only the county can give it."""

    name: str
    value: ParameterValue
    unit: str = ""
    tighter: Tighter = "none"
    binding: str = "default"
    source: str = "assumed"
    required: bool = False
    layer: str = ""

    def loosened_by(self, value: ParameterValue) -> bool:
        """Whether ``value`` would be looser than this one, or could be."""
        match self.tighter, self.value, value:
            case "lower", int(old), int(new):
                return new > old
            case "higher", int(old), int(new):
                return new < old
            case "shorter", Duration() as old, Duration() as new:
                return new.not_later_than(old) is not True
            case "subset", tuple(old), tuple(new):
                return not set(new) <= set(old)
            case "superset", tuple(old), tuple(new):
                return not set(new) >= set(old)
        return self.tighter != "none" and self.value is not None


def read_parameters(document: Document, layer: str, known: dict[str, Parameter], faults: list[Fault]) -> None:
    """Adds one layer's parameters to ``known``; what is wrong goes to ``faults``."""
    entries = document.value.get("parameters", {})
    if not isinstance(entries, dict):
        faults.append(document.fault(("parameters",), Bilingual("parameters 应是“名: 值”", "must be a mapping")))
        return
    for name, entry in entries.items():
        path = ("parameters", name)
        body: dict[str, Value] = entry if isinstance(entry, dict) else {"value": entry}
        faults.extend(
            document.fault(
                (*path, key),
                Bilingual(f"参数没有“{key}”这一项", f"a parameter has no “{key}”"),
                nearest(key, _KEYS),
                name,
            )
            for key in body
            if key not in _KEYS
        )
        value = _value(body.get("value"))
        above = known.get(name)
        if above is None:
            tighter = str(body.get("tighter", "none"))
            if tighter not in _TIGHTER:
                faults.append(
                    document.fault(
                        (*path, "tighter"),
                        Bilingual(f"不认识的加严方向“{tighter}”", f"unknown direction “{tighter}”"),
                        nearest(tighter, _TIGHTER),
                        name,
                    )
                )
                tighter = "none"
            known[name] = Parameter(
                name,
                value,
                str(body.get("unit", "")),
                tighter,  # type: ignore[arg-type]
                str(body.get("binding", "default")),
                str(body.get("source", "assumed")),
                body.get("required") is True,
                layer,
            )
            continue
        if above.binding == "mandate" and value != above.value:
            faults.append(
                document.fault(
                    path,
                    Bilingual(f"参数由{above.layer}强制规定,不能改", f"mandated by {above.layer}, not to be changed"),
                    Bilingual("删去这一行", "remove this line"),
                    name,
                )
            )
        elif above.binding == "bound" and above.loosened_by(value):
            faults.append(
                document.fault(
                    path,
                    Bilingual(
                        f"比{above.layer}规定的 {_shown(above.value)} 更宽",
                        f"looser than {above.layer}'s {above.value}",
                    ),
                    Bilingual("只能更严", "it may only be tighter"),
                    name,
                )
            )
        else:
            known[name] = replace(above, value=value, source=str(body.get("source", above.source)), layer=layer)


def _shown(value: ParameterValue) -> str:
    return value.text("zh") if isinstance(value, Duration) else str(value)


def _value(value: Value) -> ParameterValue:
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    if isinstance(value, str):
        try:
            return Duration.parse(value)
        except ValueError:
            return value
    if isinstance(value, bool | dict):
        return str(value)
    return value
