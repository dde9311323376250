"""Ready sets of questions: those that come with the portal, and those that editors put aside."""
