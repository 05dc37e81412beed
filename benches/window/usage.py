"""What a process and all that it started use: memory, time of the processor, waiting for one."""

import os


def tree(pid):
    """A process and all below it."""
    children = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as f:
                parent = int(f.read().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def memory(pid):
    """(PSS, RSS) in MB. PSS counts what several processes share only in part."""
    pss = rss = 0
    for one in tree(pid):
        try:
            with open(f"/proc/{one}/smaps_rollup", encoding="utf-8") as f:
                for line in f:
                    if line.startswith("Pss:"):
                        pss += int(line.split()[1])
                    elif line.startswith("Rss:"):
                        rss += int(line.split()[1])
        except OSError:
            continue
    return pss / 1024, rss / 1024


def processor_ms(pid):
    """Milliseconds of the processor so far, all threads, user and system."""
    total = 0
    for one in tree(pid):
        try:
            with open(f"/proc/{one}/stat", encoding="utf-8", errors="replace") as f:
                user, system = f.read().rpartition(")")[2].split()[11:13]
        except OSError:
            continue
        total += int(user) + int(system)
    return total * 1000 / os.sysconf("SC_CLK_TCK")


def window_thread(pid):
    """(ran, waited): milliseconds so far that the thread of the window had a processor, and those
    that it was ready and had none. A process's first thread is the one that draws."""
    with open(f"/proc/{pid}/task/{pid}/schedstat", encoding="utf-8") as f:
        ran, waited, _ = f.read().split()
    return int(ran) / 1e6, int(waited) / 1e6


def put_ahead(pid):
    """Puts a session ahead of the others on a busy machine, for whoever may (root). Where the kernel
    groups sessions, `nice` counts only inside of one."""
    try:
        with open(f"/proc/{pid}/autogroup", "w", encoding="utf-8") as f:
            f.write("-10")
    except OSError as error:
        print(f"  {pid} is not put ahead: {error.strerror}", flush=True)
