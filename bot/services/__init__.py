"""Use-cases: what must be atomic, and what runs by itself."""
