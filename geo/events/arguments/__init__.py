"""Triggers → arguments: where, by whom, at whom, how many."""
