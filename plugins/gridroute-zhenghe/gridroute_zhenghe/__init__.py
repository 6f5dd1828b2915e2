"""Hands gridroute the county 政和县."""

from pathlib import Path

from gridroute.hookspecs import hookimpl


@hookimpl
def gridroute_layers() -> list[Path]:
    """The directory of the county."""
    return [Path(__file__).resolve().parent]
