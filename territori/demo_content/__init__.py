"""Texts of the zones, the paths and the community house. Facts come from the programme's public texts;
what those do not say is said to be missing."""
