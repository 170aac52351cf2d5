#!/usr/bin/env python3
"""holotype proxy and bodies that are large, long-lived, cut off, or of any kind: the installed program between
real sockets, byte for byte.

    proxy_streams_test.py FOLDER_OF_INSTALLATION [FOLDER_OF_DESCRIPTIONS [MEGABYTES]]

The descriptions are those whose media types are tried; without them, a few of ours are. MEGABYTES is how long the
long bodies are: 200, where 1024 is what the product promises (as 200 is more than any buffer, one says what the
other does).
"""
import contextlib
import hashlib
import json
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.request
from pathlib import Path

MEGABYTES = int(sys.argv.pop(3)) if len(sys.argv) > 3 else 200
DESCRIPTIONS = Path(sys.argv.pop(2)) if len(sys.argv) > 2 else None
INSTALLED = Path(sys.argv.pop(1))
HOLOTYPE = str(INSTALLED / 'bin' / 'holotype')
MEMORY_LIMIT = 64 << 20

SPEC = '''
openapi: 3.2.0
info: {title: Files, version: "1"}
paths:
  /file:
    get: {operationId: getFile, responses: {"200": {description: It., content: {"*/*": {}}}}}
    put:
      operationId: putFile
      requestBody: {content: {"*/*": {}}}
      responses: {"200": {description: Stored., content: {"*/*": {}}}}
  /task:
    post:
      operationId: createTask
      requestBody:
        content: {application/json: {schema: {type: object, required: [title]}}}
      responses:
        "200":
          description: It.
          content: {application/json: {schema: {type: object, required: [id]}}}
  /events:
    get:
      operationId: listen
      responses:
        "200":
          description: Events.
          content:
            text/event-stream: {itemSchema: {type: object, required: [id]}}
'''


class Upstream:
    """A server of bare sockets: `answer(connection, head, first)` is called for each request."""

    def __init__(self, answer):
        self.answer = answer
        self.socket = socket.create_server(('127.0.0.1', 0), backlog=64)
        self.port = self.socket.getsockname()[1]
        self.url = f'http://127.0.0.1:{self.port}'
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.socket.accept()
                threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with connection, contextlib.suppress(OSError):
            head, first = read_head(connection)
            if head:
                self.answer(connection, head, first)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()


def read_head(connection):
    received = b''
    while b'\r\n\r\n' not in received:
        more = connection.recv(65536)
        if not more:
            return '', b''
        received += more
    head, _, rest = received.partition(b'\r\n\r\n')
    return head.decode('latin-1'), rest


def read_until(connection, end, received=b''):
    while not received.endswith(end):
        more = connection.recv(65536)
        if not more:
            break
        received += more
    return received


def read_all(connection, received=b''):
    """What comes until the end, and whether that was a reset."""
    try:
        while True:
            more = connection.recv(1 << 16)
            if not more:
                return received, False
            received += more
    except ConnectionResetError:
        return received, True


