#!/usr/bin/env python3
"""The answers of one build are those of every other: they are compared with hashes that are written down.

    same_bytes_test.py FOLDER_OF_INSTALLATION GOLDEN [FOLDER_OF_DESCRIPTIONS]

A line of GOLDEN is a description, the flags of `holotype mock`, how many requests there were, and the hash of the
answers: statuses, the headers that the description declares, bodies. Problem documents, whose wording is free to
change, count by their status alone. Any compiler, optimisation and machine must agree with it; run it with the installation
of each preset. HOLOTYPE_UPDATE=1 rewrites the file: a change of what a seed gives is a change that users see.
Descriptions that are not there are left out, visibly.
"""
import hashlib
import http.client
import json
import os
import re
import select
import subprocess
import sys
from pathlib import Path

METHODS = ('get', 'put', 'post', 'delete', 'patch')
OURS = ('date', 'content-length', 'connection', 'keep-alive', 'holotype-', 'access-control-', 'vary')
SPECS = Path(__file__).resolve().parents[2] / 'specs'
FLAGS = ('', '--dynamic --seed 7')


class Server:
    """A `holotype mock` of a description on any free port."""

    def __init__(self, binary, description, flags):
        self.process = subprocess.Popen([binary, 'mock', description, '-q', '-p', '0', *flags.split()],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        ready, _, _ = select.select([self.process.stdout], [], [], 60)
        line = self.process.stdout.readline() if ready else ''
        found = re.search(r'http://127\.0\.0\.1:(\d+)', line)
        if found is None:
            self.process.kill()
            raise SystemExit(f'{description} is not served: {line}')
        self.connection = http.client.HTTPConnection('127.0.0.1', int(found.group(1)), timeout=60)

    def answer(self, method, target, headers, body):
        """The status, headers and body as bytes; the length is told by the body."""
        self.connection.request(method, target, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        if response.getheader('Holotype-Source') == 'problem':
            return str(response.status).encode()
        fields = sorted(response.getheaders(), key=lambda field: field[0].lower())  # of one name, in their order
        lines = [f'{name}: {value}' for name, value in fields if not name.lower().startswith(OURS)]
        return '\n'.join([str(response.status), *lines]).encode() + b'\n\n' + content

    def stop(self):
        self.connection.close()
        self.process.terminate()
        self.process.wait(timeout=20)
        self.process.stdout.close()


def operations(description):
    """(method, path) of each operation, in the order of the description."""
    if description.suffix == '.json':
        paths = json.loads(description.read_text())['paths']
        return [(method.upper(), path) for path, item in paths.items() for method in item if method in METHODS]
    found, path = [], None  # YAML as it is usually written: paths two spaces deep, methods four
    for line in description.read_text().splitlines():
        if match := re.match(r'''  ['"]?(/[^'"]*?)['"]?:\s*$''', line):
            path = match.group(1)
        elif (match := re.match(r'    (\w+):\s*$', line)) and path and match.group(1) in METHODS:
            found.append((match.group(1).upper(), path))
    return found


def requests(description):
    """A few requests to each operation: as a client that sends too little, and as one that asks for seeds."""
    for method, path in operations(description):
        target = re.sub(r'\{[^}]*\}', '7', path)
        keys = {'X-API-Key': 'k', 'Authorization': 'Bearer t', 'api_key': 'k'}
        for more in ({}, {'Prefer': 'dynamic=true, seed=3'}, {'Accept': 'application/xml'}):
            yield method, target, {**keys, **more}, None
        if method in ('POST', 'PUT', 'PATCH'):
            body = '{"title": "t", "description": "d", "name": "n", "id": 1}'
            yield method, target, {**keys, 'Content-Type': 'application/json'}, body


def line_for(binary, description, flags):
    """The line of the golden file."""
    server = Server(binary, str(description), flags)
    digest, count = hashlib.sha256(), 0
    try:
        for request in requests(description):
            digest.update(server.answer(*request))
            count += 1
    finally:
        server.stop()
    return f'{description.name}\t{flags}\t{count}\t{digest.hexdigest()}'


def main(installed, golden, data):
    binary = str(installed / 'bin' / 'holotype')
    if not Path(binary).exists():
        print(f'SKIPPED: there is no {binary}; build it and run this again')
        return 77
    folders = [SPECS, *([data] if data else [])]
    wanted = [line.split('\t') for line in golden.read_text().splitlines() if line and not line.startswith('#')]
    head = [line for line in golden.read_text().splitlines() if line.startswith('#')]
    names = list(dict.fromkeys(row[0] for row in wanted))
    expected = {(row[0], row[1]): '\t'.join(row) for row in wanted if len(row) == 4}
    lines, faults = [], 0
    for name in names:
        description = next((found for folder in folders for found in folder.glob(name)), None)
        if description is None:
            print(f'SKIPPED: {name} is not here')
            lines += [expected[key] for key in expected if key[0] == name]
            continue
        for flags in FLAGS:
            line = line_for(binary, description, flags)
            lines.append(line)
            if line != expected.get((name, flags)):
                faults += 1
                print(f'is      {line}\nmust be {expected.get((name, flags))}', file=sys.stderr)
    if os.environ.get('HOLOTYPE_UPDATE') == '1':
        golden.write_text('\n'.join(head + lines) + '\n')
        return 0
    print(f'{len(lines)} sets of answers compared, {faults} differ')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else None))
