"""Pages: one file and its template for one page."""
