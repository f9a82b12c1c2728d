"""The rulebook for its readers: lists, pages, the collection for approval, a blank rule, the schema for editors."""
