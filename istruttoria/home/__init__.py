"""What greets staff on the home of the admin, besides what waits for each."""