@contextlib.contextmanager
def proxy_to(url, *arguments):
    with tempfile.TemporaryDirectory() as folder:
        spec = Path(folder) / 'files.yaml'
        spec.write_text(SPEC)
        process = subprocess.Popen([HOLOTYPE, 'proxy', str(spec), url, '-p', '0', *arguments],
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            ready, _, _ = select.select([process.stdout], [], [], 10)
            line = process.stdout.readline() if ready else ''
            found = re.search(r'http://127\.0\.0\.1:(\d+)', line)
            if found is None:
                raise AssertionError(f'no address in {line!r}')
            process.port = int(found.group(1))
            process.url = found.group(0)
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.communicate(timeout=10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.communicate()
                    raise


def connect(process):
    connection = socket.create_connection(('127.0.0.1', process.port), timeout=20)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def ask(process, request):
    """All that comes for a request until the end."""
    with connect(process) as connection:
        connection.sendall(request)
        return read_all(connection)


def journal(process, count=1):
    """The latest exchanges; waits until there are so many."""
    for _ in range(200):
        with urllib.request.urlopen(process.url + '/__holotype/requests') as answer:
            exchanges = json.load(answer)['requests']
        if len(exchanges) >= count:
            return exchanges
        time.sleep(0.02)
    raise AssertionError(f'{len(exchanges)} exchanges')


def peak_memory(process):
    status = Path(f'/proc/{process.pid}/status').read_text()
    return int(re.search(r'VmHWM:\s+(\d+)', status).group(1)) << 10


def is_sanitized(process):
    maps = Path(f'/proc/{process.pid}/maps').read_text()
    return 'libasan' in maps or 'libtsan' in maps


BLOCK = bytes(range(256)) * 4096  # 1 MiB


def blocks(count):
    """As many MiB, none of them like another."""
    for number in range(count):
        yield number.to_bytes(8, 'big') + BLOCK[8:]


def digest_of(parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


class LargeTest(unittest.TestCase):
    """Bodies that are larger than the memory that the proxy may take."""

    @classmethod
    def setUpClass(cls):
        cls.digest = digest_of(blocks(MEGABYTES))

    def check(self, process, exchange, name):
        self.assertEqual(exchange[name], MEGABYTES << 20)
        self.assertNotIn('body', exchange)
        self.assertTrue(exchange['unchecked'], exchange)
        self.assertIn('passed on as they came', str(exchange['unchecked']))
        if not is_sanitized(process):
            self.assertLess(peak_memory(process), MEMORY_LIMIT)

    def test_download(self):
        def answer(connection, head, _):
            chunked = 'chunked' in head
            framing = b'Transfer-Encoding: chunked' if chunked else b'Content-Length: %d' % (MEGABYTES << 20)
            connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n' + framing + b'\r\n\r\n')
            for block in blocks(MEGABYTES):
                connection.sendall((b'%x\r\n' % len(block) + block + b'\r\n') if chunked else block)
            if chunked:
                connection.sendall(b'0\r\n\r\n')
            connection.recv(1)

        for options in ((), ('--errors',)):
            with Upstream(answer) as upstream, proxy_to(upstream.url, *options) as process:
                for number, framing in enumerate(('length', 'chunked'), 1):
                    with self.subTest(framing=framing, options=options):
                        request = urllib.request.Request(process.url + '/file', headers={'X-Framing': framing})
                        digest = hashlib.sha256()
                        with urllib.request.urlopen(request) as got:
                            self.assertIsNotNone(got.headers['Holotype-Unchecked'])
                            while part := got.read(1 << 20):
                                digest.update(part)
                        self.assertEqual(digest.hexdigest(), self.digest)
                        self.check(process, journal(process, number)[-1], 'passedAnswerBytes')

    def test_upload(self):
        digests = []

        def answer(connection, head, first):
            digest = hashlib.sha256()
            stream = connection.makefile('rb')
            if 'chunked' in head.lower():
                pending = first
                # Chunks may be cut anew on the way: only what they hold counts.
                buffered = Buffered(stream, pending)
                while size := int(buffered.line(), 16):
                    digest.update(buffered.take(size))
                    buffered.line()
                buffered.line()
            else:
                length = int(re.search(r'(?i)content-length: (\d+)', head).group(1))
                buffered = Buffered(stream, first)
                while length > 0:
                    part = buffered.take(min(length, 1 << 20))
                    digest.update(part)
                    length -= len(part)
            digests.append(digest.hexdigest())
            connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 2\r\n\r\nok')

        for options in ((), ('--errors',)):
            with Upstream(answer) as upstream, proxy_to(upstream.url, *options) as process:
                for number, framing in enumerate(('length', 'chunked'), 1):
                    with self.subTest(framing=framing, options=options), connect(process) as connection:
                        chunked = framing == 'chunked'
                        connection.sendall(b'PUT /file HTTP/1.1\r\nHost: a\r\nContent-Type: application/octet-stream\r\n' +
                                           (b'Transfer-Encoding: chunked' if chunked else
                                            b'Content-Length: %d' % (MEGABYTES << 20)) + b'\r\n\r\n')
                        for block in blocks(MEGABYTES):
                            connection.sendall((b'%x\r\n' % len(block) + block + b'\r\n') if chunked else block)
                        if chunked:
                            connection.sendall(b'0\r\n\r\n')
                        got = read_until(connection, b'ok')
                        self.assertTrue(got.startswith(b'HTTP/1.1 200 '), got)
                        self.assertIn(b'Holotype-Unchecked: ', got)
                        self.assertEqual(digests[-1], self.digest)
                        self.check(process, journal(process, number)[-1], 'passedBodyBytes')

    def test_a_slow_client_slows_the_service_down(self):
        sent = [0]

        def answer(connection, _, __):
            connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n' % (1 << 40))
            while True:
                connection.sendall(BLOCK)
                sent[0] += len(BLOCK)

        with Upstream(answer) as upstream, proxy_to(upstream.url) as process, connect(process) as connection:
            connection.sendall(b'GET /file HTTP/1.1\r\nHost: a\r\n\r\n')
            before = -1
            while before != sent[0]:
                before = sent[0]
                time.sleep(0.3)
            self.assertLess(before, 64 << 20)
            if not is_sanitized(process):
                self.assertLess(peak_memory(process), MEMORY_LIMIT)


class Buffered:
    """Reads lines and lengths from `first` and then from the stream."""

    def __init__(self, stream, first):
        self.stream = stream
        self.first = first

    def take(self, size):
        part, self.first = self.first[:size], self.first[size:]
        return part + (self.stream.read(size - len(part)) if size > len(part) else b'')

    def line(self):
        line = b''
        while not line.endswith(b'\n'):
            line += self.take(1)
        return line.strip()


def media_types():
    """Every media type that a description in the folder names, and a few that must never be missing."""
    types = {'application/json', 'application/xml', 'text/plain; charset=utf-16', 'application/octet-stream',
             'multipart/form-data; boundary=x', 'image/png', 'text/event-stream', 'application/jsonl'}
    pattern = re.compile(r'''["' ]((?:application|audio|font|image|message|model|multipart|text|video)/'''
                         r'''[A-Za-z0-9!#$&^_.+-]+(?:; ?[a-z]+=[A-Za-z0-9._-]+)?)["']?\s*[:,\]]''')
    if DESCRIPTIONS is not None and DESCRIPTIONS.is_dir():
        for path in DESCRIPTIONS.iterdir():
            if path.is_file():
                types.update(pattern.findall(path.read_text(errors='replace')))
    return sorted(types)


class UnchangedTest(unittest.TestCase):
    def test_bytes_of_every_media_type(self):
        body = bytes(range(256)) * 3 + b'\r\n\r\n0\r\n\r\n{"half": '
        received = {}

        def answer(connection, head, first):
            media_type = re.search(r'(?im)^content-type: (.*?)\r?$', head).group(1)
            received[media_type] = read_until(connection, body, first)
            connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: %b\r\nContent-Length: %d\r\n\r\n%b' %
                               (media_type.encode(), len(body), body))

        types = media_types()
        with Upstream(answer) as upstream, proxy_to(upstream.url) as process:
            for media_type in types:
                with self.subTest(media_type):
                    got, _ = ask(process, b'PUT /file HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: %b\r\n'
                                          b'Content-Length: %d\r\n\r\n%b' % (media_type.encode(), len(body), body))
                    head, _, content = got.partition(b'\r\n\r\n')
                    self.assertEqual(received[media_type], body)
                    self.assertEqual(content, body)
                    self.assertIn(f'\r\nContent-Type: {media_type}\r\n'.encode(), got)
        self.assertGreater(len(types), 7)

    def test_messages(self):
        """What the service says, and of that what the client gets; {} stands for fields of the proxy's own."""
        rows = [
            ('several fields of one name, and their order',
             b'HTTP/1.1 200 Fine\r\nSet-Cookie: a=1\r\nb: 2\r\nset-cookie: c\r\nContent-Length: 0\r\n\r\n',
             rb'HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nb: 2\r\nset-cookie: c\r\n.*\r\n\r\n'),
            ('a redirect',
             b'HTTP/1.1 302 Found\r\nLocation: http://elsewhere.example/\r\nContent-Length: 0\r\n\r\n',
             rb'HTTP/1.1 302 Found\r\nLocation: http://elsewhere.example/\r\n.*\r\n\r\n'),
            ('hop-by-hop fields',
             b'HTTP/1.1 200 OK\r\nConnection: x-hop\r\nX-Hop: 1\r\nKeep-Alive: 5\r\nX-End: 1\r\nContent-Length: 0\r\n\r\n',
             rb'HTTP/1.1 200 OK\r\nX-End: 1\r\nVia: 1.1 holotype\r\n.*\r\n\r\n'),
            ('interim answers',
             b'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na',
             rb'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n.*\r\n\r\na'),
            ('trailers',
             b'HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX-Sum: 1\r\n\r\n',
             rb'HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\n.*\r\n\r\n1\r\na\r\n0\r\nX-Sum: 1\r\n\r\n'),
            ('the end of the connection', b'HTTP/1.1 200 OK\r\n\r\nabc',
             rb'HTTP/1.1 200 OK\r\n.*Content-Length: 3\r\n.*\r\n\r\nabc'),
            ('gzip', b'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f\x8b',
             rb'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n.*\r\n\r\n\x1f\x8b'),
        ]
        for what, said, expected in rows:
            with self.subTest(what), Upstream(lambda connection, *_, said=said: connection.sendall(said)) as upstream:
                with proxy_to(upstream.url) as process:
                    got, _ = ask(process, b'GET /file HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
                    self.assertRegex(got, re.compile(expected + rb'\Z', re.S))

    def test_trailers_of_requests(self):
        heads, bodies = [], []

        def answer(connection, head, first):
            heads.append(head)
            bodies.append(read_until(connection, b'\r\n\r\n', first))
            connection.sendall(b'HTTP/1.1 204 No\r\n\r\n')

        with Upstream(answer) as upstream, proxy_to(upstream.url) as process, connect(process) as connection:
            connection.sendall(b'PUT /file HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: TE, close\r\n'
                               b'Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nX-Sum: 7\r\n\r\n')
            read_all(connection)
        self.assertIn('TE: trailers\r\nConnection: TE', heads[0])
        self.assertEqual(bodies[0], b'2\r\nab\r\n0\r\nX-Sum: 7\r\n\r\n')

    def test_the_service_is_asked_whether_a_large_body_may_come(self):
        def answer(connection, head, first):
            assert 'expect: 100-continue' in head.lower() and not first
            if 'X-Refuse' in head:
                connection.sendall(b'HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
                return
            connection.sendall(b'HTTP/1.1 100 Continue\r\n\r\n')
            length = 11 << 20
            while length > 0:
                length -= len(connection.recv(1 << 20))
            connection.sendall(b'HTTP/1.1 204 No\r\n\r\n')

        head = b'PUT /file HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\nExpect: 100-continue\r\n' % (11 << 20)
        with Upstream(answer) as upstream, proxy_to(upstream.url) as process:
            with connect(process) as connection:
                connection.sendall(head + b'X-Refuse: 1\r\n\r\n')
                self.assertTrue(read_all(connection)[0].startswith(b'HTTP/1.1 413 '))
            with connect(process) as connection:
                connection.sendall(head + b'Connection: close\r\n\r\n')
                self.assertEqual(read_until(connection, b'\r\n\r\n'), b'HTTP/1.1 100 Continue\r\n\r\n')
                connection.sendall(b'x' * (11 << 20))
                self.assertTrue(read_all(connection)[0].startswith(b'HTTP/1.1 204 '))


class TimeTest(unittest.TestCase):
    """Bodies that take their time, or come to no good end."""

    def test_events_pass_as_they_come_and_are_checked_at_the_end(self):
        heard = threading.Event()

        def answer(connection, _, __):
            connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n'
                               b'Transfer-Encoding: chunked\r\n\r\nd\r\nid: 1\ndata: a\r\n')
            heard.wait(10)
            connection.sendall(b'b\r\n\n\ndata: b\n\n\r\n0\r\n\r\n')

        with Upstream(answer) as upstream:
            for options in ((), ('--errors',)):
                heard.clear()
                with self.subTest(options), proxy_to(upstream.url, *options) as process:
                    with connect(process) as connection:
                        connection.sendall(b'GET /events HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
                        first = read_until(connection, b'data: a\r\n')
                        self.assertIn(b'id: 1\ndata: a\r\n', first)
                        heard.set()
                        rest, _ = read_all(connection)
                    # The second event has no id: that is known only behind the head.
                    self.assertRegex(rest, rb'(?s)data: b.*\r\n0\r\nHolotype-Answer-Violations: 1; first=schema.required')
                    exchange = journal(process)[-1]
                    self.assertEqual(exchange['answerViolations'][0]['rule'], 'schema.required')
                    self.assertNotIn('passedAnswerBytes', exchange)

    def test_slow_bodies_pass_as_they_come_and_are_checked_at_the_end(self):
        step = threading.Event()

        def answer(connection, head, first):
            if 'X-Upload' not in head:
                connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n'
                                   b'Content-Length: 9\r\n\r\n{"a"')
                step.wait(10)
                connection.sendall(b':  1}')
                connection.recv(1)
                return
            received = read_until(connection, b'"', first)
            step.set()  # the first part came before the last was sent
            received = read_until(connection, b'}', received)
            connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 8\r\n\r\n{"id":1}')

        head = b'POST /task HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: '
        with Upstream(answer) as upstream, proxy_to(upstream.url) as process:
            with connect(process) as connection:
                connection.sendall(head + b'13\r\n\r\n{"title": ""}')
                self.assertTrue(read_until(connection, b'{"a"').endswith(b'\r\n\r\n{"a"'))
                step.set()
                self.assertTrue(read_all(connection)[0].endswith(b':  1}'))
            exchange = journal(process)[-1]
            self.assertEqual(exchange['answerViolations'][0]['rule'], 'schema.required')
            step.clear()
            with connect(process) as connection:
                connection.sendall(head + b'8\r\nX-Upload: 1\r\n\r\n{"a"')
                self.assertTrue(step.wait(10))
                connection.sendall(b':1 }')
                got, _ = read_all(connection)
            # Known before the head of the answer was sent.
            self.assertIn(b'Holotype-Violations: 1; first=schema.required', got)

    def test_an_answer_that_breaks_off_never_looks_whole(self):
        start = b'x' * 1000
        rows = [
            ('length', '1.1', b'Content-Length: 2000', start, 'short'),
            ('chunks', '1.1', b'Transfer-Encoding: chunked', b'3e8\r\n' + start + b'\r\n', 'no last chunk'),
            ('chunks to HTTP/1.0', '1.0', b'Transfer-Encoding: chunked', b'3e8\r\n' + start + b'\r\n', 'reset'),
        ]
        for what, version, framing, content, sign in rows:
            def answer(connection, _, __, framing=framing, content=content):
                connection.sendall(b'HTTP/1.1 200 OK\r\n' + framing + b'\r\n\r\n' + content)
                time.sleep(0.6)  # longer than it is held: its head has left by then

            with self.subTest(what), Upstream(answer) as upstream, proxy_to(upstream.url) as process:
                got, is_reset = ask(process, f'GET /file HTTP/{version}\r\nHost: a\r\n\r\n'.encode())
                self.assertEqual(is_reset, sign == 'reset')
                if sign != 'reset':
                    self.assertTrue(got.startswith(b'HTTP/1.1 200 '), got)
                    self.assertIn(start, got)
                    self.assertFalse(got.endswith(b'0\r\n\r\n'))
                exchange = journal(process)[-1]
                self.assertEqual(exchange['answerViolations'][-1]['rule'], 'upstream.unreachable')
                self.assertEqual(exchange['passedAnswerBytes'], 1000)
        # What was still held becomes a 502.
        with Upstream(lambda c, *_: c.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx')) as upstream:
            with proxy_to(upstream.url) as process:
                got, _ = ask(process, b'GET /file HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
                self.assertTrue(got.startswith(b'HTTP/1.1 502 '), got)

    def test_a_client_that_goes_away_takes_the_connection_to_the_service_with_it(self):
        gone = threading.Event()

        def answer(connection, head, _):
            try:
                if head.startswith('GET'):
                    connection.sendall(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
                    while True:
                        connection.sendall(b'1\r\na\r\n')
                        time.sleep(0.02)
                while connection.recv(65536):
                    pass
                gone.set()
            except OSError:
                gone.set()

        rows = [b'GET /file HTTP/1.1\r\nHost: a\r\n\r\n',
                b'PUT /file HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n' + b'x' * 100_000]
        for number, request in enumerate(rows):
            gone.clear()
            with self.subTest(request[:3]), Upstream(answer) as upstream, proxy_to(upstream.url) as process:
                with connect(process) as connection:
                    connection.sendall(request)
                    if number == 0:
                        read_until(connection, b'\r\na\r\n')
                    else:
                        time.sleep(0.2)
                self.assertTrue(gone.wait(10))
                exchange = journal(process)[-1]
                self.assertIn('upstream.', str(exchange['unchecked']))

    def test_it_stops_while_a_stream_goes_on(self):
        def answer(connection, _, __):
            connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: a\n\n')
            connection.recv(1)

        with Upstream(answer) as upstream, proxy_to(upstream.url) as process, connect(process) as connection:
            connection.sendall(b'GET /events HTTP/1.1\r\nHost: a\r\n\r\n')
            read_until(connection, b'data: a\n\n\r\n')
            begin = time.monotonic()
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=10)
            self.assertEqual(process.returncode, 0)
            self.assertLess(time.monotonic() - begin, 3)
            self.assertFalse(read_all(connection)[0].endswith(b'0\r\n\r\n'))

    def test_the_log_says_what_was_not_checked(self):
        def answer(connection, _, __):
            connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n' + b'x' * 2000)

        with Upstream(answer) as upstream, proxy_to(upstream.url, '--max-answer-bytes', '1000') as process:
            got, _ = ask(process, b'GET /file HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
            self.assertTrue(got.endswith(b'x' * 2000))
            journal(process)
            line = process.stdout.readline()
            self.assertIn('GET /file -> 200 getFile [upstream]', line)
            self.assertIn('[upstream.answer-unchecked] the body of the answer was not checked: 2000 bytes are more '
                          'than --max-answer-bytes', line)


if __name__ == '__main__':
    unittest.main()
