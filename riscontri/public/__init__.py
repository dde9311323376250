"""The two forms that the public fills in: no account, no cookie that says who somebody is (decision 99)."""
