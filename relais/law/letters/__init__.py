"""Letters as data: one file a letter (to whom, what must be known, on which text of law), read strictly, filled without a framework."""
