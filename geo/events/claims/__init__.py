"""Events → claims: what each passage says of them, where that disagrees or does not add up."""
