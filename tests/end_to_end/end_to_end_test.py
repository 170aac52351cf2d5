#!/usr/bin/env python3
"""The installed program as a user meets it: its process, its sockets, curl.

    end_to_end_test.py FOLDER_OF_INSTALLATION

What it answers is the business of tests/exchanges; this is about what only a process has: the first line, exit
codes, signals, limits of the wire, logs, many clients. Skipped (exit code 77) where there is no curl.
"""
import concurrent.futures
import contextlib
import http.server
import json
import re
import select
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

INSTALLED = Path(sys.argv.pop(1))
HOLOTYPE = str(INSTALLED / 'bin' / 'holotype')
SPEC = str(next(INSTALLED.rglob('specs/comp-tasks.yaml')))
FIXTURES = str(next(INSTALLED.rglob('fixtures/comp-tasks.yaml')))
KEY = ('-H', 'X-API-Key: comp_1', '-H', 'Content-Type: application/json')
VALID = '{"title": "Rotate keys", "description": "Every key older than 90 days"}'


def run(*arguments):
    """A command that ends by itself."""
    return subprocess.run([HOLOTYPE, *arguments], capture_output=True, text=True, timeout=20)


def curl(url, *arguments, text=None):
    """(status, body) of one request; status 0 where there was no answer."""
    result = subprocess.run(['curl', '-sS', '--max-time', '10', '-w', '\n%{http_code}', *arguments, url],
                            capture_output=True, text=True, input=text, timeout=20)
    body, _, status = result.stdout.rpartition('\n')
    return int(status or 0), body


MOCK = ('mock', SPEC, '--fixtures', FIXTURES)


