"""Looks at personal data: what each is for, when a reason is asked for, and what stands out."""
