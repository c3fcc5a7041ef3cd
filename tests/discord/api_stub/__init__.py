"""A stand-in for Discord on loopback: its HTTP API and its gateway, as the tests need them."""
