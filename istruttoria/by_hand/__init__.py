"""Letters to who has no address: the list of them, each to print, and the press that marks it handed over."""
