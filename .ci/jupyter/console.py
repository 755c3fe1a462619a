"""Types into jupyter console as a user would, and checks what it shows.

usage: console.py [LOG]
"""

import os
import sys

import pexpect


def main():
    console = pexpect.spawn(sys.executable, ["-m", "jupyter_console", "--kernel", "arraybook", "--simple-prompt"],
                            encoding="utf-8", timeout=60, dimensions=(50, 200), env=dict(os.environ, TERM="dumb"))
    console.logfile_read = open(sys.argv[1], "w") if len(sys.argv) > 1 else None
    console.expect("Go with n-dimensional arrays")  # the banner
    console.expect(r"In \[1\]: ")
    console.sendline("6 * 7")
    console.expect(r"Out\[1\]:\s*42")
    console.expect(r"In \[2\]: ")
    console.sendline('for i := range 3 { fmt.Println("line", i) }')
    console.expect("line 2")
    console.expect(r"In \[3\]: ")
    console.sendline('var name string; fmt.Scan(&name); fmt.Println("hello,", name)')
    console.sendline("Ada")
    console.expect("hello, Ada")
    console.expect(r"In \[4\]: ")
    console.sendline("undefinedName")
    console.expect("undefined: undefinedName")
    console.expect(r"In \[5\]: ")
    console.sendline('fmt.Println("endless"); for {}')
    console.expect("endless\r?\n")
    console.sendintr()
    console.expect("interrupted")
    console.expect(r"In \[6\]: ")
    console.sendline('fmt.Println("alive")')
    console.expect(r"\nalive")
    console.expect(r"In \[7\]: ")
    console.sendeof()
    if console.expect([pexpect.EOF, "exit"]) == 1:
        console.sendline("y")
        console.expect(pexpect.EOF)
    print("jupyter console: banner, result, output, fmt.Scan, error, interrupt, exit")


main()
