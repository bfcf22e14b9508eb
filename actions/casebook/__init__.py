"""Accounts, contacts, promises, applications, disputes and tickets, kept as rows."""
