"""Results as Rich renderables or JSON objects; nothing here prints."""
