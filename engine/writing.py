"""Why a file could not be written, as a message that says what to do."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from dsl.diagnostics import Diagnostic, QuadrilleError

_CODES = {
    errno.ENOSPC: "write.space",
    errno.EDQUOT: "write.space",
    errno.EFBIG: "write.space",
    errno.EACCES: "write.permission",
    errno.EPERM: "write.permission",
    errno.EROFS: "write.permission",
    errno.EISDIR: "write.folder",
    errno.ENOENT: "write.no_folder",
    errno.ENOTDIR: "write.not_a_folder",
    errno.EEXIST: "write.exists",
    errno.ENOTEMPTY: "write.exists",
    errno.ENAMETOOLONG: "write.name",
    errno.EINVAL: "write.name",
    errno.EILSEQ: "write.name",
    errno.ELOOP: "write.loop",
}

_NUMBERS = {
    IsADirectoryError: errno.EISDIR,
    FileExistsError: errno.EEXIST,
    FileNotFoundError: errno.ENOENT,
    NotADirectoryError: errno.ENOTDIR,
    PermissionError: errno.EACCES,
}


def real(file: Path) -> Path:
    """The file behind all links. Raises OSError where they lead in a circle."""
    try:
        return file.resolve()
    except RuntimeError:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(file)) from None


def write_problem(failure: OSError | ValueError, file: str | Path | None = None) -> Diagnostic:
    """What is wrong with a file that was to be written. A ValueError is of a name with a zero byte."""
    name = str(file if file is not None else getattr(failure, "filename", None) or "?").replace("\x00", "\\0")
    if not isinstance(failure, OSError):
        return Diagnostic("write.name", "error", params={"file": name})
    known = _CODES.get(failure.errno or _NUMBERS.get(type(failure), 0))
    if known is not None:
        return Diagnostic(known, "error", params={"file": name})
    reason = failure.strerror or type(failure).__name__
    return Diagnostic("write.failed", "error", params={"file": name, "reason": reason})


def unwritable(failure: OSError | ValueError, file: str | Path | None = None) -> QuadrilleError:
    """The error to raise for it."""
    return QuadrilleError(write_problem(failure, file))
