"""What a person may ask, free of any chat platform."""
