"""图: the life cycle drawn, as Mermaid and as SVG.

What only leaves the state as it is, or may happen in every open state, has no line; the SVG names the latter beneath.
Mermaid leaves out mergers too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from gridroute.errors import Bilingual
from gridroute.policy.lifecycle import SAME, Lifecycle, Transition

_HEAD, _ROW, _GAP, _ASIDE, _EDGE = 26, 17, 48, 46, 40
#: The widest row of cards, and how far apart two cards are between which others stand.
_WIDEST, _FAR = 1200.0, 220.0
_TIME, _FIRM, _FREE, _GUARDED = "#b45309", "#1d4ed8", "#475569", "#b91c1c"
_COLOURS = ("#64748b", "#0f766e", "#7c3aed", "#be185d", "#0369a1", "#4d7c0f", "#a16207", "#9f1239")


def drawn(life: Lifecycle, aside: bool = True) -> list[Transition]:
    """The events that a drawing shows: they change the state, from particular states. ``aside``: mergers too."""
    everywhere = sum(not state.final for state in life.states.values())
    return [
        event
        for event in life.events.values()
        if event.target != SAME and (aside or not event.aside) and len(event.sources) < everywhere
    ]


def mermaid(life: Lifecycle, lang: str = "") -> str:
    """A Mermaid state diagram; in one language, or with Chinese and identifiers where none is named."""

    def said(name: str, label: Bilingual) -> str:
        return label.in_(lang) if lang else f"{label.zh} {name}"

    lines = ["stateDiagram-v2"]
    lines += [f'  state "{said(name, state.label)}" as {name}' for name, state in life.states.items()]
    lines.append(f"  [*] --> {life.first}")
    edges: dict[tuple[str, str], list[str]] = {}
    for event in drawn(life, aside=False):
        for source in life.states:
            if source in event.sources and source != event.target:
                edges.setdefault((source, event.target), []).append(event.label.in_(lang) if lang else event.name)
    comma = "、" if lang == "zh" else ", "
    lines += [f"  {source} --> {target}: {comma.join(names)}" for (source, target), names in edges.items()]
    lines.append(f"  {next(name for name in reversed(list(life.states)) if life.states[name].final)} --> [*]")
    return "\n".join(lines)


@dataclass
class _Card:
    """One state with the ways out of it, at its place."""

    state: str
    title: str
    rows: list[tuple[Transition, str]]
    x: float = 0
    y: float = 0
    width: float = 0

    @property
    def height(self) -> float:
        return _HEAD + _ROW * len(self.rows) + (6 if self.rows else 0)


def svg(life: Lifecycle, lang: str = "zh", guards: Mapping[str, Sequence[str]] | None = None, title: str = "") -> str:
    """An SVG picture: a card for each state, in it the events that lead on and where to.

    ``guards``: the rules that may refuse an event, by event; the picture says how many.
    """
    return _Picture(life, lang, guards or {}, title).text()


@dataclass
class _Picture:
    life: Lifecycle
    lang: str
    guards: Mapping[str, Sequence[str]]
    title: str
    cards: dict[str, _Card] = field(default_factory=dict)

    def text(self) -> str:
        self._place()
        width = max(card.x + card.width for card in self.cards.values()) + _EDGE
        foot = max(card.y + card.height for card in self.cards.values()) + 34
        legend = list(self._legend(foot, width))
        height = foot + _ROW * len(legend) + _EDGE
        lines = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
            f'width="{width:.0f}" height="{height:.0f}" font-size="12" '
            "font-family=\"'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC', sans-serif\">",
            f"<title>{escape(self.title)}</title>",
            f'<rect width="{width:.0f}" height="{height:.0f}" fill="#ffffff"/>',
            f'<text x="{_EDGE}" y="34" font-size="20" font-weight="bold" fill="#0f172a">{escape(self.title)}</text>',
            *self._lines(),
            *(line for card in self.cards.values() for line in self._card(card)),
            *legend,
            "</svg>",
        ]
        return "\n".join(lines) + "\n"

    # ---- places ----------------------------------------------------------------------------------------

    def _place(self) -> None:
        ranks: dict[int, list[_Card]] = {}
        for name, rank in _ranks(self.life).items():
            rows = [
                (event, self._row(event, name))
                for event in drawn(self.life)
                if name in event.sources and event.leads_to(name) != name
            ]
            card = _Card(name, self.life.states[name].label.in_(self.lang), rows)
            card.width = max([130.0, _width(card.title) * 1.2 + 24, *(_width(text) + 34 for _, text in rows)])
            ranks.setdefault(rank, []).append(card)
            self.cards[name] = card
        y = 60.0
        for cards in (row for rank in sorted(ranks) for row in _wrapped(ranks[rank])):
            x = float(_EDGE)  # from the left, so that a narrow screen begins with something
            for card in cards:
                card.x, card.y = x, y
                x += card.width + _ASIDE
            y += max(card.height for card in cards) + _GAP

    def _row(self, event: Transition, state: str) -> str:
        target = self.life.states[event.leads_to(state)].label.in_(self.lang)
        count = len(self.guards.get(event.name, ()))
        return f"{event.label.in_(self.lang)} → {target}" + (f"  ⊘{count}" if count else "")

    # ---- what is drawn ---------------------------------------------------------------------------------

    def _card(self, card: _Card) -> Iterator[str]:
        final = self.life.states[card.state].final
        fill = "#e2e8f0" if final else "#f8fafc"
        yield (
            f'<rect x="{card.x:.0f}" y="{card.y:.0f}" width="{card.width:.0f}" height="{card.height:.0f}" rx="6" '
            f'fill="{fill}" stroke="{self._colour(card.state)}" stroke-width="1.6"/>'
        )
        yield (
            f'<text x="{card.x + 10:.0f}" y="{card.y + 18:.0f}" font-size="14" font-weight="bold" '
            f'fill="{self._colour(card.state)}">{escape(card.title)}</text>'
        )
        timer = self.life.states[card.state].timer
        for number, (event, text) in enumerate(card.rows):
            y = card.y + _HEAD + _ROW * number + 12
            fires = timer is not None and event.name in (timer.fires, timer.unreached)
            guarded = bool(self.guards.get(event.name))
            colour = _TIME if fires else _FIRM if event.unrefusable else _GUARDED if guarded else _FREE
            solid = colour if event.unrefusable else "#ffffff"
            yield f'<circle cx="{card.x + 13:.0f}" cy="{y - 4:.0f}" r="3.5" fill="{solid}" stroke="{colour}"/>'
            yield f'<text x="{card.x + 22:.0f}" y="{y:.0f}" fill="{colour}">{escape(text)}</text>'

    def _lines(self) -> Iterator[str]:
        """One line from a state to each that follows it, down from its foot, or along its side where it goes back."""
        for card in self.cards.values():
            targets = list(dict.fromkeys(event.leads_to(card.state) for event, _ in card.rows))
            for number, name in enumerate(sorted(targets, key=lambda one: self.cards[one].x)):
                to, colour = self.cards[name], self._colour(name)
                share = (number + 1) / (len(targets) + 1)
                middle = to.x + to.width / 2
                if to.y > card.y:
                    x, y, top = card.x + card.width * share, card.y + card.height, to.y
                    middle = min(max(x, to.x + 16), to.x + to.width - 16)
                    bend = max(30.0, (top - y) / 2)
                    opacity = 0.8 if top - y < _FAR else 0.35  # a long one passes behind other cards
                    yield (
                        f'<path d="M{x:.0f} {y:.0f}C{x:.0f} {y + bend:.0f} {middle:.0f} {top - bend:.0f} '
                        f'{middle:.0f} {top - 7:.0f}" fill="none" stroke="{colour}" stroke-opacity="{opacity}"/>'
                    )
                    yield _tip(middle, top, (-4, -7), (4, -7), colour)
                else:
                    right = to.x >= card.x
                    x = card.x + card.width if right else card.x
                    side = to.x if right and to.y == card.y else to.x + to.width
                    y, level, out = card.y + 10 + 6 * number, to.y + 14, 34 if right else -34
                    into = -34 if side == to.x else 34
                    yield (
                        f'<path d="M{x:.0f} {y:.0f}C{x + out:.0f} {y:.0f} {side + into:.0f} {level:.0f} '
                        f'{side + into / 5:.0f} {level:.0f}" fill="none" stroke="{colour}" stroke-opacity="0.7" '
                        'stroke-dasharray="5 4"/>'
                    )
                    tip = -7 if into < 0 else 7
                    yield _tip(side, level, (tip, -4), (tip, 4), colour)

    def _colour(self, state: str) -> str:
        return _COLOURS[list(self.life.states).index(state) % len(_COLOURS)]

    def _legend(self, y: float, width: float) -> Iterator[str]:
        everywhere = sum(not state.final for state in self.life.states.values())
        always = [event.label.in_(self.lang) for event in self.life.events.values() if len(event.sources) >= everywhere]
        comma = "、" if self.lang == "zh" else ", "
        said = [
            (Bilingual("到点由系统触发,谁也拦不住", "fired by time; nothing can refuse it"), _TIME, True),
            (Bilingual("谁也拦不住", "nothing can refuse it"), _FIRM, True),
            (Bilingual("有守门规则,⊘ 后是条数", "guarded; the number of guards stands after ⊘"), _GUARDED, False),
            (Bilingual("可以由规则拦下", "a rule may refuse it"), _FREE, False),
        ]
        for number, (words, colour, solid) in enumerate(said):
            at = y + _ROW * number
            fill = colour if solid else "#ffffff"
            yield (
                f'<g><circle cx="{_EDGE + 5}" cy="{at - 4:.0f}" r="3.5" fill="{fill}" stroke="{colour}"/>'
                f'<text x="{_EDGE + 16}" y="{at:.0f}" fill="{colour}">{escape(words.in_(self.lang))}</text></g>'
            )
        words = Bilingual(f"未结的件随时可以: {comma.join(always)}", f"in every open state: {comma.join(always)}")
        at = y + _ROW * len(said)
        yield f'<text x="{_EDGE}" y="{at:.0f}" fill="{_FREE}">{escape(words.in_(self.lang))}</text>'


def _wrapped(cards: Sequence[_Card]) -> list[list[_Card]]:
    """``cards`` in rows that a common screen holds, each as full as the others."""
    total = sum(card.width + _ASIDE for card in cards)
    rows: list[list[_Card]] = []
    share = total / math.ceil(total / _WIDEST)
    for card in cards:
        held = sum(one.width + _ASIDE for one in rows[-1]) if rows else _WIDEST
        if held + card.width / 2 > share:
            rows.append([])
        rows[-1].append(card)
    return rows


def _tip(x: float, y: float, one: tuple[int, int], other: tuple[int, int], colour: str) -> str:
    """The head of an arrow at ``x``, ``y``."""
    return (
        f'<path d="M{x:.0f} {y:.0f}L{x + one[0]:.0f} {y + one[1]:.0f}L{x + other[0]:.0f} {y + other[1]:.0f}z" '
        f'fill="{colour}"/>'
    )


def _ranks(life: Lifecycle) -> dict[str, int]:
    """The row of each state: one after the middle of those before it; final states last."""
    order = list(life.states)
    before: dict[str, list[str]] = {name: [] for name in order}
    for event in drawn(life):
        for source in event.sources:
            target = event.leads_to(source)
            if order.index(source) < order.index(target):
                before[target].append(source)
    ranks: dict[str, int] = {}
    for name in order:
        ahead = sorted(ranks[one] for one in set(before[name]))
        ranks[name] = ahead[len(ahead) // 2] + 1 if ahead else 0
    last = max((rank for name, rank in ranks.items() if not life.states[name].final), default=0)
    for number, name in enumerate(name for name in order if life.states[name].final):
        ranks[name] = last + 1 + number
    return ranks


def _width(text: str) -> float:
    """About how wide ``text`` is at 12 pixels."""
    return sum(12.0 if ord(one) > 0x2E7F else 6.6 for one in text)
