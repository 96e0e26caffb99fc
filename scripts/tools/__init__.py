"""Programs that a maintainer runs once, such as the search for ink values of a new colour."""
