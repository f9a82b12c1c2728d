"""The workbook of facts that is handed out to be filled in, empty or holding the facts of a file without loss."""
