"""Officers drawn by lot."""
