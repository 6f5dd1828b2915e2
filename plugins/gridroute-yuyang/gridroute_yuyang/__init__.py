"""Hands gridroute the county 榆阳区."""

from pathlib import Path

from gridroute.hookspecs import hookimpl


@hookimpl
def gridroute_layers() -> list[Path]:
    """The directory of the county."""
    return [Path(__file__).resolve().parent]
