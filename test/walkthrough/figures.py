"""Counts the complaints of each product in the source file, with Python's csv module and nothing else.

Prints CSV: product,complaints; by product. The walkthrough holds the query's rows against it.
"""

import collections
import csv
import sys


def complaints_by_product(path):
    """Returns (product, number of rows) pairs, by product in the order of its code points."""
    with open(path, newline="", encoding="utf-8") as source:
        counted = collections.Counter(row["Product"] for row in csv.DictReader(source))
    return sorted(counted.items())


if __name__ == "__main__":
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["product", "complaints"])
    out.writerows(complaints_by_product(sys.argv[1]))
