"""Time expressions → dates."""
