"""Texts of the news, the guidelines and the experiences, told anew from the programme's public texts."""
