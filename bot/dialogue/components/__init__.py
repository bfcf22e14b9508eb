"""The one part of the dialogue world that is not stock; docs/nlu.md has the figures."""
