"""Event mentions → events: which tell of one."""
