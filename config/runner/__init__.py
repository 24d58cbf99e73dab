"""What do ./run start, test, check, manage and bench do? Standard library only: it also makes the virtual environment."""
