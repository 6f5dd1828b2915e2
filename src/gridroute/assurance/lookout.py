"""守望: sees which scenario and policy files have changed, and which scenarios that touches.

It looks at the times and sizes of files; a few hundred take milliseconds. The operating system's own notices miss
network drives and containers, and would be one more package to install.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gridroute.assurance.desks import Desks, Key
from gridroute.assurance.scenario import ENDING, files_below, read_scenarios

#: When a file was last written, and how large it is.
_Seen = dict[Path, tuple[int, int]]
#: What editors and spreadsheet programs leave beside the file they have open.
_PASSING = ("~", ".~", ".#", "~$", "#")


@dataclass(frozen=True)
class Change:
    """What has changed since the last look, and the scenario files to be played again."""

    files: tuple[Path, ...]
    affected: tuple[Path, ...]


class Lookout:
    """Looks at the scenario files of ``paths`` and at the policy of the counties they are played on."""

    def __init__(self, paths: Sequence[Path], desks: Desks) -> None:
        self.paths, self.desks = paths, desks
        #: The counties that the scenarios of each file are played on.
        self._keys: dict[Path, frozenset[Key]] = {}
        self._roots: set[Path] = set()
        self._seen: _Seen = {}
        self._seen = self._look()

    def files(self) -> list[Path]:
        """The scenario files there are now."""
        return [path for path in files_below(self.paths) if path.is_file()]

    def changed(self) -> Change | None:
        """What has changed since the last look; nothing where nothing has.

        A county whose policy changed is loaded anew when it is next asked for.
        """
        before, roots = self._seen, self._roots
        now = self._seen = self._look()
        added = self._roots - roots
        touched = [
            path
            for path in sorted(before.keys() | now.keys())
            # what lies in a folder that is looked at for the first time has not changed
            if before.get(path) != now.get(path) and (path.name.endswith(ENDING) or not _inside(path, added))
        ]
        if not touched:
            return None
        policy = [path for path in touched if not path.name.endswith(ENDING)]
        stale = {key for key in self._known() if any(_inside(path, self.desks.roots(key)) for path in policy)}
        for key in stale:
            self.desks.forget(key)
        affected = [path for path in self.files() if path.resolve() in touched or self._keys.get(path, set()) & stale]
        return Change(tuple(touched), tuple(affected))

    def _known(self) -> frozenset[Key]:
        return frozenset(key for keys in self._keys.values() for key in keys)

    def _look(self) -> _Seen:
        scenarios = {path: _seen(path.resolve()) for path in self.files()}
        self._keys = {
            path: self._keys[path]
            if path in self._keys and self._seen.get(path.resolve()) == seen
            else frozenset(self.desks.key(one.county, path) for one in read_scenarios(path, str(path), []))
            for path, seen in scenarios.items()
        }
        self._roots = {root for key in self._known() for root in self.desks.all_roots(key)}
        made = {path.resolve(): seen for path, seen in scenarios.items() if seen is not None}
        for path in (path for root in self._roots for path in _below(root)):
            if (seen := _seen(path)) is not None:
                made[path] = seen
        return made


def _seen(path: Path) -> tuple[int, int] | None:
    """Time and size of a file; nothing where it is gone between two looks, which is a change too."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _below(root: Path) -> Iterator[Path]:
    for path in root.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(_PASSING):
            yield path


def _inside(path: Path, roots: Iterable[Path]) -> bool:
    return any(path.is_relative_to(root) for root in roots)
