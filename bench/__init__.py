"""Speed and memory, measured (`make bench`): each bench is one function that gives figures with their aims.

A machine that is busy with other things gives lower rates and longer waits: the first line printed says how
busy it was, every median stands beside the lowest and highest measurement, and where it can be told the
processor time of a turn stands below its rate.
"""
