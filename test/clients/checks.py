"""Counts checks, and says of each on a line of its own whether what came is what was wanted."""

import sys

passed = failed = 0


def same(got, want):
    """Whether two values are equal in type and content, at every depth: 1 is not True, nor 1.0, and nan is nan."""
    if type(got) is not type(want):
        return False
    if isinstance(want, dict):
        return got.keys() == want.keys() and all(same(got[k], want[k]) for k in want)
    if isinstance(want, (list, tuple)):
        return len(got) == len(want) and all(map(same, got, want))
    return got == want or (got != got and want != want)


def check(name, compute, want, lacks=""):
    """Computes a value and holds it against another. What is raised fails this check and no other.

    lacks is what the product is known to lack for it: the check then says so, and fails once nothing is lacking.
    """
    try:
        got = compute()
    except Exception as error:
        return say(name, f"{type(error).__name__}: {error}", lacks)
    say(name, "" if same(got, want) else f"got {got!r}, want {want!r}", lacks)


def refused(name, compute, error, *parts, lacks=""):
    """Computes what has to be refused with an error of a type, whose text has the parts."""
    try:
        got = compute()
    except error as raised:
        missing = [part for part in parts if part not in str(raised)]
        return say(name, f"{raised} lacks {missing}" if missing else "", lacks)
    except Exception as raised:
        return say(name, f"{type(raised).__name__} is no {error.__name__}: {raised}", lacks)
    say(name, f"got {got!r}, want {error.__name__}", lacks)


def say(name, why, lacks):
    """Counts a check, which passed where there is no reason why not. What is lacking counts as neither."""
    global passed, failed
    if lacks and why:
        print(f"lacks {name}: {lacks}", flush=True)
    elif lacks or why:
        failed += 1
        why = " ".join(why.split())[:1500] or f"it holds, so nothing is lacking: {lacks}"
        print(f"FAIL {name}: {why}", flush=True)
    else:
        passed += 1
        print(f"ok {name}", flush=True)


def finish():
    """Ends the script with the numbers."""
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)
