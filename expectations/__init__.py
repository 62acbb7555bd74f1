"""What must be true of the data, and the one adapter that checks it with Great Expectations. No Dagster or database."""
