"""The local chat: the same commands at a terminal, without an account."""
