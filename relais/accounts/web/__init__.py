"""Sign-in, sign-out, one's own account, and the gate that says who acts."""
