#!/usr/bin/env python3
"""`holotype test` against a real provider, faultless and with each of its faults.

    provider_test.py FOLDER_OF_INSTALLATION [--table]

The provider (provider/provider.py) is a process of its own. Each fault is switched on alone; how many are found is
counted, and which are not is said. One fault leads to another host, which must not be asked. Exit status: 0 as
expected, 1 otherwise.
"""
import concurrent.futures
import http.server
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent / 'provider'
HOLOTYPE = str(Path(sys.argv[1]) / 'bin' / 'holotype')
# Faults that the tester does not find, each with the reason.
NOT_FOUND = {}


class Elsewhere(http.server.ThreadingHTTPServer):
    """A host that the user did not name."""

    def __init__(self):
        super().__init__(('127.0.0.1', 0), http.server.BaseHTTPRequestHandler)
        self.connections = 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def process_request(self, request, client_address):
        self.connections += 1
        super().process_request(request, client_address)


class Provider:
    def __init__(self, *faults):
        self.process = subprocess.Popen([sys.executable, str(HERE / 'provider.py'), '0', *faults],
                                        stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()


def repeated(failure):
    """The status that the failure's curl line is answered with."""
    answer = subprocess.run(failure['curl'], shell=True, capture_output=True, check=True).stdout
    return int(answer.split()[1])


def tested(*faults):
    """(exit code, report) of a run with default settings against a new provider."""
    with Provider(*faults) as provider:
        result = subprocess.run([HOLOTYPE, 'test', str(HERE / 'shop.yaml'), provider.url, '--format', 'json'],
                                capture_output=True, text=True, timeout=60)
        if not result.stdout:
            sys.exit(f'holotype test ended with {result.returncode}: {result.stderr}')
        report = json.loads(result.stdout)
        # What a chain wrote before is not repeated, so it is not there for its last request; and what was
        # deleted is gone.
        report['not repeated'] = [failure['curl'] for failure in report['failures'][:3]
                                  if not failure['before'] and failure['request']['method'] != 'DELETE'
                                  and repeated(failure) != failure['status']]
    report['url'] = ''
    text = json.dumps(report).replace(provider.url, '')
    return result.returncode, json.loads(text)


def names_of(report):
    return ', '.join(sorted({f'{f["operation"]} {f["finding"]["rule"]}' for f in report['failures']}))


def main():
    failures = []
    elsewhere = Elsewhere()
    os.environ['ELSEWHERE'] = f'http://127.0.0.1:{elsewhere.server_address[1]}/'
    begin = time.monotonic()
    code, faultless = tested()
    if code != 0 or faultless['failures']:
        failures.append(f'false alarms on the faultless provider: {names_of(faultless)}')
    if tested()[1] != faultless:
        failures.append('a second run with the same seed differs')
    listed = subprocess.run([sys.executable, str(HERE / 'provider.py'), '--list'], capture_output=True, text=True,
                            check=True)
    faults = [line.partition(':')[0] for line in listed.stdout.splitlines()]
    missed = []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        reports = pool.map(tested, faults)
    for fault, (code, report) in zip(faults, reports):
        is_found = code == 1 and bool(report['failures'])
        if not is_found:
            missed.append(fault)
        failures += [f'{fault}: answered otherwise when repeated: {line}' for line in report['not repeated']]
        if '--table' in sys.argv:
            print(f'{fault:28} {names_of(report) if is_found else "NOT FOUND"}')
    print(f'{len(faults) - len(missed)} of {len(faults)} faults found, {faultless["requests"]} requests a run, '
          f'{time.monotonic() - begin:.0f} s in all')
    if elsewhere.connections:
        failures.append(f'another host than the provider was asked {elsewhere.connections} times')
    for fault in sorted(set(missed) ^ set(NOT_FOUND)):
        failures.append(f'{fault} is {"not found" if fault in missed else "found, and listed as not found"}')
    for failure in failures:
        print(failure)
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
