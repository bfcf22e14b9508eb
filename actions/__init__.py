"""The bot's understanding and decisions; the Rasa server calls it over HTTP."""
