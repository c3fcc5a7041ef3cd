"""Causerie: discussions of articles on Discord."""
