"""The front door as whoever comes sees it: the kiosk, the poster, the board, and one's own ticket."""
