"""The editor's texts by subject: a code, then English and Korean."""

from __future__ import annotations

from editor.i18n.subjects import axes, browser, commands, customer, general, runs, sources

SUBJECTS = (general, commands, axes, browser, customer, runs, sources)
