"""Every table, its questions in domain words, and the facts that rules read."""
