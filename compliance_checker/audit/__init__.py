"""Archives: many calls, many processes, resumed where they were stopped."""
