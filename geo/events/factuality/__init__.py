"""Triggers → whether it is reported, denied, planned or supposed."""
