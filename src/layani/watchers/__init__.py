"""What people outside the office run to watch its record: a witness and a mirror. Needs no office and no Django."""
