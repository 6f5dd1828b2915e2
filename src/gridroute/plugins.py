"""Finds the installed plugins and asks them, one by one, so that one that fails spoils nothing (I37)."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pluggy

from gridroute.errors import Bilingual, Fault, UnknownCounty, nearest
from gridroute.hookspecs import PROJECT, Hooks
from gridroute.model import Failure
from gridroute.policy.layer import Layer, read_layer

#: Seconds that one plugin may take to answer one hook.
TIME_LIMIT = 1.0
#: Seconds to name the folders of its layers: once a run, and perhaps on a slow disk.
LOADING_LIMIT = 5.0
#: How often a plugin may be late at one hook before it is not asked any more.
PATIENCE = 3


class Plugins(pluggy.PluginManager):
    """The plugins of one run, what they failed at so far, and which are not asked any more."""

    def __init__(self) -> None:
        super().__init__(PROJECT)
        self.add_hookspecs(Hooks)
        #: Plugins that could not be imported, and those that failed to say which layers they bring.
        self.broken: list[Failure] = []
        self.late: Counter[tuple[str, str]] = Counter()
        self.roots: list[Path] | None = None


def build_manager(plugins: Iterable[object] = (), installed: bool = True) -> Plugins:
    """A new manager with the installed plugins and ``plugins``. There is no global one.

    A plugin that cannot be imported is left out; ``broken`` names it.
    """
    manager = Plugins()
    if installed:
        for entry in sorted(entry_points(group=PROJECT), key=lambda one: one.name):
            try:
                plugin = entry.load()
                if not manager.has_plugin(entry.name) and not manager.is_registered(plugin):
                    manager.register(plugin, name=entry.name)
            except Exception as error:  # whatever a plugin's import raises, the others must load
                manager.broken.append(Failure(plugin=entry.name, hook="import", error=_said(error)))
    for plugin in plugins:
        manager.register(plugin)
    manager.check_pending()
    return manager


def ask(
    manager: Plugins, hook: str, limit: float = TIME_LIMIT, **arguments: object
) -> tuple[list[tuple[str, Any]], list[Failure]]:
    """Each plugin's answer to ``hook`` with its name, in the order of names, and who failed.

    A plugin that was late ``PATIENCE`` times is not asked any more: a file of a thousand issues must
    not wait a thousand seconds for it. It is named as failing all the same.
    """
    answers: list[tuple[str, Any]] = []
    failures: list[Failure] = []
    implementations = sorted(getattr(manager.hook, hook).get_hookimpls(), key=lambda one: str(one.plugin_name))
    for one in implementations:
        name = str(one.plugin_name)
        if manager.late[name, hook] >= PATIENCE:
            said = f"no answer within {limit:g} s, {PATIENCE} times: not asked any more"
            failures.append(Failure(plugin=name, hook=hook, error=said))
            continue
        given = [arguments[name] for name in one.argnames]
        box: list[object] = []

        def call(
            function: Callable[..., object] = one.function, given: Sequence[object] = given, box: list[object] = box
        ) -> None:
            try:
                box.append(function(*given))
            except BaseException as error:  # whatever a plugin raises is data here: it ends up in `degraded`
                box.append(_Raised(error))

        worker = threading.Thread(target=call, daemon=True)
        worker.start()
        worker.join(limit)
        if not box:
            manager.late[name, hook] += 1
            failures.append(Failure(plugin=name, hook=hook, error=f"no answer within {limit:g} s"))
        elif isinstance(box[0], _Raised):
            failures.append(Failure(plugin=name, hook=hook, error=_said(box[0].error)))
        elif box[0] is not None:
            answers.append((name, box[0]))
    return answers, failures


class _Raised:
    def __init__(self, error: BaseException) -> None:
        self.error = error


def _said(error: BaseException) -> str:
    try:
        return f"{type(error).__name__}: {error}"
    except Exception:  # an error that cannot even be said
        return type(error).__name__


def baseline() -> Path:
    """The folder of the national baseline: inside the wheel, or ``rules/`` of a source tree."""
    here = Path(__file__).resolve().parent
    inside = here / "national"
    return inside if inside.is_dir() else here.parents[1] / "rules"


def installed_layers(manager: Plugins, faults: list[Fault]) -> list[Layer]:
    """All layers that plugins bring, and the national baseline first; what is wrong goes to ``faults``."""
    if manager.roots is None:
        manager.roots = [baseline(), *_roots(manager)]
    for failure in manager.broken:
        faults.append(
            Fault(
                failure.plugin,
                0,
                "",
                Bilingual(f"插件出错: {failure.error}", f"the plugin failed: {failure.error}"),
                Bilingual("重新安装或卸载它", "reinstall or remove it"),
                code="GR903",
            )
        )
    found = [read_layer(root, faults) for root in dict.fromkeys(manager.roots)]
    return [layer for layer in found if layer is not None]


def _roots(manager: Plugins) -> list[Path]:
    """The folders that plugins name; a plugin that does not is broken."""
    roots: list[Path] = []
    answers, failures = ask(manager, "gridroute_layers", limit=LOADING_LIMIT)
    for name, answer in answers:
        listed = answer if isinstance(answer, list | tuple) else [answer]
        for root in listed:
            if isinstance(root, Path) and root.is_dir():
                roots.append(root)
            else:
                failures.append(Failure(plugin=name, hook="gridroute_layers", error=f"{_shown(root)} is no folder"))
    manager.broken.extend(failures)
    return roots


def _shown(thing: object) -> str:
    try:
        return repr(thing)[:200]
    except Exception:  # a thing that cannot even be shown
        return type(thing).__name__


def counties(layers: Iterable[Layer]) -> list[Layer]:
    """The county layers among ``layers``, by code."""
    return sorted((layer for layer in layers if layer.level == "county"), key=lambda layer: layer.adcode)


def county_named(name: str, layers: Sequence[Layer]) -> Layer:
    """The county layer that ``name`` (name, pinyin or code) means; ``UnknownCounty`` where there is none."""
    known = counties(layers)
    found = [layer for layer in known if layer.answers_to(name)]
    if len(found) == 1:
        return found[0]
    words = [word for layer in known for word in (layer.name, layer.pinyin, layer.adcode) if word]
    listed = "、".join(f"{layer.name}({layer.pinyin} {layer.adcode})" for layer in known)
    remedy = nearest(name, words)
    if not known:
        remedy = Bilingual("一个县的插件也没有装", "no county plugin is installed")
    problem = Bilingual(f"没有装“{name}”的插件", f"no installed plugin is the county “{name}”")
    if len(found) > 1:
        problem = Bilingual(f"“{name}”不止一个县", f"“{name}” is more than one county")
    raise UnknownCounty(
        Bilingual(
            ": ".join(part for part in (problem.zh, remedy.zh, f"已装: {listed}" if known else "") if part),
            ": ".join(part for part in (problem.en, remedy.en, f"installed: {listed}" if known else "") if part),
        )
    )


def layers_of(county: Layer, layers: Sequence[Layer], faults: list[Fault]) -> list[Layer]:
    """The layers that bear on ``county``, upper first: the nation, its parents, itself, its streets and pilots."""
    chosen = [layer for layer in layers if layer.level == "national"]
    for code in county.parents:
        found = [layer for layer in layers if layer.adcode == code and layer.level in ("province", "city")]
        if not found:
            faults.append(
                county.manifest.fault(
                    ("parents",),
                    Bilingual(f"上层 {code} 没有安装", f"the layer {code} above it is not installed"),
                    Bilingual("安装带有这一层的插件", "install the plugin that brings it"),
                    code="GR115",
                )
            )
        chosen.extend(found)
    chosen.append(county)
    below = (layer for layer in layers if layer.level in ("street", "pilot"))
    chosen.extend(layer for layer in below if layer.adcode.startswith(county.adcode))
    return sorted(chosen, key=lambda layer: layer.depth)
