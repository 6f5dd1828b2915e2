"""Finds the installed plugins and asks them, one by one, so that one that fails spoils nothing (I37)."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, distribution, entry_points
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
        #: Which plugin named which folder.
        self.brought: dict[Path, str] = {}


def build_manager(plugins: Iterable[object] = (), installed: bool = True) -> Plugins:
    """A new manager with the installed plugins and ``plugins``. There is no global one.

    A plugin that cannot be imported is left out; ``broken`` names it.
    """
    manager = Plugins()
    if installed:
        for entry in sorted(entry_points(group=PROJECT), key=lambda one: one.name):
            try:
                plugin = entry.load()
                if not manager.is_registered(plugin):
                    # another package of the same name is asked too: what both bring is then told as brought twice
                    name = f"{entry.name} ({entry.value})" if manager.has_plugin(entry.name) else entry.name
                    manager.register(plugin, name=name)
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
    return [replace(one, plugin=manager.brought.get(one.root, "")) for one in found if one is not None]


def _roots(manager: Plugins) -> list[Path]:
    """The folders that plugins name; a plugin that does not is broken."""
    roots: list[Path] = []
    answers, failures = ask(manager, "gridroute_layers", limit=LOADING_LIMIT)
    for name, answer in answers:
        listed = answer if isinstance(answer, list | tuple) else [answer]
        for root in listed:
            if isinstance(root, Path) and root.is_dir():
                roots.append(root)
                manager.brought.setdefault(root, name)
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
        raise UnknownCounty(_more_than_one(name, found))
    raise UnknownCounty(
        Bilingual(
            ": ".join(part for part in (problem.zh, remedy.zh, f"已装: {listed}" if known else "") if part),
            ": ".join(part for part in (problem.en, remedy.en, f"installed: {listed}" if known else "") if part),
        )
    )


def _more_than_one(name: str, found: Sequence[Layer]) -> Bilingual:
    where = origins(found)
    if len({layer.adcode for layer in found}) < len(found):
        remedy = Bilingual("一个县只能装一个插件,卸载其中一个", "a county has one plugin: remove one of them")
    else:
        remedy = Bilingual("写代码,不写名称", "write the code, not the name")
    return Bilingual(
        f"“{name}”不止一个县: {where.zh}: {remedy.zh}", f"“{name}” is more than one county: {where.en}: {remedy.en}"
    )


def origins(layers: Sequence[Layer]) -> Bilingual:
    """The names and codes of ``layers``, each with the plugin and the folder that it comes from."""
    zh = "、".join(f"{one.name} {one.adcode} (插件 {one.plugin or '无'}: {one.root})" for one in layers)
    en = ", ".join(f"{one.name} {one.adcode} (plugin {one.plugin or 'none'}: {one.root})" for one in layers)
    return Bilingual(zh, en)


def clashes(layers: Sequence[Layer]) -> list[Fault]:
    """A fault at each of several layers that are for the same place: of one code, or of one name in one city.

    Counties of one name in different cities are different counties; each goes by its code.
    """
    made: list[Fault] = []
    for layer in layers:
        same = [one for one in layers if one.level == layer.level and _same_place(one, layer)]
        if len(same) > 1:
            where = origins(same)
            made.append(
                layer.manifest.fault(
                    ("adcode",),
                    Bilingual(f"同一个地方有 {len(same)} 个插件: {where.zh}", f"several plugins are it: {where.en}"),
                    Bilingual("卸载其中一个", "remove one of them"),
                    code="GR904",
                )
            )
    return made


def _same_place(one: Layer, other: Layer) -> bool:
    if one.adcode == other.adcode:
        return True
    return one.level == "county" and one.name == other.name and one.adcode[:4] == other.adcode[:4]


def lacking(plugin: str) -> list[str]:
    """The packages that the package of ``plugin`` declares to need and that are not installed."""
    found = next((entry.dist for entry in entry_points(group=PROJECT, name=plugin) if entry.dist), None)
    made = []
    for line in (found.requires or []) if found else ():
        name = re.match(r"[A-Za-z0-9._-]+", line)
        if name is None or "extra ==" in line:
            continue
        try:
            distribution(name[0])
        except PackageNotFoundError:
            made.append(name[0])
    return made


def _remedy(plugin: str) -> Bilingual:
    packages = lacking(plugin) if plugin else []
    if not packages:
        return Bilingual("安装带有这一层的插件", "install the plugin that brings it")
    words = " ".join(packages)
    return Bilingual(f"缺 {words}: pip install {words}", f"{words} is missing: pip install {words}")


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
                    _remedy(county.plugin),
                    code="GR115",
                )
            )
        chosen.extend(found)
    chosen.append(county)
    below = (layer for layer in layers if layer.level in ("street", "pilot"))
    chosen.extend(layer for layer in below if layer.adcode.startswith(county.adcode))
    return sorted(chosen, key=lambda layer: layer.depth)
