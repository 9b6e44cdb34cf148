"""Articles → what they have word for word from one another."""
