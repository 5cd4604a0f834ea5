"""What reading and searching cost, each beside a yardstick in the same run: `python -m benchmarks`."""
