"""Sentences → who says so: speakers, offices, parties, the media that passed it on."""
