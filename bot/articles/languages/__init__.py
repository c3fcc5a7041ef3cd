"""What the rules have to know of each language, as data."""
