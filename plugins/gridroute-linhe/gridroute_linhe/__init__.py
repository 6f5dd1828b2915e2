"""Hands gridroute the district 临河区 and its subdistricts 金川街道 and 汇丰街道, and the pilot 西苑社区."""

from pathlib import Path

from gridroute.hookspecs import hookimpl

_HERE = Path(__file__).resolve().parent


@hookimpl
def gridroute_layers() -> list[Path]:
    """The directories of the district and of the two subdistricts and the pilot community."""
    return [_HERE, _HERE / "jinchuan", _HERE / "huifeng", _HERE / "xiyuan"]
