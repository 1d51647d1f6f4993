"""The catalogue of rights: one folder a right, its card and its cases."""
