"""The engine: project document, plan, backends, runs, evaluation, command line."""
