"""Events as Parquet, and the questions asked of them."""
