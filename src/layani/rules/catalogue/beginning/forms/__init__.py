"""Forms of other systems, read as the beginning of a service: one file for each format."""
