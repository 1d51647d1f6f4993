"""What happens in casework, for the rooms above: identifiers and moments, never a name nor a word."""
