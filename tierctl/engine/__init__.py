"""Policy and customers in, decisions out."""
