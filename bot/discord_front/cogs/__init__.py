"""What the bot listens to, by topic."""
