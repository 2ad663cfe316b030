"""The catalogue that the demo runs: an office that does not exist, with three services."""
