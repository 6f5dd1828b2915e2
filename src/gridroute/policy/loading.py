"""Loads all layers of a county's policy, and reports the faults of all their files together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from gridroute.errors import Bilingual, Fault
from gridroute.policy.binding import check_bindings
from gridroute.policy.bodies import Bodies, check_bodies, end_with_a_government, read_bodies
from gridroute.policy.category import Categories, read_categories, rows_of
from gridroute.policy.condition import All, Op, Test
from gridroute.policy.document import Document, read_document
from gridroute.policy.grammar import Grammar
from gridroute.policy.grouping import Grouping, read_groupings
from gridroute.policy.ladder import Ladder, close_forums, read_ladders
from gridroute.policy.layer import MANIFESTS, Layer
from gridroute.policy.mode import Mode, close_mode, read_modes
from gridroute.policy.order import Order, Succession, read_orders, read_successions
from gridroute.policy.parameter import Parameter, read_parameters
from gridroute.policy.parsing import Reading
from gridroute.policy.path import outcome_fields
from gridroute.policy.period import Period, read_periods
from gridroute.policy.policy import Policy, fingerprint
from gridroute.policy.replacement import check_identifiers, check_replacements
from gridroute.policy.rule import LEVELS, Rule
from gridroute.policy.rulefile import Home, read_rule
from gridroute.policy.sheet import rows_of_sheet
from gridroute.policy.table import read_table, table_stage
from gridroute.policy.tie import check_ties
from gridroute.policy.tongue import nearest
from gridroute.policy.translation import to_english
from gridroute.policy.vocabulary import Field, FieldType, Vocabulary
from gridroute.policy.words import (
    check_groups,
    read_functions,
    read_groups,
    read_roles,
    read_signals,
    read_vocabulary,
)

#: Files with a fixed name; everything else is known by its ending.
_FIXED = (
    "vocabulary.yaml",
    "roles.yaml",
    "groups.yaml",
    "functions.yaml",
    "signals.yaml",
    "periods.yaml",
    "ladders.yaml",
    "groupings.yaml",
)
_FIXED_DATA = ("organizations.yaml", "categories.csv")
_ENDINGS = (".rules.yaml", ".order.yaml", ".scenario.yaml", ".table.csv", ".table.xlsx")
#: Folders whose files other readers take: places, calendars, examples and code.
_ELSEWHERE = ("territory", "calendar", "examples", "__pycache__")

#: Parameters that the code itself reads.
ASKED_BY_CODE = ("类别置信度", "吹哨主体", "协调时限")

#: The depth of a county; what lies deeper speaks of its own place only.
COUNTY = LEVELS.index("county")

PlacesOf = Mapping[str, Sequence[tuple[str, str, str]]]


def load_policy(layers: Sequence[Layer], places: PlacesOf, own: Bodies, faults: list[Fault]) -> Policy:
    """The policy of ``layers`` (upper first). What is wrong is added to ``faults``; see to it before use.

    ``own`` holds the bodies that the places themselves are (townships, villages); ``places`` lists
    (code, name, short name) of the places a template is applied to, by level.
    """
    return _Loading(layers, places, own, faults).run()


def words_of(layers: Sequence[Layer]) -> Vocabulary:
    """The words that ``layers`` (upper first) declare, as far as their files can be read."""
    loading = _Loading(layers, {}, Bodies(), [])
    loading._words()
    return loading.vocabulary


class _Loading:
    def __init__(self, layers: Sequence[Layer], places: PlacesOf, own: Bodies, faults: list[Fault]) -> None:
        self.layers, self.places, self.bodies, self.faults = layers, places, own, faults
        self.vocabulary = Vocabulary(fields=outcome_fields())
        self.categories = Categories()
        self.parameters: dict[str, Parameter] = {}
        self.periods: dict[str, Period] = {}
        self.functions: dict[str, tuple[str, ...]] = {}
        self.orders: dict[str, Order] = {}
        self.successions: dict[str, Succession] = {}
        self.ladders: dict[str, Ladder] = {}
        self.groupings: dict[str, Grouping] = {}
        self.modes: dict[str, Mode] = {}
        self.rules: list[Rule] = []
        self.warnings: list[Fault] = []
        self.national: frozenset[str] = frozenset()
        self.used: set[str] = set(ASKED_BY_CODE)
        self.paths: dict[str, Iterable[str]] = {}
        self.files = {layer.root: sorted(_files(layer.root)) for layer in layers}
        self.documents: dict[Path, Document] = {}

    def run(self) -> Policy:
        for layer in self.layers:
            self._unknown_files(layer)
        self._words()
        self._rules()
        self._bodies()
        self._unread_parameters()
        canonical = {
            "rules": sorted(rule.canonical for rule in self.rules),
            "scopes": sorted((rule.id, rule.layer, repr(rule.condition)) for rule in self.rules if rule.depth > COUNTY),
            "orders": sorted(map(repr, self.orders.values())),
            "successions": sorted(map(repr, self.successions.values())),
            "ladders": sorted(map(repr, self.ladders.values())),
            "groupings": sorted(map(repr, self.groupings.values())),
            "modes": sorted(map(repr, self.modes.values())),
            "parameters": sorted(map(repr, self.parameters.values())),
            "periods": sorted(map(repr, self.periods.values())),
            "roles": sorted(map(repr, self.vocabulary.roles.values())),
            "functions": sorted(self.functions.items()),
            "signals": sorted(self.vocabulary.signals.items()),
            "categories": sorted(map(repr, self.categories.nodes.values())),
            "words": [
                sorted(map(_field_form, self.vocabulary.fields.values())),
                sorted(map(repr, self.vocabulary.acts.values())),
            ],
            "calendars": [layer.calendars for layer in self.layers],
        }
        return Policy(
            tuple(self.layers),
            self.vocabulary,
            self.categories,
            tuple(sorted(self.rules, key=lambda rule: (rule.depth, rule.id))),
            self.orders,
            self.successions,
            self.parameters,
            self.periods,
            self.functions,
            self.bodies,
            fingerprint(canonical),
            (*self._gaps(), *self.warnings),
            self.ladders,
            self.groupings,
            self.modes,
        )

    # ---- files ------------------------------------------------------------------------------------

    def _unknown_files(self, layer: Layer) -> None:
        for path in self.files[layer.root]:
            name = path.name
            if path.suffix.lower() not in (".yaml", ".yml", ".csv", ".xlsx") or name in (
                *MANIFESTS,
                *_FIXED,
                *_FIXED_DATA,
            ):
                continue
            if not name.endswith(_ENDINGS):
                self.faults.append(
                    Fault(
                        layer.shown(path),
                        0,
                        "",
                        Bilingual("不认识的文件,没有读它", "a file of no known kind; it was not read"),
                        _meant(name)
                        or Bilingual(
                            "政策文件以 " + "、".join(_ENDINGS) + " 结尾",
                            "policy files end in " + ", ".join(_ENDINGS),
                        ),
                    )
                )

    def _named(self, layer: Layer, name: str) -> Iterable[Document]:
        for path in self.files[layer.root]:
            if path.name == name or (name.startswith(".") and path.name.endswith(name)):
                yield self._document(layer, path)

    def _document(self, layer: Layer, path: Path) -> Document:
        if path not in self.documents:
            document = read_document(path, layer.shown(path), self.faults)
            self.documents[path] = to_english(document, Grammar(self.vocabulary).of(path.name), self.faults)
        return self.documents[path]

    def _at(self, document: Document) -> Reading:
        return Reading(self.vocabulary, self.parameters, self.paths, document, self.faults, used=self.used)

    # ---- words ------------------------------------------------------------------------------------

    def _words(self) -> None:
        for layer in self.layers:
            for path in self.files[layer.root]:
                if path.name == "categories.csv":
                    read_categories(path, layer.shown(path), self.categories, self.faults)
            for document in self._named(layer, "vocabulary.yaml"):
                read_vocabulary(document, self._at(document))
            for document in self._named(layer, "signals.yaml"):
                read_signals(document, self._at(document))
            for document in self._named(layer, "periods.yaml"):
                read_periods(document, self.periods, self._at(document))
        self.paths["category"] = self.categories.nodes.keys()
        self.paths["category_level_2"] = self.categories.nodes.keys()
        fields = self.vocabulary.fields
        signals = tuple(sorted(self.vocabulary.signals))
        fields["text_signals"] = Field("text_signals", FieldType.WORDS, "文中信号", signals)
        for period in self.periods.values():
            fields.update((item.name, item) for item in period.fields())
        townships = tuple(name for _, name, _ in self.places.get("township", ()))
        fields["township"] = Field("township", FieldType.WORD, "镇街", townships, first=4)
        towns = {code: name for code, name, _ in self.places.get("township", ())}
        inside = [f"{towns.get(code[:9] + '000', '')}/{short}" for code, _, short in self.places.get("community", ())]
        self.paths["community"] = frozenset([*towns.values(), *inside])
        fields["scope"] = Field("scope", FieldType.PATH, "辖区")
        fields["tags"] = Field("tags", FieldType.WORDS, "标签", tuple(sorted(self.vocabulary.tags)))
        for layer in self.layers:
            for document in self._named(layer, "functions.yaml"):
                read_functions(document, self.functions, self._at(document))
            for document in self._named(layer, "roles.yaml"):
                read_roles(document, layer.name, self._at(document))
            for document in self._named(layer, "groups.yaml"):
                read_groups(document, layer.name, self._at(document))
            to_english(layer.manifest, Grammar(self.vocabulary).of(MANIFESTS[0]), self.faults)
            read_parameters(layer.manifest, layer.name, self.parameters, self.faults, self._day_ends())
            if not layer.depth:
                self.national = frozenset(self.parameters)
        self._meetings()
        for layer in self.layers:
            for document in self._named(layer, "groups.yaml"):
                check_groups(document, self._at(document))
            for document in self._named(layer, "roles.yaml"):
                self._check_roles(document)
            for document in self._named(layer, "vocabulary.yaml"):
                self._check_acts(document)

    def _meetings(self) -> None:
        """Ladders, modes and groupings: the words they add close, or declare, fields of their own."""
        for layer in self.layers:
            for document in self._named(layer, "ladders.yaml"):
                read_ladders(document, layer.name, self.ladders, self._at(document))
            for document in self._named(layer, "periods.yaml"):
                read_modes(document, layer.name, self.modes, self._at(document))
            for document in self._named(layer, "groupings.yaml"):
                read_groupings(document, layer.name, self.groupings, self._at(document))
        close_forums(self.vocabulary, self.ladders)
        close_mode(self.vocabulary, self.modes)

    def _day_ends(self) -> int:
        """The hour at which working days end in the county."""
        ends = "24:00"
        for layer in self.layers:
            ends = str(layer.calendars.get("workday_ends", ends))
        return int(ends[:2]) if ends[:2].isdigit() else 24

    def _check_roles(self, document: Document) -> None:
        at = self._at(document)
        entries = document.value.get("roles", {})
        for name in entries if isinstance(entries, dict) else ():
            role = self.vocabulary.roles.get(name)
            at.rule = name
            if role is None:
                continue
            if role.form == "function" and role.key not in self.functions:
                at.fault(
                    ("roles", name),
                    f"没有声明职能“{role.key}”",
                    f"undeclared function “{role.key}”",
                    nearest(role.key, self.functions),
                )
            if role.form == "kind" and role.key not in self.vocabulary.kinds:
                at.fault(
                    ("roles", name),
                    f"没有单位类型“{role.key}”",
                    f"no kind “{role.key}”",
                    nearest(role.key, self.vocabulary.kinds),
                )

    def _check_acts(self, document: Document) -> None:
        at = self._at(document)
        declared = document.value.get("acts", {})
        for name in declared if isinstance(declared, dict) else ():
            act = self.vocabulary.acts.get(name)
            if act is not None and act.by and act.by not in self.vocabulary.roles:
                at.rule = name
                at.fault(
                    ("acts", name), f"没有角色“{act.by}”", f"no role “{act.by}”", nearest(act.by, self.vocabulary.roles)
                )

    # ---- rules ------------------------------------------------------------------------------------

    def _rules(self) -> None:
        for layer in self.layers:
            home = Home(layer.name, layer.depth)
            before = len(self.rules)
            for document in self._named(layer, ".order.yaml"):
                at = self._at(document)
                for key in document.value:
                    if key not in ("orders", "successions"):
                        known = ("orders", "successions")
                        at.fault((key,), f"这里不认识“{key}”", f"“{key}” does not belong here", nearest(key, known))
                read_orders(document, layer.name, self.orders, at)
                read_successions(document, self.successions, at)
            for document in self._named(layer, ".rules.yaml"):
                self._rule_file(document, home)
            for path in self.files[layer.root]:
                if path.name.endswith((".table.csv", ".table.xlsx")):
                    document, heads = Document(layer.shown(path)), list[str]()
                    if path.suffix == ".xlsx":
                        rows = list(rows_of_sheet(path, document.file, self.faults, heads))
                    else:
                        rows = list(rows_of(path, document.file, (), (), self.faults, heads))
                    self.rules.extend(read_table(heads, rows, table_stage(path.name), home, self._at(document)))
            if layer.scope:
                self.rules[before:] = [_scoped(rule, layer.scope) for rule in self.rules[before:]]
        self.faults.extend(check_identifiers(self.rules))
        self.faults.extend(check_replacements(self.rules))
        fields = self.vocabulary.fields
        faults, self.warnings = check_bindings(self.rules, fields, self._day_ends())
        self.faults.extend(faults)
        self.faults.extend(check_ties(self.rules, self.orders, fields))

    def _rule_file(self, document: Document, home: Home) -> None:
        at = self._at(document)
        for key in document.value:
            if key not in ("stage", "rules"):
                at.fault(
                    (key,),
                    f"规则文件没有“{key}”",
                    f"no “{key}” in a rule file",
                    nearest(key, ("stage", "rules")),
                )
        head = document.value.get("stage")
        entries = document.value.get("rules", [])
        if not isinstance(entries, list):
            at.fault(("rules",), "rules 应是一列规则", "rules is a list")
            return
        for number, entry in enumerate(entries):
            at.rule = ""
            rule = read_rule(entry, ("rules", number), str(head) if head else None, home, at)
            if rule is not None:
                self.rules.append(rule)

    def _unread_parameters(self) -> None:
        """A parameter that no rule reads and that is close to one of the nation is a slip of the pen."""
        for layer in self.layers:
            declared = layer.manifest.value.get("parameters", {})
            for name in declared if isinstance(declared, dict) and layer.depth else ():
                meant = nearest(name, self.national)
                if name not in self.used and name not in self.national and meant.en:
                    words = Bilingual(f"没有规则用到参数“{name}”", f"no rule reads the parameter “{name}”")
                    self.faults.append(layer.manifest.fault(("parameters", name), words, meant, name))

    # ---- bodies -----------------------------------------------------------------------------------

    def _bodies(self) -> None:
        county = next((layer for layer in reversed(self.layers) if layer.level == "county"), None)
        for layer in self.layers:
            prefix = county.adcode if county else layer.adcode
            for document in self._named(layer, "organizations.yaml"):
                at = self._at(document)
                read_bodies(document, prefix, self.places, self.bodies, at)
        if county is not None:
            end_with_a_government(self.bodies, county.adcode, county.name)
        for layer in self.layers:
            for document in self._named(layer, "organizations.yaml"):
                check_bodies(self.bodies, self.functions, document, self._at(document))

    def _gaps(self) -> tuple[Fault, ...]:
        """Roles of the county that no body fills. No fault: at run time each has a defined answer (§7)."""
        held = {function for body in self.bodies.by_id.values() for function in body.functions}
        served = {service for body in self.bodies.by_id.values() for service in body.services}
        county = next((layer for layer in reversed(self.layers) if layer.level == "county"), None)
        if county is None:
            return ()
        made: list[Fault] = []
        for role in self.vocabulary.roles.values():
            if role.level not in ("", "county"):
                continue
            if (role.form == "function" and role.key not in held) or (
                role.form == "service" and role.key not in served
            ):
                problem = Bilingual(
                    f"没有单位承担“{role.key}”,角色“{role.name}”落空",
                    f"no body has “{role.key}”, so the role “{role.name}” resolves to nobody",
                )
                remedy = Bilingual("给承担的单位加上这一项", "add it to the body that does it")
                made.append(Fault(f"{county.root.name}/organizations.yaml", 0, role.name, problem, remedy))
        return tuple(made)


def _scoped(rule: Rule, scope: str) -> Rule:
    """The rule of a street or pilot layer: it speaks of matters in its place only (§5)."""
    return replace(rule, condition=All((Test("scope", Op.UNDER, (scope,)), rule.condition)))


def _field_form(item: Field) -> str:
    """A field in a form that no order of a set can change."""
    shown = (item.name, item.type.value, item.label, item.values, item.ordered, item.first, sorted(item.only))
    return repr(shown)


def _meant(name: str) -> Bilingual | None:
    """The ending or the fixed name that a misspelt file name was meant to have."""
    _, dot, rest = name.partition(".")
    for word, known in ((dot + rest, _ENDINGS), (name, (*_FIXED, *_FIXED_DATA))):
        remedy = nearest(word, known)
        if remedy.en and word not in (".yaml", ".yml", ".csv"):
            return remedy
    return None


def _files(root: Path) -> Iterable[Path]:
    for path in root.rglob("*"):
        inside = path.relative_to(root).parts
        if path.is_file() and not any(part in _ELSEWHERE or part.startswith(".") for part in inside[:-1]):
            yield path
