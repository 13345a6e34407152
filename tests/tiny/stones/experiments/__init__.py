"""How stones fall."""
