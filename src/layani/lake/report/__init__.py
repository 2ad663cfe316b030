"""A scan as one page that needs nothing else: no script, no font, no address."""
