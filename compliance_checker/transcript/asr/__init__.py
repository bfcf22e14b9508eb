"""The JSON that speech recognisers write, one vendor a module."""
