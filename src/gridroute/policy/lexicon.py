"""用词: every word that the layers of one policy declare, from the vocabulary to the names of its meetings.

Words come before rules: a rule may use any word of its own layer or of one above, whatever file it stands in.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gridroute.errors import Bilingual, Fault
from gridroute.policy.category import Categories, read_calibration, read_categories
from gridroute.policy.condition import is_under
from gridroute.policy.document import Document
from gridroute.policy.files import Files
from gridroute.policy.grammar import KIND_FIELDS, Grammar
from gridroute.policy.grouping import Grouping, read_groupings
from gridroute.policy.label import check_labels
from gridroute.policy.ladder import Ladder, close_forums, read_ladders
from gridroute.policy.layer import MANIFESTS, Layer
from gridroute.policy.lifecycle import NO_LIFECYCLE, Lifecycle, read_lifecycle
from gridroute.policy.mode import Mode, close_mode, read_modes
from gridroute.policy.parameter import Parameter, StreetValues, read_parameters
from gridroute.policy.path import outcome_fields
from gridroute.policy.period import Period, check_periods, read_periods
from gridroute.policy.reading import Reading
from gridroute.policy.rolebook import check_groups, check_roles, read_groups, read_roles
from gridroute.policy.scope import NONE, keep_in_place
from gridroute.policy.translation import to_english
from gridroute.policy.vocabulary import Field, FieldType, Vocabulary
from gridroute.policy.words import LISTS, check_acts, check_called, read_functions, read_signals, read_vocabulary

#: Parameters that the code itself reads.
ASKED_BY_CODE = ("类别置信度", "出口置信度", "吹哨主体", "协调时限", "紧急协调时限")

#: (code, name, short name) of every place of a level.
PlacesOf = Mapping[str, Sequence[tuple[str, str, str]]]


@dataclass
class Lexicon:
    """The words of ``layers`` (upper first); ``read`` fills it, and what is wrong goes to ``faults``."""

    layers: Sequence[Layer]
    places: PlacesOf
    faults: list[Fault]
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary(fields=outcome_fields()))
    categories: Categories = field(default_factory=Categories)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    periods: dict[str, Period] = field(default_factory=dict)
    functions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ladders: dict[str, Ladder] = field(default_factory=dict)
    groupings: dict[str, Grouping] = field(default_factory=dict)
    lifecycle: Lifecycle = NO_LIFECYCLE
    modes: dict[str, Mode] = field(default_factory=dict)
    streets: list[StreetValues] = field(default_factory=list)
    paths: dict[str, Iterable[str]] = field(default_factory=dict)
    #: Names of the parameters that something reads, and of those that the nation declares.
    used: set[str] = field(default_factory=lambda: set(ASKED_BY_CODE))
    national: frozenset[str] = frozenset()
    files: Files = field(init=False)

    def __post_init__(self) -> None:
        self.files = Files(self.layers, self.vocabulary, self.faults)

    def at(self, document: Document, layer: Layer | None = None) -> Reading:
        """What a reader of ``document`` needs. A street's own rules read its own parameters (§5)."""
        own = next((one for one in self.streets if layer is not None and one.root == layer.root), None)
        return Reading(
            self.vocabulary,
            own.values if own else self.parameters,
            self.paths,
            document,
            self.faults,
            used=self.used,
            depth=layer.depth if layer else 0,
            streets=() if own else self.streets,
        )

    @property
    def day_ends(self) -> int:
        """The hour at which working days end in the county."""
        ends = "24:00"
        for layer in self.layers:
            ends = str(layer.calendars.get("workday_ends", ends))
        return int(ends[:2]) if ends[:2].isdigit() else 24

    def read(self) -> None:
        """Reads all words of all layers."""
        for layer in self.layers:
            self._declared(layer)
        self._life()
        self._given()
        for layer in self.layers:
            self._named(layer)
        self._meetings()
        check_labels(self.files, self.vocabulary, self.periods, self.at)
        for _, document in self.files.every("groups.yaml"):
            check_groups(document, self.at(document))
        for _, document in self.files.every("roles.yaml"):
            check_roles(document, self.functions, self.at(document))
        for _, document in self.files.every("vocabulary.yaml"):
            check_acts(document, self.at(document))
            check_called(document, self.at(document))

    def _declared(self, layer: Layer) -> None:
        only_in = layer.name if layer.scope else None
        for path in self.files.of(layer):
            if path.name == "categories.csv" or path.name.endswith(".categories.csv"):
                read_categories(path, layer.shown(path), self.categories, self.faults, only_in)
            elif path.name == "confidence.csv":
                read_calibration(path, layer.shown(path), self.categories, self.faults, only_in)
        words = self.vocabulary
        for document in self.files.named(layer, "vocabulary.yaml"):
            at = self.at(document, layer)
            there: dict[str, Container[str] | None] = dict.fromkeys((*LISTS, "calling_ways"), NONE)
            there.update(kinds=words.kinds, tags=words.tags, labels=words.labels, called=words.called)
            keep_in_place(layer, document, there, at)
            read_vocabulary(document, at)
        for document in self.files.named(layer, "signals.yaml"):
            given = {"signals": words.signals, "conduct": words.conduct, "word_groups": words.word_groups}
            keep_in_place(layer, document, given, self.at(document))
            read_signals(document, self.at(document))
        for document in self.files.named(layer, "periods.yaml"):
            keep_in_place(layer, document, {"periods": self.periods}, self.at(document))
            read_periods(document, self.periods, self.at(document))

    def _life(self) -> None:
        """The life cycle of the nation, and the fields whose values are its states and events."""
        for layer, document in self.files.every("lifecycle.yaml"):
            if layer.depth:
                self.at(document).fault(
                    (),
                    "生命周期只有国家层可以写",
                    "only the nation writes the life cycle",
                    Bilingual("改写成守门规则 (stage: event)", "write guards instead (stage: event)"),
                    code="GR705",
                )
            else:
                self.lifecycle = read_lifecycle(document, self.faults)
        life, fields = self.lifecycle, self.vocabulary.fields
        closed = {"state": life.states, "event": life.events, "actor_role": life.roles}
        for name, values in closed.items():
            if values and name in fields:
                fields[name] = replace(fields[name], values=tuple(sorted(values)))
        named = [(name, state.label) for name, state in life.states.items()]
        named += [(name, event.label) for name, event in life.events.items()]
        for name, label in (*named, *life.roles.items()):
            self.vocabulary.labels.setdefault(name, label)

    def _given(self) -> None:
        """Fields whose values are given by other data: categories, signals, periods, places and tags."""
        self.paths["category"] = self.categories.nodes.keys()
        self.paths["category_level_2"] = self.categories.nodes.keys()
        fields = self.vocabulary.fields
        signals = self.vocabulary.signal_names
        fields["text_signals"] = Field("text_signals", FieldType.WORDS, "文中信号", signals, en="text signals")
        townships = tuple(name for _, name, _ in self.places.get("township", ()))
        fields["township"] = Field("township", FieldType.WORD, "镇街", townships, first=4)
        towns = {code: name for code, name, _ in self.places.get("township", ())}
        inside = [f"{towns.get(code[:9] + '000', '')}/{short}" for code, _, short in self.places.get("community", ())]
        self.paths["community"] = frozenset([*towns.values(), *inside])
        fields["scope"] = Field("scope", FieldType.PATH, "辖区", en="area")
        fields["tags"] = Field("tags", FieldType.WORDS, "标签", tuple(sorted(self.vocabulary.tags)))
        kinds = tuple(sorted(self.vocabulary.kinds))
        for _, document in self.files.every("periods.yaml"):
            check_periods(document, self.periods, self.at(document))
        for period in self.periods.values():
            for item in period.fields():
                fields.setdefault(item.name, item)
        fields.update({name: replace(fields[name], values=kinds) for name in KIND_FIELDS if name in fields})

    def _named(self, layer: Layer) -> None:
        for document in self.files.named(layer, "functions.yaml"):
            keep_in_place(layer, document, {"functions": self.functions}, self.at(document))
            read_functions(document, self.functions, self.at(document))
        for document in self.files.named(layer, "roles.yaml"):
            read_roles(document, layer.name, self.at(document))
        for document in self.files.named(layer, "groups.yaml"):
            keep_in_place(layer, document, {"groups": self.vocabulary.roles}, self.at(document))
            read_groups(document, layer.name, self.at(document))
        to_english(layer.manifest, Grammar(self.vocabulary).of(MANIFESTS[0]), self.faults)
        if layer.scope:
            self._street(layer)
        else:
            read_parameters(layer.manifest, layer.name, self.parameters, self.faults, self.day_ends)
        if not layer.depth:
            self.national = frozenset(self.parameters)

    def _street(self, layer: Layer) -> None:
        """A street's or pilot's parameters: values of its own over those of what lies above it."""
        around = [one for one in self.streets if is_under(layer.scope, one.scope)]
        above = around[-1].values if around else self.parameters
        values = dict(above)
        read_parameters(layer.manifest, layer.name, values, self.faults, self.day_ends)
        changed = [name for name, one in values.items() if name in above and one is not above[name]]
        homes = {name: (layer.manifest.file, layer.manifest.line(("parameters", name))) for name in changed}
        inherited = {name: home for one in around for name, home in one.homes.items()}
        self.streets.append(StreetValues(layer.scope, layer.root, values, inherited | homes))
        self.parameters.update((name, one) for name, one in values.items() if name not in self.parameters)

    def _meetings(self) -> None:
        """Ladders, modes and groupings: the words they add close, or declare, fields of their own."""
        for layer in self.layers:
            for document in self.files.named(layer, "ladders.yaml"):
                keep_in_place(layer, document, {"ladders": self.ladders}, self.at(document, layer))
                read_ladders(document, layer.name, self.ladders, self.at(document, layer))
            for document in self.files.named(layer, "periods.yaml"):
                keep_in_place(layer, document, {"modes": self.modes}, self.at(document))
                read_modes(document, layer.name, self.modes, self.at(document))
            for document in self.files.named(layer, "groupings.yaml"):
                keep_in_place(layer, document, {"groupings": self.groupings}, self.at(document))
                read_groupings(document, layer.name, self.groupings, self.at(document, layer))
        close_forums(self.vocabulary, self.ladders)
        close_mode(self.vocabulary, self.modes)


def words_of(layers: Sequence[Layer]) -> Vocabulary:
    """The words that ``layers`` (upper first) declare, as far as their files can be read."""
    lexicon = Lexicon(layers, {}, [])
    lexicon.read()
    return lexicon.vocabulary
