"""Finds unlawful speech in debt collectors' transcripts."""
