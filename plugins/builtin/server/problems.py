"""What goes wrong with a server, in one place for all connectors: each driver's codes lead to one of these."""

from __future__ import annotations

from plugins.api import SourceError, error


def unreachable(source: str, reason: str) -> SourceError:
    return error("source.server_unreachable", source=source, reason=reason)


def login(source: str, variable: str) -> SourceError:
    """The user name or the password is wrong; which of them, no server says."""
    return error("source.server_login", source=source, variable=variable)


def no_database(source: str, database: str) -> SourceError:
    return error("source.server_database", source=source, database=database)


def no_schema(source: str, schema: str) -> SourceError:
    return error("source.server_schema", source=source, schema=schema)


def denied(source: str, reason: str) -> SourceError:
    return error("source.server_denied", source=source, reason=reason)


def lost(source: str) -> SourceError:
    """The connection ended in the middle of something; the server rolls back what was not committed."""
    return error("source.server_lost", source=source)


def too_long(source: str, seconds: int, setting: str) -> SourceError:
    return error("source.server_timeout", source=source, seconds=seconds, setting=setting)


def locked(source: str) -> SourceError:
    return error("source.server_locked", source=source)


def full(source: str) -> SourceError:
    return error("source.server_full", source=source)


def no_driver(plugin: str, package: str) -> SourceError:
    """The driver is an extra of the program's that was not installed."""
    return error("source.driver_missing", plugin=plugin, package=package, install='pip install "quadrille[db]"')
