"""How papers look: official papers (公文) in Word after GB/T 9704, and tables in spreadsheets."""
