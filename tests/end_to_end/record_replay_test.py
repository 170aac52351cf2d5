#!/usr/bin/env python3
"""A session of 200 requests against json-server (npm), recorded by holotype proxy and replayed by holotype mock.

    record_replay_test.py FOLDER_OF_INSTALLATION [JSON_SERVER]

Every answer of the replay has the status and the body of the recorded one: the same JSON value, and for all else the
same bytes. Skipped (exit code 77) where there is no json-server 0.17: npm install json-server@0.17.4.
"""
import contextlib
import json
import os
import random
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

HOLOTYPE = str(Path(sys.argv[1]) / 'bin' / 'holotype')
JSON_SERVER = sys.argv[2] if len(sys.argv) > 2 else os.environ.get('JSON_SERVER') or shutil.which('json-server')
REQUESTS = 200

RESOURCE = '''
  /{0}:
    get:
      operationId: list_{0}
      parameters:
        - {{name: _sort, in: query, schema: {{type: string}}}}
        - {{name: _order, in: query, schema: {{enum: [asc, desc]}}}}
        - {{name: _page, in: query, schema: {{type: integer}}}}
        - {{name: _limit, in: query, schema: {{type: integer}}}}
        - {{name: title, in: query, schema: {{type: string}}}}
      responses:
        "200": {{description: All., content: {{application/json: {{schema: {{type: array, items: {{$ref: "#/components/schemas/thing"}}}}}}}}}}
    post:
      operationId: create_{0}
      requestBody: {{content: {{application/json: {{schema: {{type: object}}}}}}}}
      responses:
        "201": {{description: Created., content: {{application/json: {{schema: {{$ref: "#/components/schemas/thing"}}}}}}}}
  /{0}/{{id}}:
    parameters: [{{name: id, in: path, required: true, schema: {{type: integer}}}}]
    get:
      operationId: get_{0}
      responses: &one
        "200": {{description: It., content: {{application/json: {{schema: {{$ref: "#/components/schemas/thing"}}}}}}}}
        "404": {{description: None., content: {{application/json: {{schema: {{type: object}}}}}}}}
    put:
      operationId: replace_{0}
      requestBody: {{content: {{application/json: {{schema: {{type: object}}}}}}}}
      responses: *one
    patch:
      operationId: change_{0}
      requestBody: {{content: {{application/json: {{schema: {{type: object}}}}}}}}
      responses: *one
    delete:
      operationId: delete_{0}
      responses:
        "200": {{description: Gone., content: {{application/json: {{schema: {{type: object}}}}}}}}
        "404": {{description: None., content: {{application/json: {{schema: {{type: object}}}}}}}}
'''
SPEC = '''openapi: 3.1.0
info: {title: json-server, version: "1"}
components:
  schemas:
    thing: {type: object, required: [id], properties: {id: {type: integer}, title: {type: string}}}
paths:''' + RESOURCE.format('posts') + RESOURCE.format('comments').replace('&one', '&two').replace('*one', '*two')


def session():
    """The same requests each time: reads and writes of two resources, some of them of what is not there."""
    choose = random.Random(7)
    for number in range(REQUESTS):
        resource = choose.choice(['posts', 'comments'])
        one = f'/{resource}/{choose.randint(1, 12)}'
        body = {'title': choose.choice(['tea', 'Ü', '"x"\n', '']), 'size': choose.choice([0, 1.5, -1e20, None]),
                'tags': choose.sample(['a', 'b', 'c'], 2), 'number': number % 3}
        yield choose.choice([
            ('GET', f'/{resource}', None), ('GET', one, None), ('GET', one, None),
            ('GET', f'/{resource}?_sort=title&_order=desc&_limit=3&_page={choose.randint(1, 3)}', None),
            ('GET', f'/{resource}?title=tea', None), ('POST', f'/{resource}', body), ('PUT', one, body),
            ('PATCH', one, {'title': body['title']}), ('DELETE', one, None)])


def ask(url, method, target, body):
    """(status, media type, body)"""
    request = urllib.request.Request(url + target, method=method,
                                     data=None if body is None else json.dumps(body).encode(),
                                     headers={'Content-Type': 'application/json'} if body is not None else {})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers.get('Content-Type', ''), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers.get('Content-Type', ''), error.read()


def value_of(answer):
    status, media_type, body = answer
    return (status, json.loads(body)) if 'json' in media_type and body else (status, body)


@contextlib.contextmanager
def serving(*arguments):
    process = subprocess.Popen([HOLOTYPE, *arguments, '-p', '0', '--quiet'], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)
    try:
        ready, _, _ = select.select([process.stdout], [], [], 10)
        line = process.stdout.readline() if ready else ''
        found = re.search(r'http://127\.0\.0\.1:\d+', line)
        if found is None:
            process.kill()
            raise SystemExit(f'{arguments}: {line}{process.stderr.read()}')
        yield found.group(0)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)


@contextlib.contextmanager
def json_server(folder):
    with socket.create_server(('127.0.0.1', 0)) as free:
        port = free.getsockname()[1]
    database = folder / 'db.json'
    database.write_text(json.dumps({name: [{'id': i, 'title': f'{name} {i}'} for i in range(1, 9)]
                                    for name in ('posts', 'comments')}))
    process = subprocess.Popen([JSON_SERVER, '--port', str(port), '--quiet', str(database)], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, cwd=folder, start_new_session=True)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(('127.0.0.1', port)):
                break
            time.sleep(0.05)
        yield f'http://127.0.0.1:{port}'
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def main():
    if not JSON_SERVER:
        print('skipped: there is no json-server')
        return 77
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spec, recorded = folder / 'spec.yaml', folder / 'recorded'
        spec.write_text(SPEC)
        with json_server(folder) as real, serving('proxy', str(spec), real, '--record', str(recorded)) as proxy:
            expected = [ask(proxy, *request) for request in session()]
        with serving('mock', str(spec), '--fixtures', str(recorded)) as mock:
            answers = [ask(mock, *request) for request in session()]
    same = sum(value_of(a) == value_of(b) for a, b in zip(expected, answers))
    same_bytes = sum((a[0], a[2]) == (b[0], b[2]) for a, b in zip(expected, answers))
    statuses = sorted({answer[0] for answer in expected})
    print(f'{same} of {REQUESTS} answers are the same, {same_bytes} of them byte for byte; statuses {statuses}')
    for request, a, b in zip(session(), expected, answers):
        if value_of(a) != value_of(b):
            print(f'{request}\n  recorded {a}\n  replayed {b}')
    return 0 if same == REQUESTS else 1


sys.exit(main())
