"""What exists: the Dagster assets and the steps that make them. An asset takes from one room and hands to the next."""
