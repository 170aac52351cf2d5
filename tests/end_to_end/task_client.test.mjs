// A client of the task API, tested offline against `holotype mock`: an example to copy.
//
//     node --test task_client.test.mjs        Node's own test runner and fetch, nothing to install
//
// HOLOTYPE, SPEC and FIXTURES in the environment say where the program and its files are.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';

const { HOLOTYPE = 'holotype', SPEC = 'specs/comp-tasks.yaml', FIXTURES = 'fixtures/comp-tasks.yaml' } = process.env;

// The client under test.
async function createTask(api, task) {
  const response = await fetch(`${api}/v1/tasks`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-API-Key': 'test' },
    body: JSON.stringify(task),
  });
  if (!response.ok) throw new Error(`${response.status}: ${(await response.json()).message}`);
  return response.json();
}

// One stand-in for all tests; each test has a session of its own on it.
let server, url;
before(async () => {
  server = spawn(HOLOTYPE, ['mock', SPEC, '--fixtures', FIXTURES, '-p', '0', '-q']);
  for await (const line of createInterface({ input: server.stdout })) {
    url = line.split(' ').at(-1); // "... on http://127.0.0.1:54321"
    break;
  }
});
after(() => server.kill());

function session(t) {
  const api = `${url}/__holotype/sessions/${t.name.replaceAll(/[^A-Za-z0-9]+/g, '-')}`;
  const ask = async (page, body) => {
    const response = await fetch(`${api}/__holotype/${page}`, { method: 'POST', body: JSON.stringify(body) });
    return response.json();
  };
  const verify = (question) => ask('verify', question);
  const received = async (question) => {
    const { holds, message } = await verify(question);
    assert.ok(holds, message);
  };
  return { api, ask, verify, received };
}

test('creates a task', async (t) => {
  const { api, received } = session(t);
  const task = await createTask(api, { title: 'Rotate keys', description: 'Every key' });
  assert.equal(task.title, 'Rotate keys');
  await received({ operation: 'createTask', when: { body: { title: 'Rotate keys' } }, exactly: 1 });
  await received({ onlyValid: true });
});

test('says what the API would refuse', async (t) => {
  const { api, verify } = session(t);
  await assert.rejects(createTask(api, { title: 'Rotate keys' }), /400: title and description are required/);
  const { holds, message } = await verify({ onlyValid: true });
  assert.equal(holds, false);
  assert.match(message, /must have property description/);
});

test('meets an answer that only this test needs', async (t) => {
  const { api, ask } = session(t);
  await ask('fixtures', { fixtures: [{ name: 'full', operation: 'createTask',
    respond: { status: 400, body: { message: 'Full', error: 'Bad Request', statusCode: 400 } } }] });
  await assert.rejects(createTask(api, { title: 'One too many', description: 'x' }), /400: Full/);
});

test('a failure shows the closest miss', async (t) => {
  const { api, verify } = session(t);
  await createTask(api, { title: 'Rotate key', description: 'Every key' });
  const { holds, message } = await verify({ operation: 'createTask', when: { body: { title: 'Rotate keys' } } });
  assert.equal(holds, false);
  assert.ok(message.includes('body /title: must be "Rotate keys", found "Rotate key"'), message);
});
