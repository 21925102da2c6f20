"""Work off the main thread: it returns results and touches no widget."""
