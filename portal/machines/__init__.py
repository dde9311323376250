"""What programs read of the site: search engines, social networks, browsers that show its sign."""
