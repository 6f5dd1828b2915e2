"""Loads all layers of a county's policy, and reports the faults of all their files together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from gridroute.errors import Bilingual, Fault
from gridroute.policy.binding import check_bindings
from gridroute.policy.bodies import Bodies, check_bodies, end_with_a_government, read_bodies
from gridroute.policy.category import rows_of
from gridroute.policy.closing import check_closing
from gridroute.policy.condition import All, Op, Test
from gridroute.policy.document import Document
from gridroute.policy.layer import Layer
from gridroute.policy.lexicon import Lexicon, PlacesOf
from gridroute.policy.lifecycle import Transition
from gridroute.policy.order import Order, Succession, read_orders, read_successions
from gridroute.policy.policy import Policy, fingerprint
from gridroute.policy.reading import Reading
from gridroute.policy.replacement import check_identifiers, check_replacements
from gridroute.policy.rule import LEVELS, Rule
from gridroute.policy.rulefile import Home, read_rules
from gridroute.policy.scope import NONE, keep_in_place
from gridroute.policy.sheet import rows_of_sheet
from gridroute.policy.table import read_table, table_stage
from gridroute.policy.tie import check_ties
from gridroute.policy.tongue import nearest
from gridroute.policy.vacancy import check_vacancies
from gridroute.policy.vocabulary import Field

#: The depth of a county; what lies deeper speaks of its own place only.
COUNTY = LEVELS.index("county")


FILL_IN = Bilingual("请当地填写", "the county has to fill it in")


def load_policy(layers: Sequence[Layer], places: PlacesOf, own: Bodies, faults: list[Fault]) -> Policy:
    """The policy of ``layers`` (upper first). What is wrong is added to ``faults``; see to it before use.

    ``own`` holds the bodies that the places themselves are (townships, villages); ``places`` lists
    (code, name, short name) of the places a template is applied to, by level.
    """
    return _Loading(Lexicon(layers, places, faults), own).run()


class _Loading:
    def __init__(self, words: Lexicon, bodies: Bodies) -> None:
        self.words, self.bodies = words, bodies
        self.layers, self.files, self.faults = words.layers, words.files, words.faults
        self.vocabulary = words.vocabulary
        self.orders: dict[str, Order] = {}
        self.successions: dict[str, Succession] = {}
        self.rules: list[Rule] = []
        self.warnings: list[Fault] = []
        self.empty: list[Fault] = []

    def run(self) -> Policy:
        self.files.report_unknown()
        self.words.read()
        self._bodies()  # before the rules: a county's tables may name them
        self._rules()
        self._unread_parameters()
        words = self.words
        return Policy(
            tuple(self.layers),
            self.vocabulary,
            words.categories,
            tuple(sorted(self.rules, key=lambda rule: (rule.depth, rule.id))),
            self.orders,
            self.successions,
            words.parameters,
            words.periods,
            words.functions,
            self.bodies,
            fingerprint(self._canonical()),
            (*self._gaps(), *self.warnings, *self.empty),
            words.ladders,
            words.groupings,
            words.modes,
            words.lifecycle,
            streets=tuple(words.streets),
        )

    def _canonical(self) -> dict[str, object]:
        """What the policy says, in a form that no order of files, rules or rows can change."""
        words = self.words
        return {
            "rules": sorted(rule.canonical for rule in self.rules),
            "scopes": sorted((rule.id, rule.layer, repr(rule.condition)) for rule in self.rules if rule.depth > COUNTY),
            "orders": sorted(map(repr, self.orders.values())),
            "successions": sorted(map(repr, self.successions.values())),
            "ladders": sorted(map(repr, words.ladders.values())),
            "groupings": sorted(map(repr, words.groupings.values())),
            "lifecycle": [
                sorted(map(repr, words.lifecycle.states.values())),
                sorted(map(_life, words.lifecycle.events.values())),
            ],
            "modes": sorted(map(repr, words.modes.values())),
            "parameters": sorted(map(repr, words.parameters.values())),
            "streets": sorted((one.scope, repr(one.values[name])) for one in words.streets for name in one.homes),
            "periods": sorted(map(repr, words.periods.values())),
            "roles": sorted(map(repr, self.vocabulary.roles.values())),
            "functions": sorted(words.functions.items()),
            "signals": [sorted(self.vocabulary.signals.items()), sorted(self.vocabulary.word_groups.items())],
            "conduct": [
                sorted(self.vocabulary.conduct.items()),
                sorted(self.vocabulary.called.items()),
                self.vocabulary.subject_cues,
                self.vocabulary.private_kinds,
            ],
            "categories": [*sorted(map(repr, words.categories.nodes.values())), repr(words.categories.calibration)],
            "words": [
                sorted(map(_field_form, self.vocabulary.fields.values())),
                sorted(map(repr, self.vocabulary.acts.values())),
                [self.vocabulary.outside_words, self.vocabulary.not_outside, self.vocabulary.receipt_words],
                sorted(self.vocabulary.calling_ways.items()),
            ],
            "calendars": [layer.calendars for layer in self.layers],
        }

    # ---- rules ------------------------------------------------------------------------------------

    def _rules(self) -> None:
        for layer in self.layers:
            home = Home(layer.name, layer.depth)
            before = len(self.rules)
            for document in self.files.named(layer, ".order.yaml"):
                at = self.words.at(document, layer)
                for key in document.value:
                    if key not in ("orders", "successions"):
                        known = ("orders", "successions")
                        at.fault(
                            (key,),
                            f"这里不认识“{key}”",
                            f"“{key}” does not belong here",
                            nearest(key, known),
                            code="GR106",
                        )
                keep_in_place(layer, document, {"orders": NONE, "successions": NONE}, at)
                read_orders(document, layer.name, self.orders, at)
                read_successions(document, self.successions, at)
            for document in self.files.named(layer, ".rules.yaml"):
                self._rule_file(document, layer, home)
            for path in self.files.of(layer):
                if path.name.endswith((".table.csv", ".table.xlsx")):
                    document, heads = Document(layer.shown(path)), list[str]()
                    if path.suffix == ".xlsx":
                        rows = list(rows_of_sheet(path, document.file, self.faults, heads))
                    else:
                        rows = list(rows_of(path, document.file, (), (), self.faults, heads))
                    if not rows:
                        self._nothing_in(document)
                    at = replace(self._at(document, layer), names=layer.depth >= COUNTY)
                    self.rules.extend(read_table(heads, rows, table_stage(path.name), home, at))
            if layer.scope:
                self.vocabulary.labels[f"scope.{layer.scope}"] = Bilingual(layer.name, layer.name)
                self.rules[before:] = [_scoped(rule, layer.scope) for rule in self.rules[before:]]
        written = [rule for rule in self.rules if not rule.street]
        self.faults.extend(check_identifiers(written))
        self.faults.extend(check_replacements(written))
        fields = self.vocabulary.fields
        faults, self.warnings = check_bindings(self.rules, self.vocabulary, self.words.day_ends, self.orders)
        self.faults.extend(faults)
        # what is misread of a rule must not be held against others
        wrong = {(fault.file, fault.rule) for fault in self.faults}
        sound = [rule for rule in self.rules if (rule.home[0], rule.id) not in wrong]
        self.warnings.extend(check_vacancies(sound, fields))
        self.faults.extend(check_ties(sound, self.orders, fields))
        self.faults.extend(check_closing(sound, self.words.lifecycle, fields))

    def _at(self, document: Document, layer: Layer) -> Reading:
        return replace(self.words.at(document, layer), bodies=self.bodies)

    def _rule_file(self, document: Document, layer: Layer, home: Home) -> None:
        at = self._at(document, layer)
        for key in document.value:
            if key not in ("stage", "rules"):
                at.fault(
                    (key,),
                    f"规则文件没有“{key}”",
                    f"no “{key}” in a rule file",
                    nearest(key, ("stage", "rules")),
                    code="GR106",
                )
        head = document.value.get("stage")
        entries = document.value.get("rules", [])
        if not isinstance(entries, list):
            at.fault(("rules",), "rules 应是一列规则", "rules is a list", code="GR105")
            return
        if not entries:
            self._nothing_in(document)
        for number, entry in enumerate(entries):
            at.rule = ""
            self.rules.extend(read_rules(entry, ("rules", number), str(head) if head else None, home, at))

    def _nothing_in(self, document: Document) -> None:
        """Warns of a file or table without a rule, unless something in it is wrong anyway."""
        if all(fault.file != document.file for fault in self.faults):
            words = Bilingual("文件里一条规则也没有", "there is no rule in the file")
            self.empty.append(
                Fault(
                    document.file,
                    0,
                    "",
                    words,
                    Bilingual("写上规则,或删去文件", "write rules, or delete it"),
                    code="GR113",
                )
            )

    def _unread_parameters(self) -> None:
        """A parameter that no rule reads and that is close to one of the nation is a slip of the pen."""
        for layer in self.layers:
            declared = layer.manifest.value.get("parameters", {})
            for name in declared if isinstance(declared, dict) and layer.depth else ():
                meant = nearest(name, self.words.national)
                if name not in self.words.used and name not in self.words.national and meant.en:
                    words = Bilingual(f"没有规则用到参数“{name}”", f"no rule reads the parameter “{name}”")
                    self.faults.append(layer.manifest.fault(("parameters", name), words, meant, name, code="GR240"))

    # ---- bodies -----------------------------------------------------------------------------------

    def _bodies(self) -> None:
        county = next((layer for layer in reversed(self.layers) if layer.level == "county"), None)
        for layer in self.layers:
            prefix = county.adcode if county else layer.adcode
            for document in self.files.named(layer, "organizations.yaml"):
                at = self.words.at(document)
                read_bodies(document, prefix, self.words.places, self.bodies, at)
        if county is not None:
            end_with_a_government(self.bodies, county.adcode, county.name)
        for layer in self.layers:
            for document in self.files.named(layer, "organizations.yaml"):
                check_bodies(self.bodies, self.words.functions, document, self.words.at(document))

    def _gaps(self) -> tuple[Fault, ...]:
        """Roles of the county that no body fills. No fault: at run time each has a defined answer (§7)."""
        held = {function for body in self.bodies.by_id.values() for function in body.functions}
        served = {service for body in self.bodies.by_id.values() for service in body.services}
        county = next((layer for layer in reversed(self.layers) if layer.level == "county"), None)
        if county is None:
            return ()
        made: list[Fault] = []
        document = next(iter(self.files.named(county, "organizations.yaml")), None)
        where = document.file if document else f"{county.root.name}/organizations.yaml"
        line = document.line(("organizations",)) if document else 0
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
                made.append(Fault(where, line, role.name, problem, remedy, code="GR321"))
        return (*made, *self._unset())

    def _unset(self) -> Iterator[Fault]:
        """What only the county can give and has not: the rules that name it are set aside, those they replace stand."""
        in_use: set[str] = set()
        for rule in self.rules:
            if rule.unset.zh:
                in_use.add(rule.unset.zh)
                stands = (f",“{rule.replaces}”照旧", f"; “{rule.replaces}” stands") if rule.replaces else ("", "")
                zh, en = f"{rule.unset.zh},规则不用{stands[0]}", f"{rule.unset.en}, so the rule is set aside{stands[1]}"
                yield Fault(*rule.home, rule.id, Bilingual(zh, en), FILL_IN, code="GR322")
        for role in self.vocabulary.roles.values():
            if role.form == "group" and not role.members and f"成员组“{role.name}”还没有填" not in in_use:
                words = Bilingual("成员组还没有填", "the group is unset")
                yield Fault(*role.home, role.name, words, FILL_IN, code="GR322")


def _life(event: Transition) -> str:
    return repr(replace(event, sources=frozenset())) + repr(sorted(event.sources))


def _scoped(rule: Rule, scope: str) -> Rule:
    """The rule of a street or pilot layer: it speaks of matters in its place only (§5)."""
    return replace(rule, condition=All((Test("scope", Op.UNDER, (scope,)), rule.condition)), scope=scope)


def _field_form(item: Field) -> str:
    """A field in a form that no order of a set can change."""
    shown = (item.name, item.type.value, item.label, item.values, item.ordered, item.first, sorted(item.only))
    return repr(shown)
