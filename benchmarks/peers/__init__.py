"""The engines that a batch is measured against: one program each, from the same lines to the same findings.

Each is run as `python -m benchmarks.peers.NAME LINES FINDINGS` and writes one JSON array a finding, in any order:
[rule, department, subject, a, b], the values as the workload reports them, the subject of a department's rule "".
"""
