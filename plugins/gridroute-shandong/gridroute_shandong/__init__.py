"""Hands gridroute the layers of Shandong: the province and its cities."""

from pathlib import Path

from gridroute.hookspecs import hookimpl

_HERE = Path(__file__).resolve().parent


@hookimpl
def gridroute_layers() -> list[Path]:
    """The directories of the province and of its cities."""
    return sorted(path.parent for path in _HERE.glob("*/layer.yaml"))
