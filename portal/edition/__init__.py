"""What is the same for every visitor until an editor changes something, in the memory of each process."""
