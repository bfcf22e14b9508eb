"""Alarms: the second, rule-based reading of every message."""
