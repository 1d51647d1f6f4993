"""A fictional town and its cast, built through the services only."""
