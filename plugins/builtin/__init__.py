"""Built-in connectors; they come through the same door as everybody else's."""
