"""Hands gridroute the county 磴口县 and its town 巴彦高勒镇."""

from pathlib import Path

from gridroute.hookspecs import hookimpl

_HERE = Path(__file__).resolve().parent


@hookimpl
def gridroute_layers() -> list[Path]:
    """The directories of the county and of the town."""
    return [_HERE, _HERE / "bayangol"]
