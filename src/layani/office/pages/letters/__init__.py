"""The register of letters, and letters that wait for a signature."""
