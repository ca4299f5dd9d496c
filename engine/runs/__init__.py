"""A Run: started, trained, remembered, taken back."""
