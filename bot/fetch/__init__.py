"""The only package that opens a URL that somebody gave, and the checks that make that safe."""
