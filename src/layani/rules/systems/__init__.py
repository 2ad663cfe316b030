"""Other bodies' systems: what they may do here, what they are told, and what is kept of them."""
