"""How fast things are, as ratios within one run: ``python -m benchmarks``. What to reach is in docs/performance.md."""
