"""After sending: the receipt, following the state, completing when asked, withdrawing."""
