"""The personal page: one section for each thing that can be read or done there.

A section is a `part.Part`: a function that says what it shows of a submission, or that there is nothing to
show, and a template in `templates/candidature/public/following/`. `order` puts them in their places.
"""
