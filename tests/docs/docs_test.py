#!/usr/bin/env python3
"""Runs the examples of a page of docs/ as its reader would, and compares what comes out.

    docs_test.py FOLDER_OF_INSTALLATION PAGE.md

The blocks of a page are steps in one folder, from top to bottom. It holds copies of the project's specs and
fixtures, and nothing else:

    <!-- file: shop.yaml -->      above a block: the block is that file, which is written
    ```console                    lines that begin with "$ " are run in bash (a line that ends in "\\" goes on); the
                                  lines below them are what is printed, on stdout and stderr together
    ```sh                         commands without output; each must succeed
    <!-- not run: why -->         above a block: it is only to be read
    <!-- exits: 1 -->             above a console block: what its last command exits with; 0 without it

In what is printed, "..." stands for anything, in a line or over lines, and white space may differ. A command that
begins with "holotype mock" or "holotype proxy" goes on running; port 4010 of the page is any free port of the
machine, and the server of an earlier block is stopped first. `text` blocks and blocks inside lists are not run; a
yaml, json, console or sh block that says neither where it goes nor why it is not run is a fault of the page.

Skipped (exit code 77) where there is no curl, or no jq where the page uses it.
"""
import os
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SERVERS = ('holotype mock', 'holotype proxy')
RUN = ('console', 'sh')
STORED = ('yaml', 'json', 'xml', 'python', 'js', 'javascript', 'cpp', 'cmake', 'csv')
PORT = '4010'


class Fault(Exception):
    """A page whose example is not so."""


class Block:
    """One fenced block, with the comment that stands right above it."""

    def __init__(self, line, language, comment, text):
        self.line, self.language, self.comment, self.text = line, language, comment, text

    def option(self, name):
        found = re.search(rf'<!--\s*{name}:\s*(.*?)\s*-->', self.comment)
        return found.group(1) if found else None


def blocks_of(text):
    """The fenced blocks of a page that begin at the left margin."""
    blocks, lines, above = [], text.splitlines(), ''
    i = 0
    while i < len(lines):
        fence = re.match(r'^(```+)(\w*)', lines[i])
        if not fence:
            if lines[i].strip():
                above = above + '\n' + lines[i] if above.startswith('<!--') and lines[i].startswith('<!--') else lines[i]
            i += 1
            continue
        begin = i + 1
        i = begin
        while i < len(lines) and not lines[i].startswith(fence.group(1)):
            i += 1
        blocks.append(Block(begin, fence.group(2), above if above.startswith('<!--') else '',
                            '\n'.join(lines[begin:i]) + '\n'))
        above = ''
        i += 1
    return blocks


def commands_of(block):
    """[(command, expected output or None)]"""
    commands = []
    if block.language == 'sh':
        joined = block.text.replace('\\\n', ' ')
        return [(line, None) for line in joined.splitlines() if line.strip() and not line.startswith('#')]
    current = None
    for line in block.text.splitlines():
        if line.startswith('$ '):
            current = [line[2:], []]
            commands.append(current)
        elif current is None:
            raise Fault(f'line {block.line}: a console block begins with "$ "')
        elif current[0].endswith('\\'):
            current[0] = current[0][:-1] + line.strip()
        else:
            current[1].append(line)
    return [(command, '\n'.join(lines)) for command, lines in commands]


def agrees(expected, actual):
    """Whether the output is what the page shows."""
    pattern = ''
    for part in re.split(r'(\.\.\.|\s+)', expected.strip()):
        if part == '...':
            pattern += '.*?'
        elif part.strip() == '':
            pattern += r'\s*'
        else:
            pattern += re.escape(part)
    return re.fullmatch(pattern, actual.strip(), re.DOTALL) is not None


