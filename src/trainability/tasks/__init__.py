"""What is learned: data, a network, and where it starts."""
