"""Official papers (公文) in Word: the styles and the page of GB/T 9704 for every document that jixiao writes."""
