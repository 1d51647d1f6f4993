"""Working with the person: notes by level, the end of an interview, goals, steps."""
