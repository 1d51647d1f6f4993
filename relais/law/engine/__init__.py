"""The rights engine behind one small face: columns of facts in, columns of results out."""
