"""Connectors and other plugins: the interface, the registry, the built-ins."""
