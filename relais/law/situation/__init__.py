"""The situation: which facts may be asked, what a household told, and its columns."""