class Server:
    """A `holotype mock`, or another command that serves, on a free port."""

    def __init__(self, *arguments, command=MOCK):
        self.process = subprocess.Popen([HOLOTYPE, *command, '-p', '0', *arguments],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        ready, _, _ = select.select([self.process.stdout], [], [], 10)
        self.first_line = self.process.stdout.readline() if ready else ''
        found = re.search(r'http://127\.0\.0\.1:(\d+)', self.first_line)
        if found is None:
            self.process.kill()
            raise AssertionError(f'no address in {self.first_line!r}: {self.process.stderr.read()}')
        self.url = found.group(0)
        self.port = int(found.group(1))

    def stop(self, number=signal.SIGTERM):
        """The exit code, the seconds until the end, what was printed after the first line."""
        begin = time.monotonic()
        self.process.send_signal(number)
        out, _ = self.process.communicate(timeout=10)
        return self.process.returncode, time.monotonic() - begin, out


@contextlib.contextmanager
def serving(*arguments, command=MOCK):
    server = Server(*arguments, command=command)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.process.kill()
        server.process.communicate()


class MockTest(unittest.TestCase):
    def test_first_line_and_a_task(self):
        with serving() as server:
            self.assertNotEqual(server.port, 0)
            self.assertRegex(server.first_line, r'^Comp AI compliance tasks .*12 operations.*on http://127')
            status, body = curl(server.url + '/v1/tasks', *KEY, '--data-binary', VALID)
            self.assertEqual(status, 201, body)
            task = json.loads(body)
            self.assertEqual(task['title'], 'Rotate keys')
            self.assertRegex(task['id'], r'^tsk_[a-z0-9]{12}$')

    def test_a_restart_gives_the_same_bytes(self):
        answers = []
        for _ in range(2):
            with serving() as server:
                answers.append(curl(server.url + '/v1/tasks', *KEY, '-i', '--data-binary', VALID))
        self.assertEqual(answers[0], answers[1])

    def test_memory(self):
        """12 MB is the aim for the release build; this one is larger, and OpenSSL's start would add 2 MB."""
        server = Server()
        try:
            maps = Path(f'/proc/{server.process.pid}/maps').read_text()
            if 'libasan' in maps or 'libtsan' in maps:
                self.skipTest('sanitizers take memory of their own')
            status = Path(f'/proc/{server.process.pid}/status').read_text()
            self.assertLess(int(re.search(r'VmRSS:\s+(\d+) kB', status).group(1)), 13_500)
        finally:
            server.stop()

    def test_limits(self):
        with serving('--max-body-bytes', '2000', '--max-target-bytes', '500', '--max-header-bytes', '2000') as server:
            tasks = server.url + '/v1/tasks'
            long_text = json.dumps({'title': 'x' * 3000, 'description': 'y'})
            rows = [
                (413, 'request.body-too-large', (tasks, *KEY, '-H', 'Expect:', '--data-binary', '@-'), long_text),
                (413, 'request.body-too-large',
                 (tasks, *KEY, '-H', 'Expect:', '-H', 'Transfer-Encoding: chunked', '--data-binary', '@-'), long_text),
                (414, 'request.target-too-long', (tasks + '?q=' + 'x' * 600, *KEY), None),
                (431, 'request.headers-too-large', (tasks, *KEY, '-H', 'X-Long: ' + 'x' * 3000), None),
            ]
            for wanted, rule, arguments, text in rows:
                with self.subTest(rule, arguments=arguments[1:6]):
                    status, body = curl(*arguments, text=text)
                    self.assertEqual(status, wanted, body)
                    self.assertEqual(json.loads(body)['type'], '/__holotype/rules/' + rule)
            self.assertEqual(curl(tasks, *KEY)[0], 200, 'the server lives on')

    def test_signals_end_it_at_once_with_idle_clients(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number.name), serving() as server, contextlib.ExitStack() as stack:
                for sent in (b'', b'GET /v1/tasks HTTP/1.1\r\nHos'):  # silent, and in the middle of a request
                    for _ in range(5):
                        idle = stack.enter_context(socket.create_connection(('127.0.0.1', server.port), timeout=5))
                        idle.sendall(sent)
                kept = stack.enter_context(socket.create_connection(('127.0.0.1', server.port), timeout=5))
                kept.sendall(b'GET /__holotype/health HTTP/1.1\r\nHost: localhost\r\n\r\n')
                self.assertIn(b'200', kept.recv(1000))
                code, seconds, _ = server.stop(number)
                self.assertEqual(code, 0)
                self.assertLess(seconds, 1)

    def test_serves_and_ends_while_it_looks_through_a_description(self):
        """What is wrong with examples is looked for beside serving, and keeps no signal waiting."""
        operations = ''.join(f"""
  /a{i}:
    get:
      responses:
        '200':
          description: A.
          content:
            application/json:
              schema: {{type: array, minItems: 40, uniqueItems: true, items: {{enum: {list(range(39))}}}}}
""" for i in range(3000))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / 'api.yaml'
            path.write_text(f'openapi: 3.1.0\ninfo: {{title: T, version: "1"}}\npaths:{operations}')
            with serving(command=('mock', str(path))) as server:
                self.assertEqual(curl(server.url + '/a2999')[0], 200)
                code, seconds, _ = server.stop()
                self.assertEqual(code, 0)
                self.assertLess(seconds, 1)
            path.write_text("""openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /a: {get: {responses: {"200": {description: A., content: {application/json: {schema: {type: integer}, example: x}}}}}}
""")
            with serving(command=('mock', str(path))) as server:
                ready, _, _ = select.select([server.process.stderr], [], [], 10)
                self.assertTrue(ready, 'nothing is said of the example')
                self.assertIn('example.invalid', server.process.stderr.readline())

    def test_parallel_clients_get_the_same_bytes(self):
        with serving('--quiet') as server, concurrent.futures.ThreadPoolExecutor(32) as pool:
            def create(_):
                return curl(server.url + '/v1/tasks', *KEY, '-i', '--data-binary', VALID)
            answers = set(pool.map(create, range(32)))
            self.assertEqual(len(answers), 1, answers)
            self.assertEqual(answers.pop()[0], 201)

    def test_logs(self):
        def two_requests(server):
            curl(server.url + '/v1/tasks', *KEY, '--data-binary', VALID)
            curl(server.url + '/v1/tasks?secret=%0a', *KEY, '--data-binary', '{"title": "x"}')
            return server.stop()[2].splitlines()

        with serving('--log-format', 'json') as server:
            valid, invalid = [json.loads(line) for line in two_requests(server)]
            self.assertEqual((valid['method'], valid['operation'], valid['status']), ('POST', 'createTask', 201))
            self.assertEqual((invalid['status'], invalid['rule']), (400, 'schema.required'))
        with serving() as server:
            valid, invalid = two_requests(server)
            self.assertRegex(valid, r'^POST /v1/tasks -> 201 createTask \[fixture created-task\] [0-9.]+ ms$')
            self.assertIn('(and 1 more)', invalid)
        with serving('--quiet') as server:
            self.assertEqual(two_requests(server), [])


class AdminTest(unittest.TestCase):
    def test_a_token_is_asked_for(self):
        with serving('--admin-token', 'correct-horse') as server:
            requests = server.url + '/__holotype/requests'
            self.assertEqual(curl(requests)[0], 401)
            self.assertEqual(curl(requests, '-H', 'Authorization: Bearer correct-horse')[0], 200)
            self.assertEqual(curl(server.url + '/__holotype/health')[0], 200)
            self.assertEqual(curl(server.url + '/v1/tasks', *KEY)[0], 200)

    def test_off(self):
        with serving('--admin=false') as server:
            self.assertEqual(curl(server.url + '/__holotype/requests')[0], 403)

    def test_logs_hold_no_secrets(self):
        with serving() as server:
            curl(server.url + '/v1/tasks?access%5Ftoken=s3cret', *KEY)
            out = server.stop()[2]
            self.assertIn('access%5Ftoken=(redacted)', out)
            self.assertNotIn('s3cret', out)

    def test_the_journal_is_bounded(self):
        with serving('--journal-requests', '2', '-q') as server:
            for _ in range(3):
                curl(server.url + '/v1/tasks', *KEY)
            page = json.loads(curl(server.url + '/__holotype/requests')[1])
            self.assertEqual((page['recorded'], page['evicted'], len(page['requests'])), (3, 1, 2))


class PrismTest(unittest.TestCase):
    def test_multiprocess_is_said_to_be_unneeded(self):
        for flags, is_said in ((('-m',), True), (('--multiprocess=false',), False), (('-m', '-q'), False), ((), False)):
            with self.subTest(flags), serving(*flags) as server:
                server.process.send_signal(signal.SIGTERM)
                _, errors = server.process.communicate(timeout=10)
                self.assertEqual('-m is not needed' in errors, is_said, errors)


class ExitCodeTest(unittest.TestCase):
    def test_a_taken_port_is_3(self):
        with serving() as server:
            result = run('mock', SPEC, '-p', str(server.port))
            self.assertEqual(result.returncode, 3, result.stderr)
            self.assertIn(str(server.port), result.stderr)
            self.assertRegex(result.stderr.splitlines()[-1], r'^[A-Z].* in use.*\.$')

    def test_usage(self):
        rows = [
            (2, ('mock', 'no/such/file.yaml'), 'no/such/file.yaml'),
            (2, ('mock', SPEC, '--no-such-flag'), '--no-such-flag'),
            (2, ('mock', SPEC, '-p', 'http'), 'http'),
            (2, ('mock', SPEC, '-p', '70000'), '70000'),
            (2, ('mock', SPEC, '--fixtures', 'no/such/fixtures.yaml'), 'no/such/fixtures.yaml'),
            (2, ('mock', SPEC, '-p', '0', '-h', '0.0.0.0'), '--admin-token TOKEN'),
            (2, ('mock', SPEC, '-p', '0', '--admin-token', 'short'), 'at least 8 characters'),
            (2, ('mock',), 'DESCRIPTION'),
            (2, ('check', 'no/such/file.yaml'), 'there is no file no/such/file.yaml'),
            (2, ('moc', SPEC), 'did you mean mock?'),
            (2, ('mock', 'no/such/../file.yaml'), 'there is no file'),
            (2, (), 'Usage'),
        ]
        for code, arguments, said in rows:
            with self.subTest(arguments):
                result = run(*arguments)
                self.assertEqual(result.returncode, code, result.stderr)
                self.assertIn(said, result.stderr + result.stdout)

    def test_help(self):
        for arguments in (('--help',), ('mock', '--help'), ('check', '--help')):
            result = run(*arguments)
            self.assertEqual(result.returncode, 0)
            self.assertIn('Usage', result.stdout)
        self.assertRegex(run('--version').stdout, r'^holotype \d')

    def test_check(self):
        with tempfile.TemporaryDirectory() as folder:
            def written(name, text):
                path = Path(folder) / name
                path.write_text(text)
                return str(path)

            head = 'openapi: 3.1.0\ninfo: {title: T, version: "1"}\n'
            sound = written('sound.yaml', head + 'paths: {}\n')
            faulty = written('faulty.yaml', head + 'security: [{nobody: []}]\npaths:\n  /a:\n    get:\n'
                                                   '      responses: {"200": {description: A.}}\n')
            text = written('text.yaml', 'just words\n')
            bad_fixture = written('fixtures.yaml', 'fixtures:\n  - {name: a, operation: nothing, respond: {}}\n')
            rows = [
                (0, (sound,), 'no findings'),
                (0, (SPEC, '--fixtures', FIXTURES), ''),
                (1, (faulty,), 'faulty.yaml:3:'),
                (1, (SPEC, '--fixtures', bad_fixture), 'fixtures.yaml:2:'),
                (2, (text,), 'text.yaml:1:1'),
            ]
            for code, arguments, said in rows:
                with self.subTest(arguments):
                    result = run('check', *arguments)
                    self.assertEqual(result.returncode, code, result.stdout + result.stderr)
                    self.assertIn(said, result.stdout)


    def test_proxy(self):
        with tempfile.TemporaryDirectory() as folder, serving() as real:
            proxied = ('proxy', SPEC, real.url)
            with serving('--record', folder, command=proxied) as proxy:
                status, answer = curl(proxy.url + '/v1/tasks', *KEY, '-i', '--data-binary', VALID)
                self.assertEqual(status, 201, answer)
                self.assertIn('Holotype-Source: upstream', answer)
                body = answer.replace('\r', '').partition('\n\n')[2]
                code, _, out = proxy.stop()
                self.assertEqual(code, 0)
                self.assertIn('1 answer to 1 request recorded', out)
            real.stop()
            with serving(command=('mock', SPEC, '--fixtures', folder)) as mock:
                self.assertEqual(curl(mock.url + '/v1/tasks', *KEY, '--data-binary', VALID), (201, body))
            with serving(command=proxied) as proxy:
                self.assertEqual(curl(proxy.url + '/v1/tasks', *KEY, '--data-binary', VALID)[0], 502)

    def test_several_descriptions_where_other_words_follow(self):
        with tempfile.TemporaryDirectory() as folder, serving() as real:
            hello = folder + '/hello.yaml'
            Path(hello).write_text('{openapi: 3.1.0, info: {title: Hello, version: "1"}, paths: {/hello: {get: '
                                   '{operationId: hello, responses: {"200": {description: Hello.}}}}}}')
            result = run('explain', SPEC, hello, 'GET', '/hello')
            self.assertIn('hello', result.stdout)
            self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
            with serving('--also', hello, command=('proxy', SPEC, real.url)) as proxy:
                _, answer = curl(proxy.url + '/hello', '-i')
                self.assertIn('Holotype-Operation: hello', answer)
                _, answer = curl(proxy.url + '/v1/tasks', *KEY, '-i', '--data-binary', VALID)
                self.assertIn('Holotype-Operation: createTask', answer)

    @unittest.skipIf(shutil.which('openssl') is None, 'there is no openssl')
    def test_proxy_verifies_certificates(self):
        class Hello(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header('Content-Length', '5')  # without it, an end without close_notify is no end
                self.end_headers()
                self.wfile.write(b'hello')

            def log_message(self, *_):
                pass

        with tempfile.TemporaryDirectory() as folder:
            key, certificate = folder + '/key.pem', folder + '/certificate.pem'
            subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out',
                            certificate, '-days', '2', '-subj', '/CN=localhost', '-addext',
                            'subjectAltName=DNS:localhost,IP:127.0.0.1'], check=True, capture_output=True)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            real = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Hello)
            real.socket = context.wrap_socket(real.socket, server_side=True)
            threading.Thread(target=real.serve_forever, daemon=True).start()
            upstream = f'https://localhost:{real.server_port}'
            rows = [
                (502, upstream, ()),
                (200, upstream, ('--upstream-ca', certificate)),
                (200, upstream, ('--upstream-insecure',)),
            ]
            for expected, url, arguments in rows:
                with self.subTest(arguments), serving(*arguments, command=('proxy', SPEC, url)) as proxy:
                    status, body = curl(proxy.url + '/hello')
                    self.assertEqual(status, expected, body)
                    self.assertIn('hello' if expected == 200 else 'certificate is not trusted', body)
            real.shutdown()
            real.server_close()


if __name__ == '__main__':
    if shutil.which('curl') is None:
        print('skipped: there is no curl')
        sys.exit(77)
    unittest.main()
