"""Hands gridroute the county 榆阳区 and what its streets add."""

from pathlib import Path

from gridroute.hookspecs import hookimpl

_HERE = Path(__file__).resolve().parent


@hookimpl
def gridroute_layers() -> list[Path]:
    """The directories of the county and of its streets."""
    return [_HERE, *sorted(path.parent for path in _HERE.glob("streets/*/layer.yaml"))]
