"""What a person at a screen sees: the control page, phones, the staff phone and the scanner."""
