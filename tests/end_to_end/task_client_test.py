#!/usr/bin/env python3
"""A client of the task API, tested offline against `holotype mock`: an example to copy.

    python3 task_client_test.py        unittest and urllib, nothing to install

HOLOTYPE, SPEC and FIXTURES in the environment say where the program and its files are.
"""
import json
import os
import subprocess
import unittest
import urllib.error
import urllib.request

HOLOTYPE = os.environ.get('HOLOTYPE', 'holotype')
SPEC = os.environ.get('SPEC', 'specs/comp-tasks.yaml')
FIXTURES = os.environ.get('FIXTURES', 'fixtures/comp-tasks.yaml')


def create_task(api, title, description):
    """The client under test."""
    request = urllib.request.Request(
        api + '/v1/tasks', method='POST',
        headers={'Content-Type': 'application/json', 'X-API-Key': 'test'},
        data=json.dumps({'title': title, 'description': description}).encode())
    with urllib.request.urlopen(request) as response:
        return json.load(response)


class Holotype:
    """One stand-in for all tests; each test has a session of its own on it."""

    def __init__(self):
        self.process = subprocess.Popen([HOLOTYPE, 'mock', SPEC, '--fixtures', FIXTURES, '-p', '0', '-q'],
                                        stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().split()[-1]  # "... on http://127.0.0.1:54321"

    def stop(self):
        self.process.terminate()
        self.process.communicate()


class Session:
    def __init__(self, server, name):
        self.url = f'{server.url}/__holotype/sessions/{name}'  # what the client takes as the API

    def ask(self, page, body, method='POST'):
        request = urllib.request.Request(f'{self.url}/__holotype/{page}', method=method,
                                         data=json.dumps(body).encode())
        with urllib.request.urlopen(request) as response:
            return json.loads(response.read() or 'null')

    def verify(self, **question):
        return self.ask('verify', question)


class TaskClientTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Holotype()
        cls.addClassCleanup(cls.server.stop)

    def setUp(self):
        self.session = Session(self.server, self.id().rsplit('.', 1)[-1])

    def assert_received(self, **question):
        answer = self.session.verify(**question)
        self.assertTrue(answer['holds'], answer['message'])

    def test_creates_a_task(self):
        task = create_task(self.session.url, 'Rotate keys', 'Every key')
        self.assertEqual(task['title'], 'Rotate keys')
        self.assert_received(operation='createTask', when={'body': {'title': 'Rotate keys'}}, exactly=1)
        self.assert_received(onlyValid=True)

    def test_says_what_the_api_would_refuse(self):
        with self.assertRaises(urllib.error.HTTPError) as refused:
            create_task(self.session.url, 'Rotate keys', None)
        refused.exception.close()
        self.assertEqual(refused.exception.code, 400)
        answer = self.session.verify(onlyValid=True)
        self.assertIn('description', answer['message'])

    def test_meets_an_answer_that_only_this_test_needs(self):
        self.session.ask('fixtures', {'fixtures': [{
            'name': 'full', 'operation': 'createTask', 'respond': {
                'status': 400, 'body': {'message': 'Full', 'error': 'Bad Request', 'statusCode': 400}}}]})
        with self.assertRaises(urllib.error.HTTPError) as refused:
            create_task(self.session.url, 'One too many', 'x')
        self.assertEqual(json.load(refused.exception)['message'], 'Full')
        refused.exception.close()

    def test_a_failure_shows_the_closest_miss(self):
        create_task(self.session.url, 'Rotate key', 'Every key')
        answer = self.session.verify(operation='createTask', when={'body': {'title': 'Rotate keys'}})
        self.assertFalse(answer['holds'])
        self.assertIn('body /title: must be "Rotate keys", found "Rotate key"', answer['message'])


if __name__ == '__main__':
    unittest.main()
