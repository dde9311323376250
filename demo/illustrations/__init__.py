"""The project's own illustrations: drawn here by code, kept as SVG, rendered for the demo content.

`python -m frontend.illustrations` (from the project's root, with Chromium installed) writes the SVG files of this
folder anew and renders them as WebP into `demo/images/`.
"""
