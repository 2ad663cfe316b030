"""Old data, new code: offices as earlier versions made them, and what becomes of them."""
