"""Rows become the bytes of a file. Pure."""
