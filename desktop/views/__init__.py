"""What is seen. Views read the session and do not know one another."""
