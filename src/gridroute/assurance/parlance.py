"""用语: what clerks call the words of a scenario (states, events, capacities, values), and which word is meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gridroute.errors import Bilingual
from gridroute.policy import Policy
from gridroute.policy.document import Value

#: What an event says whose words are those of another field.
_SCOPES = {"trigger": "triggers", "whistle": "whistle_kind"}
#: Expectations that list acts.
_ACTS = ("late", "provisional")


def value_called(name: str, value: str, policy: Policy, lang: str) -> str:
    """A value as people call it: a state by its label, a word of a field by its own."""
    state = policy.lifecycle.states.get(value) if name == "state" else None
    if state is not None:
        return state.label.in_(lang)
    if name == "state":  # an event may be called what no state is
        return value
    scope = "place_status" if name == "grid.status" else "act" if name in _ACTS else _SCOPES.get(name, name)
    return policy.vocabulary.said(scope, value, lang) or value


def is_called(name: str, value: str, word: str, policy: Policy) -> bool:
    """Whether ``word`` is what people call ``value`` where it stands under ``name``, in Chinese or English."""
    return any(value_called(name, value, policy, lang) == word for lang in ("zh", "en"))


def event_meant(word: str, policy: Policy) -> str:
    """The event that ``word`` names or is the label of; ``word`` itself where there is none."""
    return _meant(word, {name: one.label for name, one in policy.lifecycle.events.items()})


def capacity_meant(word: str, policy: Policy) -> str:
    """The capacity in a case that ``word`` names or is the label of; ``word`` itself where there is none."""
    return _meant(word, policy.lifecycle.roles)


def said_meant(key: str, value: Value, policy: Policy) -> Value:
    """What an event says under ``key``, its labels as the words they stand for."""
    if isinstance(value, list):
        return [said_meant(key, one, policy) for one in value]
    scope = _SCOPES.get(key, key)
    field = policy.vocabulary.fields.get(scope)
    known = _triggers(policy) if scope == "triggers" else field.values if field is not None else ()
    if not isinstance(value, str) or value in known:
        return value
    return next((one for one in known if is_called(scope, one, value, policy)), value)


def words_called(name: str, known: Iterable[str], policy: Policy) -> set[str]:
    """``known`` words that may stand under ``name``, and what people call them."""
    words = set(known)
    return words | {value_called(name, one, policy, lang) for one in words for lang in ("zh", "en")}


def words_of_events(policy: Policy) -> list[str]:
    """What an event may be called: names and labels."""
    return [word for name, one in policy.lifecycle.events.items() for word in (name, *one.label)]


def _triggers(policy: Policy) -> list[str]:
    """The grounds on which rules take a matter to a meeting."""
    listed = (stage.get("escalate", ()) for rule in policy.rules for stage in rule.outcomes.values())
    return [
        one for value in listed for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, str)
    ]


def _meant(word: str, labels: Mapping[str, Bilingual]) -> str:
    if word in labels:
        return word
    return next((name for name, label in labels.items() if word in label), word)
