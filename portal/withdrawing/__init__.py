"""What stands at the address of a page that was taken off the site: another page, or nothing."""
