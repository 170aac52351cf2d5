#!/usr/bin/env python3
"""The example of a page: the first ```cpp block with a main() or a TEST(), and the ```text block behind it.

    page_example.py code PAGE FILE        writes the program to FILE
    page_example.py run PAGE PROGRAM      runs it and compares what it prints with the page
"""
import difflib
import re
import subprocess
import sys
from pathlib import Path


def main() -> int:
    action, page, target = sys.argv[1:]
    blocks = re.findall(r'^```(\w+)\n(.*?)^```$', Path(page).read_text(encoding='utf-8'),
                        re.MULTILINE | re.DOTALL)
    at = next(i for i, (kind, text) in enumerate(blocks) if kind == 'cpp' and ('int main()' in text or 'TEST(' in text))
    if action == 'code':
        Path(target).write_text(blocks[at][1], encoding='utf-8')
        return 0
    expected = next(text for kind, text in blocks[at + 1:] if kind == 'text')
    printed = subprocess.run([target], stdout=subprocess.PIPE, text=True, check=True).stdout
    difference = list(difflib.unified_diff(expected.splitlines(), printed.splitlines(), page,
                                           'what the example prints', lineterm=''))
    print('\n'.join(difference))
    return 1 if difference else 0


if __name__ == '__main__':
    sys.exit(main())
