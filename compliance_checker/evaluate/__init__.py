"""Verdicts against labels: precision, recall, F1, and what was missed."""
