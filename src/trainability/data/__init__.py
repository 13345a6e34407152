"""Files that come with the package, and the code that makes them."""
