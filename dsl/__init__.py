"""The language: text, tree, types, diagnostics."""
