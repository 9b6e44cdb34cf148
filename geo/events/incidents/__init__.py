"""Mentions of one article → incidents: which tell of one, and where, when, by whom it was; what is carried says where it came from."""
