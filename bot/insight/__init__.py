"""Counts, what stands out in them, and what of it may be shown. Pure."""
