"""Template filters and tags of Relais, built in: no template loads them."""
