"""One module for each kind of screen: files, the person, those who take part, accesses."""
