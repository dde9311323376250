"""What every app's `demo.py` shares: the pictures, the accounts, and a short way of writing pages."""
