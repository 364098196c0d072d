"""What enters and leaves the process, in processes of their own."""
