"""What the files of the catalogue may say: one pydantic model per part, unknown keys refused."""
