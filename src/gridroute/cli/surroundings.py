"""所在的层: which layer a policy file belongs to, and which layers' words it may use."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gridroute.errors import Fault
from gridroute.policy.layer import MANIFESTS, Layer, read_layer


def root_of(path: Path) -> Path | None:
    """The folder of the layer that ``path`` belongs to; ``None`` where there is none around it."""
    above = path.resolve().parents
    return next((folder for folder in above if any((folder / name).is_file() for name in MANIFESTS)), None)


def layers_around(root: Path | None, installed: Sequence[Layer]) -> list[Layer]:
    """The layers whose words a file below ``root`` may use, upper first: the nation's, its parents', its own."""
    faults: list[Fault] = []
    own = read_layer(root, faults) if root else None
    if own is not None and own.level == "national":
        return [own]
    found = [one for one in installed if one.level == "national"]
    below = [own] if own else []
    while below:
        found.extend(below)
        parents = {code for layer in below for code in layer.parents}
        below = [one for one in installed if one.adcode in parents and one not in found]
    return sorted(found, key=lambda layer: layer.depth)
