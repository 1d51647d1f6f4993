"""One module for each kind of screen: a table that comes in, the rows offered, one's own list to take away."""
