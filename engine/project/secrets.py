"""Passwords do not belong into a project file: how one is recognised in a source's address."""

from __future__ import annotations

import re

_URL = re.compile(r"(?i)[a-z][a-z0-9+.\-]*://[^/\s:@]*:(?P<secret>[^@\s]*)@")
_OPTION = re.compile(
    r"(?i)(?:^|[?&;\s])(password|passwd|pwd|passphrase|secret|token|access_?token|api_?key|aws_secret_access_key|"
    r"private_?key(?:_passphrase|_pwd)?|motherduck_token|sas_?token|account_?key)\s*=\s*"
    r"(?P<secret>\{[^}]*\}|'[^']*'|\"[^\"]*\"|[^&;\s]*)"
)
_REFERENCE = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_]*\}|\$[A-Z_][A-Z0-9_]*")


def holds_password(source: str) -> bool:
    """Whether a source names a password itself; ``${DB_PASSWORD}`` only refers to one."""
    found = [m["secret"] for pattern in (_URL, _OPTION) for m in pattern.finditer(source)]
    return any(secret.strip("'\"") and not _REFERENCE.fullmatch(secret.strip("'\"")) for secret in found)


def without_password(source: str) -> str:
    """The source with each password left out."""

    def cut(match: re.Match[str]) -> str:
        secret = match["secret"]
        if not secret or _REFERENCE.fullmatch(secret.strip("'\"")):
            return match[0]
        start = match.start("secret") - match.start()
        before, after = match[0][:start], match[0][start + len(secret) :]
        return (before[:-1] if before.endswith(":") else before) + after

    return _OPTION.sub(cut, _URL.sub(cut, source))
