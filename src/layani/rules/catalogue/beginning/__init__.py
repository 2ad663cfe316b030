"""A service's first files: written for an analyst to go on with, and right enough to be checked at once."""
