"""Figures for Prometheus on an address of their own, which visitors cannot reach; of nobody in particular."""
