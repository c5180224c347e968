"""Every way that outputs leave the house, one module each."""
