#!/usr/bin/env python3
"""How long a start takes and what it costs, beside a bare JVM and a bare JavaFX window, in one run.

Usage: start.py JDK ROUNDS [CHECKOUT ...]. The rows of this checkout, and of others that are built, take turns. Wall
seconds and CPU seconds (of all threads, children included): median (least - most). The window's rows need Xvfb and end
when the window has been painted for the first time.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

TOP = pathlib.Path(__file__).resolve().parents[4]
JDK, ROUNDS = pathlib.Path(sys.argv[1]), int(sys.argv[2])
JAVA = str(JDK / "bin/java")
CHECKOUTS = [TOP, *(pathlib.Path(name).resolve() for name in sys.argv[3:])]
BENCH = TOP / "bench/target/classes"


def class_path(checkout):
    target = checkout / "app/target"
    jars = sorted(target.glob("app*.jar"), key=lambda jar: len(jar.name))[:1] + sorted((target / "lib").glob("*.jar"))
    return ":".join(map(str, jars))


def flags(checkout):
    return (checkout / "app/target/classes/cairn/app/jvm.flags").read_text().split()


def window_cache(checkout, env):
    """The start cache that the launcher keeps for the window; checkouts before 2026-12 have one for all starts."""
    target = checkout / "app/target"
    if (target / "cairn.aot").exists():
        return target / "cairn.aot"
    if not (target / "window.aot").exists():
        subprocess.run([checkout / "cairn", "train", "window"], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
    return target / "window.aot"


def window(checkout, env):
    given = [f"-XX:AOTCache={window_cache(checkout, env)}", "-XX:AOTMode=on"]
    return [JAVA, *flags(checkout), *given, "-cp", f"{class_path(checkout)}:{BENCH}", "cairn.bench.FirstPaint", "cairn"]


def once(command, env, log):
    start = time.monotonic()
    process = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"start: {' '.join(command)[:200]} ended with {process.returncode}; see {log.name}")
    return wall, used.ru_utime + used.ru_stime


def figures(values):
    return f"{statistics.median(values):6.2f} ({min(values):.2f} - {max(values):.2f})"


def commit(checkout):
    return subprocess.run(["git", "-C", str(checkout), "log", "-1", "--format=%h"], capture_output=True, text=True).stdout.strip()


def main():
    work = pathlib.Path(tempfile.mkdtemp(prefix="cairn-start-"))
    read, write = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"], pass_fds=[write], stderr=subprocess.DEVNULL
    )
    os.close(write)
    with os.fdopen(read) as numbers:
        display = ":" + numbers.readline().strip()
    env = dict(os.environ, CAIRN_JDK=str(JDK), CAIRN_PROFILE=str(work / "profile"), DISPLAY=display)
    plain = str(class_path(TOP)) + ":" + str(BENCH)
    rows = {"a bare JVM": [JAVA, "-cp", str(BENCH), "cairn.bench.Hello"]}
    for checkout in CHECKOUTS:
        rows[f"./cairn run hello, {commit(checkout)}"] = [str(checkout / "cairn"), "run", "hello"]
    rows["a bare JavaFX window"] = [JAVA, "--enable-native-access=ALL-UNNAMED", "-cp", plain, "cairn.bench.FirstPaint", "bare"]
    for checkout in CHECKOUTS:
        rows[f"Cairn's window, {commit(checkout)}"] = window(checkout, env)
    try:
        taken = {name: [] for name in rows}
        with open(work / "log", "w") as log:
            for name, command in rows.items():
                once(command, env, log)  # builds, makes caches, fills the system's
            for _ in range(ROUNDS):
                for name, command in rows.items():
                    taken[name].append(once(command, env, log))
    finally:
        screen.terminate()
        screen.wait(10)
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    version = (JDK / "release").read_text().split('JAVA_RUNTIME_VERSION="')[1].split('"')[0]
    print(f"starts, Java {version}, {os.cpu_count()} cores, {ROUNDS} rounds in turn, load {load}")
    print(f"{'':34}{'wall s, median (range)':28}CPU s")
    for name, times in taken.items():
        print(f"{name:32}{figures([wall for wall, _ in times]):28}{figures([cpu for _, cpu in times])}")


main()
