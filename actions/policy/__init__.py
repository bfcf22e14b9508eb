"""What may be offered and when a person may be contacted."""
