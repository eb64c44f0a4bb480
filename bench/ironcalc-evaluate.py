"""Seconds that IronCalc takes to load and evaluate a workbook: python3 bench/ironcalc-evaluate.py model.xlsx"""

import sys
import time

import ironcalc

start = time.perf_counter()
model = ironcalc.load_from_xlsx(sys.argv[1], "en", "UTC", "en")
model.evaluate()
print()
print(time.perf_counter() - start)
