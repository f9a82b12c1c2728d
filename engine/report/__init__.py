"""The forms an Outcome is given to a reader in; none of them adds or leaves out a word of another's findings."""
