"""What a letter says and how it looks on paper."""
