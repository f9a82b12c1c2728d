"""The groups of commands that are loaded only when they are called."""
