"""阅读处: where a reader of rules stands: its words, its file, what it may read, and the values of parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from gridroute.errors import NOTHING, Bilingual, Fault
from gridroute.model import Organization
from gridroute.policy.document import Document, Path_
from gridroute.policy.parameter import Parameter, StreetValues
from gridroute.policy.tongue import nearest
from gridroute.policy.vocabulary import Vocabulary


class Register(Protocol):
    """The register of bodies, as far as a reader of names asks it."""

    by_id: dict[str, Organization]

    def named(self, name: str) -> list[Organization]:
        """Every body of that identifier, name or alias."""


@dataclass
class Reading:
    """What a reader of one rule needs: the words, the parameters, where it stands, and where faults go."""

    vocabulary: Vocabulary
    parameters: Mapping[str, Parameter]
    paths: Mapping[str, Iterable[str]]
    document: Document
    faults: list[Fault]
    rule: str = ""
    readable: frozenset[str] = field(default_factory=frozenset)
    stage: str = ""
    used: set[str] = field(default_factory=set)
    depth: int = 0
    #: What the rule being read names and nobody has filled in yet, and the parameters it names.
    unset: list[Bilingual] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    #: The streets and pilots below that give parameters values of their own.
    streets: Sequence[StreetValues] = ()
    #: The bodies that a name may mean, and whether one may stand here: in tables of a county or below (§7).
    bodies: Register | None = None
    names: bool = False

    def fault(self, path: Path_, zh: str, en: str, remedy: Bilingual = NOTHING, *, code: str) -> None:
        """Notes a fault of this rule; ``code`` is its kind in ``policy/faults.csv``."""
        self.faults.append(self.document.fault(path, Bilingual(zh, en), remedy, self.rule, code))


def substituted(written: object, path: Path_, at: Reading) -> object:
    """``written``, or the value of the parameter that it names; ``None`` where there is none, which is reported."""
    if not isinstance(written, dict):
        return written
    name = written.get("param")
    if set(written) != {"param"} or not isinstance(name, str):
        at.fault(path, "这里应是一个值,或 {param: 参数名}", "expected a value or {param: name}", code="GR208")
        return None
    at.used.add(name)
    at.named.add(name)
    parameter = at.parameters.get(name)
    if parameter is None:
        at.fault(path, f"没有参数“{name}”", f"no parameter “{name}”", nearest(name, at.parameters), code="GR236")
        return None
    if parameter.value is None and parameter.required:
        at.unset.append(Bilingual(f"参数“{name}”还没有填", f"the parameter “{name}” is unset"))
        return None
    if parameter.value is None:
        at.fault(
            path,
            f"参数“{name}”还没有填",
            f"the parameter “{name}” is unset",
            Bilingual("在 county.yaml 的 parameters 里填写", "set it under parameters in county.yaml"),
            code="GR237",
        )
        return None
    return parameter.value
