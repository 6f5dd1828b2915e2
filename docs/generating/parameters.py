"""The parameters of the nation and of the layers below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generating import ROOT
from generating.markdown import Meanings, table, ticked
from gridroute.model import Duration
from gridroute.policy.layer import Layer, read_layer
from gridroute.policy.lexicon import Lexicon
from gridroute.policy.parameter import Parameter, ParameterValue, read_parameters
from gridroute.policy.tongue import BINDINGS, TIGHTER


def parameters_page(words: Lexicon, meanings: Meanings) -> Iterator[str]:
    """The parameters with their values."""
    yield "Numbers that rules name, so that a county changes a value and not a rule. It does so under `parameters`"
    yield "in its `county.yaml`; it writes the value and its source only."
    yield ""
    yield "`bound` 上下限: a lower layer may only be stricter. `mandate` 强制: it may not change the value."
    yield "`default` 默认: it may. The direction says what is stricter. 出处 `assumed` is a suggested default that"
    yield "no source confirms."
    yield ""
    yield "## Values of the nation"
    yield ""
    declared = (parameter_row(one, meanings) for one in words.parameters.values())
    yield from table(["parameter", "value", "stricter", "binding", "source"], declared)
    yield "## Values of the layers below"
    yield ""
    rows = []
    for layer in layers_below():
        known: dict[str, Parameter] = {}
        given = layer.manifest.value.get("parameters", {})
        read_parameters(layer.manifest, layer.name, known, [])
        assert isinstance(given, dict)
        for name, one in known.items():
            body = given[name]
            binding = one.binding if isinstance(body, dict) and "binding" in body else ""
            said_binding = f"`{binding}` {BINDINGS[binding]}" if binding else "as above"
            rows.append([name, layer.name, value_of(one.value), said_binding, one.source])
    yield from table(["parameter", "layer", "value", "binding", "source"], rows)


def parameter_row(one: Parameter, meanings: Meanings) -> Sequence[str]:
    """One parameter of the nation as a row."""
    value = value_of(one.value) + {"percent": " %", "times": " times 次", "": ""}.get(one.unit, f" {one.unit}")
    if one.value is None:
        value = "the county gives it" if one.required else "—"
    stricter = f"{meanings['Tighter'][one.tighter][1]} ({TIGHTER[one.tighter]})"
    return one.name, value, stricter, f"`{one.binding}` {BINDINGS[one.binding]}", one.source


def value_of(value: ParameterValue) -> str:
    """A value in both languages."""
    if isinstance(value, Duration):
        return f"{value.text('en')} {value.text('zh')}"
    return ticked(value) if isinstance(value, tuple) else str(value)


def layers_below() -> list[Layer]:
    """The other layers of this project, upper first."""
    manifests = [path for name in ("layer.yaml", "county.yaml") for path in sorted((ROOT / "plugins").rglob(name))]
    found = [read_layer(path.parent, []) for path in manifests]
    return sorted((layer for layer in found if layer is not None), key=lambda layer: layer.depth)
