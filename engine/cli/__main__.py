"""``python -m engine.cli``: the command where the script ``quadrille`` is not on the path."""

from __future__ import annotations

import sys

from engine.cli import main

if __name__ == "__main__":
    sys.exit(main())
