"""Stones that fall."""
