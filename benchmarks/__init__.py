"""What `make demo` and `make bench` show."""
