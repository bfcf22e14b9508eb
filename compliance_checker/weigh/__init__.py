"""The weight of words: how likely it is that an utterance breaks a rule, all in all."""
