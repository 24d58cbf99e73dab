"""What does the demo show? Real units, real topics, real headline figures; every person and every outcome is invented.

`plan.make(today)` answers with plain values and no database; `loading.load(plan)` writes them. Both are deterministic for
a given day: all chance comes from random.Random with a fixed text, never from the clock or from uuid4().
"""
