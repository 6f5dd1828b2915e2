"""参数: one value with unit, direction and binding; a lower layer writes the value only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal, Protocol, cast

from gridroute.errors import NOTHING, Bilingual, Fault
from gridroute.model import Duration
from gridroute.model.source import as_source
from gridroute.policy.document import Document, Value
from gridroute.policy.tongue import BINDINGS, PARAMETER, TIGHTER, nearest

Tighter = Literal["lower", "higher", "shorter", "subset", "superset", "none"]
#: Bindings from the weakest: a lower layer may bind those below it more, never less.
_FORCE = ("default", "bound", "mandate")
ParameterValue = int | str | date | Duration | tuple[str, ...] | None


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

    def loosened_by(self, value: ParameterValue, day_ends: int = 24) -> bool:
        """Whether ``value`` would be looser than this one, or could be. ``day_ends``: the hour a workday ends."""
        match self.tighter, self.value, value:
            case "lower", int(old), int(new):
                return new > old
            case "higher", int(old), int(new):
                return new < old
            case "shorter", Duration() as old, Duration() as new:
                return new.not_later_than(old, day_ends=day_ends) is not True
            case "subset", tuple(old), tuple(new):
                return not set(new) <= set(old)
            case "superset", tuple(old), tuple(new):
                return not set(new) >= set(old)
        return self.tighter != "none" and self.value is not None


@dataclass(frozen=True)
class StreetValues:
    """The parameters as one street or pilot has them: its own over those above; ``homes`` of its own alone."""

    scope: str
    root: Path
    values: Mapping[str, Parameter]
    homes: Mapping[str, tuple[str, int]]


def read_parameters(
    document: Document, layer: str, known: dict[str, Parameter], faults: list[Fault], day_ends: int = 24
) -> None:
    """Adds one layer's parameters to ``known``; what is wrong goes to ``faults``.

    ``day_ends`` is the hour at which the county's working days end; bounds are compared with it.
    """
    entries = document.value.get("parameters", {})
    if not isinstance(entries, dict):
        faults.append(
            document.fault(("parameters",), Bilingual("parameters 应是“名: 值”", "must be a mapping"), code="GR105")
        )
        return
    for name, entry in entries.items():
        body: dict[str, Value] = entry if isinstance(entry, dict) else {"value": entry}

        def fault(
            key: str,
            zh: str,
            en: str,
            remedy: Bilingual = NOTHING,
            *,
            code: str,
            name: str = name,
            body: dict[str, Value] = body,
        ) -> None:
            path = ("parameters", name, key) if key in body else ("parameters", name)
            faults.append(document.fault(path, Bilingual(zh, en), remedy, name, code))

        for key in body:
            if key not in PARAMETER:
                fault(
                    key, f"参数没有“{key}”这一项", f"a parameter has no “{key}”", nearest(key, PARAMETER), code="GR106"
                )
        above = known.get(name)
        if above is None:
            known[name] = _declared(name, body, layer, fault)
        else:
            changed = _changed(above, body, layer, day_ends, fault)
            if changed is not None:
                known[name] = changed


class _Tell(Protocol):
    def __call__(self, key: str, zh: str, en: str, remedy: Bilingual = NOTHING, *, code: str) -> None: ...


def _declared(name: str, body: Mapping[str, Value], layer: str, fault: _Tell) -> Parameter:
    tighter = str(body.get("tighter", "none"))
    if tighter not in TIGHTER:
        fault(
            "tighter",
            f"不认识的加严方向“{tighter}”",
            f"unknown direction “{tighter}”",
            nearest(tighter, TIGHTER),
            code="GR223",
        )
        tighter = "none"
    binding = str(body.get("binding", "default"))
    if binding not in BINDINGS:
        fault(
            "binding", f"没有“{binding}”这种约束", f"no binding “{binding}”", nearest(binding, BINDINGS), code="GR223"
        )
    return Parameter(
        name,
        _value(body.get("value")),
        str(body.get("unit", "")),
        cast(Tighter, tighter),
        binding,
        as_source(body.get("source")),
        body.get("required") is True,
        layer,
    )


def _changed(above: Parameter, body: Mapping[str, Value], layer: str, day_ends: int, fault: _Tell) -> Parameter | None:
    """The parameter with a lower layer's value; ``None`` where that may not be, which is reported."""
    value = _value(body.get("value"))
    if value is None and above.value is not None:
        fault(
            "value",
            f"{above.layer}已定为 {_shown(above.value)},这里写的是空值",
            f"{above.layer} gives {_shown(above.value, 'en')}, here the value is empty",
            Bilingual("写上值,或删去这一行", "write a value, or remove this line"),
            code="GR239",
        )
        return None
    for key in sorted(set(body) & {"unit", "tighter", "required", "label"}):
        fault(
            key,
            f"“{key}”由{above.layer}规定,下层只写值",
            f"“{key}” is {above.layer}'s: write the value only",
            code="GR238",
        )
    binding = str(body.get("binding", above.binding))
    if binding not in BINDINGS:
        fault(
            "binding", f"没有“{binding}”这种约束", f"no binding “{binding}”", nearest(binding, BINDINGS), code="GR223"
        )
        binding = above.binding
    elif _FORCE.index(binding) < _FORCE.index(above.binding):
        fault(
            "binding",
            f"{above.layer}的约束是“{BINDINGS[above.binding]}”,下层不能放松",
            f"{above.layer}'s binding is “{above.binding}” and may not be weakened",
            Bilingual("删去 binding,只写值", "remove the binding and write the value only"),
            code="GR238",
        )
        binding = above.binding
    if value is not None and above.value is not None and type(value) is not type(above.value):
        fault(
            "value",
            f"“{_shown(value)}”与{above.layer}的“{_shown(above.value)}”不是一类值",
            f"“{_shown(value, 'en')}” is not of the kind of {above.layer}'s “{_shown(above.value, 'en')}”",
            code="GR239",
        )
        return None
    if above.binding == "mandate" and value != above.value:
        fault(
            "",
            f"参数由{above.layer}强制规定,不能改",
            f"mandated by {above.layer}, not to be changed",
            Bilingual("删去这一行", "remove this line"),
            code="GR238",
        )
        return None
    if above.binding == "bound" and above.loosened_by(value, day_ends):
        fault(
            "",
            f"比{above.layer}规定的 {_shown(above.value)} 更宽",
            f"looser than {above.layer}'s {_shown(above.value, 'en')}",
            Bilingual("只能更严", "it may only be tighter"),
            code="GR238",
        )
        return None
    return replace(
        above,
        value=value,
        source=as_source(body["source"]) if "source" in body else above.source,
        binding=binding,
        layer=layer,
    )


def _shown(value: ParameterValue, lang: str = "zh") -> str:
    if isinstance(value, tuple):
        return ("、" if lang == "zh" else ", ").join(value)
    return value.text(lang) if isinstance(value, Duration) else str(value)


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
