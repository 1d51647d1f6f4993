"""What the foundation answers by itself: the health page."""
