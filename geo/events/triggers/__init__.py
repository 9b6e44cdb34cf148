"""Sentences → triggers: which words report an event, and of what type."""
