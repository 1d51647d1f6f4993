"""What comes in and goes out in bulk: a worker's table, the whole of an organisation. Nothing is ever half applied."""
