"""What a policy is: inputs, and the steps that turn them into results."""
