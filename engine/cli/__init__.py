"""The command line: ``quadrille``. Commands live in ``commands/``, one file each; heavy imports wait until needed."""

from __future__ import annotations

import sys


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; never a traceback. Exit code 0 fine, 1 something was found, 2 usage or input is wrong."""
    from engine.cli.app import run

    return run(sys.argv[1:] if arguments is None else arguments)
