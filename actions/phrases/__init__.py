"""Amounts, dates, periods and schedules in what debtors say and type."""
