"""Long checks of the program, which tests run in part and maintainers in full."""
