"""Looking at a form that is being written: all of it at once, tried as if it were open, shown by a link."""
