"""目标文件: a file that is written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from gridroute.errors import Bilingual, InputError


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write to; it takes the name ``path`` only when all is written and nothing failed.

    Until then it has another name in the same folder, and it is removed on any error, so that whoever reads
    ``path`` never sees half of it. A link is followed; a device or a pipe is written to as it is.
    ``InputError`` where the folder is missing or may not be written to.
    """
    path = Path(os.path.realpath(path))
    if path.is_dir():
        raise InputError(Bilingual(f"{path}: 是目录,不能当文件写", f"{path}: is a folder and cannot be written"))
    if path.exists() and not path.is_file():
        with path.open("wb") as device:
            yield device
        return
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise InputError(_not_written(path, error)) from None
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            part.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _umask() -> int:
    known = os.umask(0o022)
    os.umask(known)
    return known


def _not_written(path: Path, error: OSError) -> Bilingual:
    said = error.strerror or str(error)
    if isinstance(error, FileNotFoundError):
        return Bilingual(f"{path}: 没有目录 {path.parent}", f"{path}: there is no folder {path.parent}")
    if isinstance(error, PermissionError):
        return Bilingual(f"{path}: 没有权限写", f"{path}: you may not write there")
    return Bilingual(f"{path}: 写不进 ({said})", f"{path}: cannot be written: {said}")
