"""The evaluator for provinces: Python source made from a Program, one function a department, exact."""
