"""The catalogue that the demo runs: an office that does not exist, and the services of a district and its wards."""