class Reader:
    """Somebody who follows the page in a folder of their own."""

    def __init__(self, installed, folder):
        self.folder = folder
        self.environment = dict(os.environ, PATH=f'{installed / "bin"}:{os.environ["PATH"]}', LC_ALL='C.UTF-8')
        self.server, self.port, self.log = None, None, None

    def stop(self):
        if self.server is None:
            return
        self.server.terminate()
        self.server.wait(timeout=10)
        self.server.stdout.close()
        self.server = None

    def serve(self, command):
        """Starts it and returns the lines up to the one that names the address."""
        self.stop()
        arguments = command if re.search(r'\s(-p|--port)\s', command) else command + f' -p {PORT}'
        arguments = re.sub(r'(-p|--port)\s+\d+', r'\1 0', arguments)
        self.server = subprocess.Popen('exec ' + arguments, shell=True, executable='/bin/bash', cwd=self.folder,
                                       env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        output, until = b'', time.monotonic() + 20
        while time.monotonic() < until:
            ready, _, _ = select.select([self.server.stdout], [], [], 0.2)
            if ready:
                piece = os.read(self.server.stdout.fileno(), 65536)
                if not piece:
                    break
                output += piece
            found = re.search(rb'http://127\.0\.0\.1:(\d+)', output)
            if found:
                self.port = found.group(1).decode()
                return self.as_written(output.decode())
        raise Fault(f'{command}\nprinted no address:\n{output.decode()}')

    def as_written(self, text):
        """With the page's port, and without this machine's folder."""
        if self.port is not None:
            text = re.sub(rf'(127\.0\.0\.1|localhost):{self.port}\b', rf'\1:{PORT}', text)
        return text.replace(str(self.folder) + '/', '')

    def run(self, command):
        """(exit code, output)"""
        if command.startswith(SERVERS):
            return 0, self.serve(command)
        if self.port is not None:
            command = re.sub(rf'(127\.0\.0\.1|localhost):{PORT}\b', rf'\1:{self.port}', command)
        done = subprocess.run(command, shell=True, executable='/bin/bash', cwd=self.folder, env=self.environment,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
        return done.returncode, self.as_written(done.stdout.decode(errors='replace').replace('\r\n', '\n'))

    def follow(self, block):
        """Does what one block says; how many things were checked."""
        name = block.option('file')
        if name is not None:
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text)
            return 0
        if block.option('not run') is not None or block.language not in RUN + STORED:
            return 0
        if block.language in STORED:
            raise Fault(f'line {block.line}: a {block.language} block must say <!-- file: NAME --> or <!-- not run: '
                        'WHY --> above it')
        commands = commands_of(block)
        for number, (command, expected) in enumerate(commands, 1):
            code, output = self.run(command)
            wanted = int(block.option('exits') or 0) if number == len(commands) else 0
            if code != wanted:
                raise Fault(f'line {block.line}: {command}\nexits with {code}, not {wanted}:\n{output}')
            if expected is not None and not agrees(expected, output):
                raise Fault(f'line {block.line}: {command}\n---- the page says\n{expected}\n---- it prints\n{output}')
        return len(commands)


def main(installed, page):
    for tool in ('curl', 'jq'):
        if shutil.which(tool) is None and (tool == 'curl' or f'| {tool} ' in page.read_text()):
            print(f'SKIPPED: there is no {tool}')
            return 77
    with tempfile.TemporaryDirectory() as folder:
        for name in ('specs', 'fixtures'):
            shutil.copytree(page.resolve().parents[1] / name, Path(folder) / name)
        reader = Reader(installed.resolve(), Path(folder).resolve())
        count = faults = 0
        try:
            for block in blocks_of(page.read_text()):
                try:
                    count += reader.follow(block)
                except Fault as fault:
                    faults += 1
                    print(f'{page.name}: {fault}', file=sys.stderr)
        finally:
            reader.stop()
    print(f'{page.name}: {count} commands run, {faults} faults')
    if count == 0:
        print(f'{page.name}: nothing was run', file=sys.stderr)
    return 1 if faults or count == 0 else 0


if __name__ == '__main__':
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
