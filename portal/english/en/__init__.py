"""What Django looks up for a reader of English (`FORMAT_MODULE_PATH`)."""
