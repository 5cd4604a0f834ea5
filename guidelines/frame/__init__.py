"""What every page needs: refusals, headers, time display, icons, pagination, slots."""
