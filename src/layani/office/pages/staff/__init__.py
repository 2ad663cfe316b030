"""Who works here: who joins, moves and leaves, and the link by which an officer begins."""
