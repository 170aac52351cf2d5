#!/usr/bin/env python3
"""Reports of the installed program: what --report writes where, and what --fail-under ends with.

    report_test.py FOLDER_OF_INSTALLATION

What stands in a report is the business of tests/report; this is about what only a process has: flags, files, exit
codes, a terminal.
"""
import http.server
import json
import os
import pty
import re
import select
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.error
import urllib.request
import xml.etree.ElementTree
from pathlib import Path

HOLOTYPE = str(Path(sys.argv.pop(1)).resolve() / 'bin' / 'holotype')

TASKS = '''openapi: 3.1.0
info: {title: Tasks, version: "1"}
paths:
  /tasks:
    post:
      operationId: createTask
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, required: [title], properties: {title: {type: string, maxLength: 20}}}
      responses:
        "201":
          description: Created.
          content: {application/json: {schema: {required: [id]}, example: {id: tsk_1}}}
        "422": {description: Refused.}
    get:
      operationId: listTasks
      responses: {"200": {description: All., content: {application/json: {schema: {type: array}, example: []}}}}
'''
BROKEN = TASKS.replace('example: []', 'example: {}').replace('required: [title]', 'required: title')
EVERYTHING = ('text', 'json', 'junit', 'sarif', 'html')


def send(url, body=None, **headers):
    """The status of one request."""
    request = urllib.request.Request(url, body, {'Content-Type': 'application/json', **headers})
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


class Upstream(http.server.BaseHTTPRequestHandler):
    """A service that answers a list with an object."""

    def do_GET(self):
        self.send_response(200)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', '2')
        self.end_headers()
        self.wfile.write(b'{}')

    def log_message(self, *_):
        pass


class ReportTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / 'api').mkdir()
        (self.folder / 'api/tasks.yaml').write_text(TASKS)
        (self.folder / 'api/broken.yaml').write_text(BROKEN)

    def run_once(self, *arguments):
        return subprocess.run([HOLOTYPE, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=20)

    def read(self, name):
        return (self.folder / name).read_text()

    def serve(self, *arguments, requests):
        """Serves, hands the address to `requests`, stops it: (exit code, stdout, stderr)."""
        process = subprocess.Popen([HOLOTYPE, *arguments, '-p', '0', '--quiet'], cwd=self.folder, text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            ready, _, _ = select.select([process.stdout], [], [], 10)
            line = process.stdout.readline() if ready else ''
            found = re.search(r'on (http://127\.0\.0\.1:\d+)', line)
            self.assertIsNotNone(found, line)
            requests(found.group(1))
            process.terminate()
            out, err = process.communicate(timeout=10)
            return process.returncode, out, err
        finally:
            if process.poll() is None:
                process.kill()
                process.communicate()

    def test_check_writes_every_format(self):
        flags = [flag for name in EVERYTHING for flag in ('--report', f'{name}=out.{name}')]
        plain = self.run_once('check', 'api/broken.yaml')
        done = self.run_once('check', 'api/broken.yaml', *flags)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout, plain.stdout, 'reports to files change nothing on stdout')
        report = json.loads(self.read('out.json'))
        self.assertTrue(report['failed'])
        self.assertEqual(report['command'], 'check')
        self.assertEqual(len(report['findings']), len(plain.stdout.splitlines()))
        results = json.loads(self.read('out.sarif'))['runs'][0]['results']
        places = [f'{place["artifactLocation"]["uri"]}:{place["region"]["startLine"]}'
                  for place in (result['locations'][0]['physicalLocation'] for result in results)]
        self.assertEqual(places, [re.match(r'[^:]+:\d+', line).group() for line in plain.stdout.splitlines()])
        suite = xml.etree.ElementTree.parse(self.folder / 'out.junit').getroot()
        self.assertEqual(suite.get('failures'), '1', 'one file')
        self.assertIn('</html>', self.read('out.html'))
        self.assertIn('api/broken.yaml:', self.read('out.text'))
        self.assertNotIn('\x1b', self.read('out.text'))

    def test_check_of_a_sound_description(self):
        done = self.run_once('check', 'api/tasks.yaml', '--report', 'sarif', '--report', 'junit=out.xml')
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        self.assertEqual(json.loads(done.stdout)['runs'][0]['results'], [])
        suite = xml.etree.ElementTree.parse(self.folder / 'out.xml').getroot()
        self.assertEqual((suite.get('tests'), suite.get('failures')), ('1', '0'))

    def test_what_cannot_be_used_is_2(self):
        rows = [
            (('check', 'api/tasks.yaml', '--report', 'jnit=x'), 'did you mean junit'),
            (('check', 'api/tasks.yaml', '--report', 'json=no/such/folder.json'), 'cannot be written'),
            (('mock', 'api/tasks.yaml', '-p', '0', '--report', 'pdf'), 'There is no report format pdf'),
            (('mock', 'api/tasks.yaml', '-p', '0', '--fail-under', '101'), 'percentage from 0 to 100'),
            (('mock', 'api/tasks.yaml', '-p', '0', '--fail-under', 'stauses=1'), 'Coverage has no stauses'),
        ]
        for arguments, words in rows:
            with self.subTest(arguments):
                done = self.run_once(*arguments)
                self.assertEqual(done.returncode, 2)
                self.assertIn(words, done.stderr)

    @unittest.skipUnless(Path('/dev/full').exists(), 'no /dev/full here')
    def test_a_report_that_is_cut_short_is_2(self):
        with open('/dev/full', 'wb') as full:
            done = subprocess.run([HOLOTYPE, 'check', 'api/tasks.yaml', '--report', 'sarif'], cwd=self.folder,
                                  stdout=full, stderr=subprocess.PIPE, text=True, timeout=30)
        self.assertEqual(done.returncode, 2)
        self.assertIn('cut short', done.stderr)

    def test_colour_is_for_terminals(self):
        def output(**environment):
            main, terminal = pty.openpty()
            subprocess.run([HOLOTYPE, 'check', 'api/broken.yaml'], cwd=self.folder, stdout=terminal,
                           stderr=subprocess.DEVNULL, timeout=20,
                           env={'PATH': os.environ['PATH'], 'TERM': 'xterm', **environment})
            os.close(terminal)
            text = os.read(main, 65536).decode()
            os.close(main)
            return text
        self.assertIn('\x1b[31merror\x1b[0m', output())
        self.assertNotIn('\x1b', output(NO_COLOR='1'))
        self.assertNotIn('\x1b', output(TERM='dumb'))

    def test_a_mock_reports_all_sessions_and_gates_its_exit(self):
        def requests(url):
            self.assertEqual(send(url + '/tasks', b'{"title": "Rotate keys"}'), 201)
            self.assertEqual(send(url + '/tasks', **{'Holotype-Session': 'a'}), 200)

        rows = [(('operations=100',), 0), (('statuses=67',), 1), (('statuses=66', 'keywords=50'), 0), ((), 0)]
        for gates, code in rows:
            with self.subTest(gates):
                flags = [flag for gate in gates for flag in ('--fail-under', gate)]
                status, _, err = self.serve('mock', 'api/tasks.yaml', '--report', 'json=out.json', *flags,
                                            requests=requests)
                self.assertEqual(status, code, err)
                self.assertEqual('under the 67.0 % asked for' in err, code == 1)
                report = json.loads(self.read('out.json'))
                self.assertEqual(report['coverage']['operations'], {'met': 2, 'declared': 2})
                self.assertEqual(report['coverage']['statuses'], {'met': 2, 'declared': 3})
                self.assertEqual(report['counts']['exchanges'], 2)

    def test_keywords_are_counted(self):
        def requests(url):
            send(url + '/tasks', b'{"title": "much longer than twenty"}')
        self.serve('mock', 'api/tasks.yaml', '--report', 'json=out.json', requests=requests)
        keywords = {f'{one["schema"].rpartition("/")[2]} {one["name"]}': (one['held'], one['broken'])
                    for one in json.loads(self.read('out.json'))['coverage']['keywordDetails']}
        self.assertEqual(keywords['title maxLength'], (0, 1))
        self.assertEqual(keywords['title type'], (1, 0))
        self.assertEqual(keywords['schema required'], (0, 0), 'of the 201, which was not answered')

    def test_findings_of_a_mock_end_it_with_1(self):
        def requests(url):
            for _ in range(3):
                self.assertEqual(send(url + '/tasks', b'{}'), 422)
        code, out, err = self.serve('mock', 'api/tasks.yaml', '--report', 'text', '--journal-requests', '1',
                                    requests=requests)
        self.assertEqual(code, 1)
        self.assertIn('must have property title', out)
        self.assertIn('request: POST /tasks, answered 422 (and 2 more)', out)
        self.assertIn('1 error', err)
        self.assertEqual(self.serve('mock', 'api/tasks.yaml', requests=requests)[0], 0, 'nobody asked for a report')

    def test_a_proxy_reports_its_service(self):
        service = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Upstream)
        thread = threading.Thread(target=service.serve_forever)
        thread.start()
        try:
            upstream = f'http://127.0.0.1:{service.server_port}'
            code, _, _ = self.serve('proxy', 'api/tasks.yaml', upstream, '--report', 'sarif=out.sarif', '--report',
                                    'junit=out.xml', requests=lambda url: send(url + '/tasks'))
        finally:
            service.shutdown()
            thread.join()
            service.server_close()
        self.assertEqual(code, 1)
        result, = json.loads(self.read('out.sarif'))['runs'][0]['results']
        self.assertEqual(result['ruleId'], 'schema.type')
        place = result['locations'][0]['physicalLocation']
        line = TASKS.splitlines()[place['region']['startLine'] - 1]
        self.assertEqual(place['artifactLocation']['uri'], 'api/tasks.yaml')
        self.assertTrue(line[place['region']['startColumn'] - 1:].startswith('array'), line)
        cases = xml.etree.ElementTree.parse(self.folder / 'out.xml').getroot().iter('testcase')
        self.assertEqual([(case.get('name'), case.find('failure') is not None, case.find('skipped') is not None)
                          for case in cases],
                         [('POST /tasks (createTask)', False, True), ('GET /tasks (listTasks)', True, False)])

    def test_a_tester_reports(self):
        def requests(url):
            done = self.run_once('test', 'api/tasks.yaml', url, '--quiet', '--report', 'json=out.json', '--report',
                                 'junit=out.xml', '--fail-under', 'operations=100')
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            report = json.loads(self.read('out.json'))
            self.assertEqual((report['command'], report['target']), ('test', url))
            self.assertEqual(report['coverage']['operations'], {'met': 2, 'declared': 2})
            self.assertGreater(report['coverage']['keywords']['met'], 3)
            self.assertEqual(xml.etree.ElementTree.parse(self.folder / 'out.xml').getroot().get('failures'), '0')
            done = self.run_once('test', 'api/tasks.yaml', url, '--quiet', '--report', 'sarif', '--operations',
                                 'listTasks', '--fail-under', 'operations=100')
            self.assertEqual(done.returncode, 1)
            self.assertEqual(json.loads(done.stdout)['runs'][0]['results'], [])
            self.assertIn('under the 100.0 % asked for', done.stderr)
        self.serve('mock', 'api/tasks.yaml', requests=requests)

    def test_the_page_of_a_running_mock(self):
        def requests(url):
            send(url + '/tasks', b'{}')
            for name, kind, begin in (('json', 'application/json', b'{'), ('html', 'text/html', b'<!doctype'),
                                      ('sarif', 'application/sarif+json', b'{'), ('junit', 'application/xml', b'<?xml'),
                                      ('text', 'text/plain', b'')):
                for target, accept in ((f'?format={name}', '*/*'), ('', kind)):
                    with self.subTest(target, accept=accept):
                        request = urllib.request.Request(url + '/__holotype/report' + target,
                                                         headers={'Accept': accept})
                        with urllib.request.urlopen(request, timeout=10) as response:
                            self.assertEqual(response.headers.get_content_type(), kind)
                            body = response.read()
                        self.assertTrue(body.startswith(begin), body[:40])
                        self.assertIn(b'schema.required', body)
            self.assertEqual(send(url + '/__holotype/report?format=pdf'), 400)
        self.serve('mock', 'api/tasks.yaml', requests=requests)


if __name__ == '__main__':
    unittest.main()
