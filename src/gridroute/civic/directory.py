"""指称: what a word in a register names: a place, a grid, a body, a role, a mode, a parameter, a kind of body."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from gridroute.dispatch.county import County
from gridroute.errors import NOTHING, Bilingual, nearest
from gridroute.territory import short_name


@dataclass(frozen=True)
class Directory:
    """Finds what registers name in one county."""

    county: County

    def resolve(self, of: str, word: str) -> str | tuple[Bilingual, Bilingual]:
        """What ``word`` is known by; or why it names nothing of the kind ``of``, and what to do."""
        policy = self.county.policy
        match of:
            case "place":
                return self._place(word)
            case "body":
                return self._body(word)
            case "role":
                return self._known(word, policy.vocabulary.roles, Bilingual("没有角色", "there is no role"))
            case "parameter":
                return self._known(word, policy.parameters, Bilingual("没有参数", "there is no parameter"))
            case "mode":
                modes = {one.label: name for name, one in policy.modes.items() if one.label}
                if word in modes:
                    return modes[word]
                words = Bilingual("没有运行模式", "there is no mode of operation")
                return self._known(word, policy.modes, words, modes)
            case "kind":
                kinds = {said: kind for kind, said in policy.vocabulary.kinds.items()}
                if word in kinds:
                    return kinds[word]
                words = Bilingual("没有单位类型", "there is no kind of body")
                return self._known(word, [*policy.vocabulary.kinds], words, kinds)
        return word  # an entry of another register: looked for once all are read

    def _known(
        self, word: str, known: Iterable[str], words: Bilingual, more: Iterable[str] = ()
    ) -> str | tuple[Bilingual, Bilingual]:
        listed = list(known)
        if word in listed:
            return word
        return Bilingual(f"{words.zh}“{word}”", f"{words.en} “{word}”"), nearest(word, [*listed, *more])

    def _place(self, word: str) -> str | tuple[Bilingual, Bilingual]:
        territory = self.county.territory
        padded = word.ljust(12, "0") if word.isdigit() and len(word) in (6, 9) else word
        if padded in territory.places or padded in territory.grids or padded == territory.county.code:
            return padded
        if word.isdigit():
            words = Bilingual(f"没有代码“{word}”", f"no code “{word}”")
            return words, nearest(word, [*territory.places, *territory.grids])
        found = self._names.get(word.replace(" ", ""), [])
        if len(found) == 1:
            return found[0]
        if not found:
            remedy = nearest(word, self._names)
            if not remedy.en:
                remedy = Bilingual("写代码,或写 镇街/村社", "write its code, or township/village")
            return Bilingual(f"没有地方“{word}”", f"there is no place “{word}”"), remedy
        listed = [f"{self.county.territory.places[code[:12]].name} {code}" for code in found]
        return (
            Bilingual(
                f"“{word}”不止一处: {'、'.join(listed)}", f"“{word}” is more than one place: {', '.join(listed)}"
            ),
            Bilingual("写代码,或写 镇街/村社", "write its code, or township/village"),
        )

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        territory = self.county.territory
        made: dict[str, list[str]] = {}

        def add(name: str, code: str) -> None:
            if name and code not in made.setdefault(name, []):
                made[name].append(code)

        add(territory.county.name, territory.county.code)
        for place in territory.townships:
            add(place.name, place.code)
        for place in territory.communities:
            town = territory.places.get(place.parent)
            for name in dict.fromkeys((place.name, short_name(place.name))):
                add(name, place.code)
                if town is not None:
                    add(f"{town.name}/{name}", place.code)
        for alias, code in territory.aliases:
            add(alias, code)
        for grid in territory.grids.values():
            add(grid.name, grid.code)
        return made

    def _body(self, word: str) -> str | tuple[Bilingual, Bilingual]:
        bodies = self.county.bodies
        own = f"{self.county.adcode}-{word}"
        found = bodies.named(word) or ([bodies.by_id[own]] if own in bodies.by_id else [])
        if len(found) == 1:
            return found[0].id
        if found:
            listed = "、".join(f"{one.name} ({one.id})" for one in found)
            return Bilingual(f"“{word}”不止一个单位: {listed}", f"“{word}” is more than one body: {listed}"), NOTHING
        known = [name for one in bodies.by_id.values() for name in (one.name, *one.aliases)]
        words = Bilingual(f"没有单位“{word}”", f"there is no body “{word}”")
        remedy = nearest(word, known)
        more = Bilingual("写进 organizations.yaml", "add it to organizations.yaml")
        return words, remedy if remedy.en else more
