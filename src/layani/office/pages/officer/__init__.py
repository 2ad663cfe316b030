"""Pages for officers who check and decide."""
