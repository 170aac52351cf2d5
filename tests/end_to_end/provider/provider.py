#!/usr/bin/env python3
"""A small shop that does what shop.yaml says, but for the faults it is started with.

    provider.py PORT [FAULT...]       port 0 takes any free one; the first line says which
    provider.py --list                the faults, one a line, with what each does

Its state lives in the process. Nothing of it is random, so that equal requests get equal answers.
"""
import datetime
import json
import os
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

FAULTS = {
    # Answers.
    'create-answers-200': 'POST /items is answered 200, which is not described',
    'create-lacks-created-at': 'the answer to POST /items lacks the required createdAt',
    'price-is-a-text': 'GET /items/{itemId} has the price as a text',
    'list-has-null-color': 'an item of GET /items has color null',
    'parcel-days-are-a-text': 'quotes of parcels have days as a text; letters are right',
    'total-count-missing': 'GET /items lacks X-Total-Count',
    'total-count-is-a-word': 'X-Total-Count says "many"',
    'location-missing': 'POST /items lacks Location',
    'search-is-text': 'GET /search is answered as text/plain',
    'search-is-empty': 'GET /search is answered 200 without a body',
    'search-is-never-csv': 'GET /search is answered as JSON to who accepts text/csv alone',
    'search-leads-elsewhere': 'GET /search is answered 302, to the URL in the environment variable ELSEWHERE',
    'search-breaks-off': 'the body of GET /search is cut short',
    'password-is-leaked': 'POST /users answers with the writeOnly password',
    'unknown-color': 'an item without a color is answered with color "none"',
    'created-at-is-no-moment': 'createdAt has no time',
    'problem-lacks-status': 'the problem of an invalid request lacks its status',
    'problem-is-json': 'problems are sent as text/html',
    'teapot-for-green': 'GET /items?color=green is answered 418',
    # Constraints that are not enforced.
    'title-may-be-missing': 'POST /items takes items without a title',
    'title-may-be-long': 'a title of any length is taken',
    'title-may-be-empty': 'an empty title is taken',
    'price-may-be-negative': 'a negative price is taken',
    'price-may-be-a-text': 'POST /items takes "5" for 5',
    'color-may-be-any': 'any text is taken for a color in a body',
    'sku-may-be-any': 'the pattern of sku is not checked',
    'date-may-be-any': 'the format of madeOn is not checked',
    'box-may-be-any': 'boxOf need not be a multiple of 6',
    'tags-may-repeat': 'tags need not be unique',
    'six-tags': 'six tags are taken',
    'more-members': 'POST /items takes members that are not described',
    'limit-may-be-large': 'GET /items takes a limit of 51',
    'query-color-may-be-any': 'GET /items takes any color',
    'q-may-be-missing': 'GET /search works without q',
    'kilos-may-be-zero': 'a parcel of 0 kilos is taken',
    'key-is-not-asked': 'POST /items works without a key',
    'key-is-not-asked-of-delete': 'DELETE works without a key',
    'any-media-type': 'bodies of any media type are read as JSON',
    # Constraints that are enforced too strictly.
    'title-of-39': 'a title of 40 characters is refused',
    'price-below-1000': 'a price of 1000 is refused',
    'limit-below-50': 'a limit of 50 is refused',
    # Failures.
    'long-title-fails': 'a title of 40 characters ends in a 500',
    'price-of-0-fails': 'a price of 0 ends in a 500',
    'empty-note-fails': 'an empty note ends in a 500',
    'title-beyond-ascii-fails': 'a title with letters beyond ASCII ends in a 500',
    'no-json-fails': 'a body that is no JSON ends in a 500',
    # State.
    'stale-read': 'GET /items/{itemId} shows what was there before a change',
    'patch-resets-color': 'PATCH makes an item red that it does not give a color',
    'location-leads-nowhere': 'POST /items names the Location of an item that is not there',
    'delete-takes-all': 'DELETE removes all items',
    'list-keeps-deleted': 'GET /items lists what was deleted',
    'put-keeps-title': 'PUT does not change the title',
    'delete-keeps': 'DELETE is answered 204 and removes nothing',
    'ids-repeat': 'every item is created with the id itm_1',
    'list-forgets-the-last': 'GET /items lacks the item created last',
    'created-is-not-found': 'GET answers 404 for items with an even number',
    # Methods.
    'any-method': 'a method that is not described is answered 200',
    'allow-missing': 'a 405 has no Allow',
    'allow-is-wrong': 'the Allow of a 405 names every method',
}
METHODS = {'/items': 'GET, POST', '/items/{}': 'GET, PATCH, PUT, DELETE', '/search': 'GET', '/quotes': 'POST',
           '/users': 'POST'}
COLORS = ('red', 'green', 'blue')
ON = set()
ITEMS = {}
DELETED = {}
STALE = {}
COUNT = [0]


class Refused(Exception):
    def __init__(self, status, title):
        super().__init__(title)
        self.status = status
        self.title = title


def need(holds, title):
    if not holds:
        raise Refused(400, title)


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_integer(value):
    return is_number(value) and value == int(value)


def is_date(text):
    try:
        return bool(re.fullmatch(r'\d{4}-\d\d-\d\d', text)) and bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False


def check_title(title):
    need(isinstance(title, str), 'title must be a text')
    need(len(title) >= 1 or 'title-may-be-empty' in ON, 'title must not be empty')
    if 'title-may-be-long' not in ON:
        need(len(title) <= (39 if 'title-of-39' in ON else 40), 'title is too long')
    if not title.isascii() and 'title-beyond-ascii-fails' in ON:
        raise RuntimeError('a title beyond ASCII')
    if len(title) == 40 and 'long-title-fails' in ON:
        raise RuntimeError('a title of 40')


def check_price(price):
    if 'price-may-be-a-text' in ON and isinstance(price, str):
        return
    need(is_number(price), 'price must be a number')
    if price == 0 and 'price-of-0-fails' in ON:
        raise RuntimeError('a price of 0')
    need(price >= 0 or 'price-may-be-negative' in ON, 'price must not be negative')
    need(price < 1000 if 'price-below-1000' in ON else price <= 1000, 'price is too high')


def check_color(color):
    need(isinstance(color, str) and (color in COLORS or 'color-may-be-any' in ON), 'there is no such color')


def check_sku(sku):
    need(isinstance(sku, str), 'sku must be a text')
    need('sku-may-be-any' in ON or re.fullmatch('[A-Z]{3}-[0-9]{4}', sku), 'sku must be like ABC-1234')


def check_made_on(date):
    need(isinstance(date, str) and ('date-may-be-any' in ON or is_date(date)), 'madeOn must be a date')


def check_box(box):
    need(is_integer(box) and box >= 6, 'boxOf must be 6 or more')
    need('box-may-be-any' in ON or box % 6 == 0, 'boxOf must be a multiple of 6')


def check_note(note):
    if note == '' and 'empty-note-fails' in ON:
        raise RuntimeError('an empty note')
    need(note is None or (isinstance(note, str) and len(note) <= 10), 'note must have at most 10 characters')


def check_tags(tags):
    need(isinstance(tags, list) and all(isinstance(tag, str) and tag for tag in tags), 'tags must be texts')
    need(len(tags) <= (6 if 'six-tags' in ON else 5), 'there are too many tags')
    need(len(set(tags)) == len(tags) or 'tags-may-repeat' in ON, 'a tag is there twice')


CHECKS = {'title': check_title, 'price': check_price, 'color': check_color, 'sku': check_sku,
          'madeOn': check_made_on, 'boxOf': check_box, 'note': check_note, 'tags': check_tags}


def check_item(item, names, required):
    need(isinstance(item, dict), 'an object is needed')
    for name in required:
        need(name in item or (name == 'title' and 'title-may-be-missing' in ON), f'{name} is missing')
    for name, value in item.items():
        if name in names:
            CHECKS[name](value)
        else:
            need('more-members' in ON, f'there is no {name}')


def made(item, number):
    known = {name: value for name, value in item.items() if name in CHECKS}
    known.setdefault('title', 'untitled')
    known.setdefault('color', 'none' if 'unknown-color' in ON else 'red')
    known['id'] = f'itm_{number}'
    known['createdAt'] = '2024-01-15' if 'created-at-is-no-moment' in ON else '2024-01-15T10:30:00Z'
    return known


class Shop(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def answer(self, status, value=None, media_type='application/json', headers=()):
        text = b'' if value is None else json.dumps(value).encode()
        self.answer_bytes(status, text, media_type, headers)

    def answer_bytes(self, status, text, media_type, headers=()):
        self.send_response(status)
        if text:
            self.send_header('Content-Type', media_type)
        if status != 204:
            self.send_header('Content-Length', str(len(text)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != 'HEAD':
            self.wfile.write(text)

    def problem(self, status, title, headers=()):
        value = {'title': title, 'status': status}
        if 'problem-lacks-status' in ON:
            del value['status']
        media_type = 'text/html' if 'problem-is-json' in ON else 'application/problem+json'
        self.answer(status, value, media_type, headers)

    def body(self):
        if 'any-media-type' not in ON:
            media_type = (self.headers.get('Content-Type') or '').partition(';')[0].strip()
            if self.raw and media_type != 'application/json':
                raise Refused(415, 'JSON is needed')
        elif self.raw and self.headers.get('Content-Type') != 'application/json':
            return {'title': 'read all the same', 'price': 1, 'kind': 'letter', 'grams': 1, 'name': 'Ann',
                    'email': 'ann@example.org'}
        try:
            return json.loads(self.raw)
        except ValueError:
            if 'no-json-fails' in ON and self.raw:
                raise RuntimeError('no JSON') from None
            raise Refused(400, 'the body is no JSON') from None

    def need_key(self, fault):
        if not self.headers.get('X-Key') and fault not in ON:
            raise Refused(401, 'a key is needed')

    def handle_any(self):
        self.raw = self.rfile.read(int(self.headers.get('Content-Length') or 0))
        parts = urlsplit(self.path)
        self.query = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        path = parts.path.removeprefix('/api')
        template = '/items/{}' if path.startswith('/items/') else path
        self.item_id = unquote(path[len('/items/'):]) if template == '/items/{}' else ''
        try:
            if template not in METHODS:
                return self.problem(404, 'there is no such path')
            if self.command not in METHODS[template].split(', '):
                if 'any-method' in ON:
                    return self.answer(200, {})
                methods = 'GET, POST, PUT, PATCH, DELETE' if 'allow-is-wrong' in ON else METHODS[template]
                allow = [] if 'allow-missing' in ON else [('Allow', methods)]
                return self.problem(405, 'there is no such method', allow)
            name = template.strip('/').replace('/{}', '_one')
            return getattr(self, f'{self.command.lower()}_{name}')()
        except Refused as refused:
            return self.problem(refused.status, refused.title)
        except RuntimeError as error:
            return self.problem(500, str(error))

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

    # /items

    def get_items(self):
        limit = self.query.get('limit', '20')
        need(re.fullmatch('-?[0-9]+', limit) and int(limit) >= 1, 'limit must be 1 or more')
        most = 49 if 'limit-below-50' in ON else 50
        need(int(limit) <= most or 'limit-may-be-large' in ON, 'limit is too large')
        color = self.query.get('color')
        need(color in (None, *COLORS) or 'query-color-may-be-any' in ON, 'there is no such color')
        if color == 'green' and 'teapot-for-green' in ON:
            return self.problem(418, 'green')
        known = [*DELETED.values(), *ITEMS.values()] if 'list-keeps-deleted' in ON else ITEMS.values()
        items = [dict(item) for item in known if color in (None, item['color'])]
        if 'list-forgets-the-last' in ON:
            items = items[:-1]
        if 'list-has-null-color' in ON and items:
            items[0]['color'] = None
        # The newest come first on a page, so that what was just created is on it.
        headers = [('X-Total-Count', 'many' if 'total-count-is-a-word' in ON else str(len(items)))]
        return self.answer(200, items[::-1][:int(limit)],
                           headers=[] if 'total-count-missing' in ON else headers)

    def post_items(self):
        self.need_key('key-is-not-asked')
        item = self.body()
        if 'any-media-type' in ON and isinstance(item, dict):
            item = {name: value for name, value in item.items() if name not in ('kind', 'grams', 'name', 'email')}
        check_item(item, CHECKS, ('title', 'price'))
        COUNT[0] += 1
        new = made(item, 1 if 'ids-repeat' in ON else COUNT[0])
        ITEMS[new['id']] = new
        shown = dict(new)
        if 'create-lacks-created-at' in ON:
            del shown['createdAt']
        there = 'itm_0' if 'location-leads-nowhere' in ON else new['id']
        headers = [] if 'location-missing' in ON else [('Location', f'/api/items/{there}')]
        return self.answer(200 if 'create-answers-200' in ON else 201, shown, headers=headers)

    # /items/{itemId}

    def found(self):
        need(re.fullmatch('itm_[0-9]+', self.item_id), 'there are no such ids')
        if self.item_id not in ITEMS:
            raise Refused(404, 'there is no such item')
        return ITEMS[self.item_id]

    def get_items_one(self):
        item = self.found()
        if 'created-is-not-found' in ON and int(self.item_id[4:]) % 2 == 0:
            raise Refused(404, 'there is no such item')
        if 'stale-read' in ON:
            item = STALE.get(self.item_id, item)
        if 'price-is-a-text' in ON:
            item = {**item, 'price': str(item['price'])}
        return self.answer(200, item)

    def patch_items_one(self):
        self.need_key('')
        item = self.found()
        change = self.body()
        check_item(change, ('title', 'color', 'price'), ())
        need(change, 'a change is needed')
        STALE.setdefault(self.item_id, dict(item))
        if 'patch-resets-color' in ON:
            item['color'] = 'red'
        item.update(change)
        return self.answer(200, item)

    def put_items_one(self):
        self.need_key('')
        old = self.found()
        item = self.body()
        check_item(item, CHECKS, ('title', 'price'))
        new = made(item, self.item_id[4:])
        if 'put-keeps-title' in ON:
            new['title'] = old['title']
        STALE.setdefault(self.item_id, dict(old))
        ITEMS[self.item_id] = new
        return self.answer(200, new)

    def delete_items_one(self):
        self.need_key('key-is-not-asked-of-delete')
        self.found()
        if 'delete-keeps' not in ON:
            DELETED[self.item_id] = ITEMS.pop(self.item_id)
        if 'delete-takes-all' in ON:
            ITEMS.clear()
        return self.answer(204)

    # The others

    def get_search(self):
        q = self.query.get('q')
        need(q is not None or 'q-may-be-missing' in ON, 'q is missing')
        q = 'all' if q is None else q
        need(2 <= len(q) <= 20, 'q must have 2 to 20 characters')
        need('after' not in self.query or is_date(self.query['after']), 'after must be a date')
        trace = self.headers.get('X-Trace')
        need(trace is None or re.fullmatch('[0-9a-f]{8}', trace), 'X-Trace must be 8 hexadecimal digits')
        if 'search-leads-elsewhere' in ON:
            return self.answer_bytes(302, b'', '', [('Location', os.environ['ELSEWHERE'])])
        answer = {'q': q, 'found': len(ITEMS)}
        if self.headers.get('Accept') == 'text/csv' and 'search-is-never-csv' not in ON:
            return self.answer_bytes(200, f'q,found\r\n"{q}",{len(ITEMS)}\r\n'.encode(), 'text/csv')
        if 'search-is-text' in ON:
            return self.answer(200, answer, 'text/plain')
        if 'search-is-empty' in ON:
            return self.answer(200)
        if 'search-breaks-off' in ON:
            return self.answer_bytes(200, json.dumps(answer)[:-5].encode(), 'application/json')
        return self.answer(200, answer)

    def post_quotes(self):
        order = self.body()
        need(isinstance(order, dict), 'an object is needed')
        if 'any-media-type' in ON and 'title' in order:
            order = {'kind': 'letter', 'grams': 1}
        kind = order.get('kind')
        need(kind in ('letter', 'parcel'), 'kind must be letter or parcel')
        weight = order.get('grams' if kind == 'letter' else 'kilos')
        need(len(order) == 2 and is_number(weight), 'kind and weight are needed')
        if kind == 'letter':
            need(is_integer(weight) and 1 <= weight <= 500, 'a letter has 1 to 500 grams')
            return self.answer(200, {'kind': kind, 'cents': 85})
        need((weight > 0 or (weight == 0 and 'kilos-may-be-zero' in ON)) and weight <= 30, 'a parcel has up to 30 kilos')
        return self.answer(200, {'kind': kind, 'cents': 549, 'days': '3' if 'parcel-days-are-a-text' in ON else 3})

    def post_users(self):
        user = self.body()
        need(isinstance(user, dict), 'an object is needed')
        need(isinstance(user.get('name'), str) and 2 <= len(user['name']) <= 30, 'name must have 2 to 30 characters')
        email = user.get('email')
        need(isinstance(email, str) and re.fullmatch(r'[^@\s]+@[^@\s]+', email), 'email is needed')
        password = user.get('password', 'x' * 8)
        need(isinstance(password, str) and len(password) >= 8, 'password must have 8 characters')
        need('id' not in user, 'id is not yours to give')
        shown = {'id': 1, 'name': user['name'], 'email': email}
        if 'password-is-leaked' in ON:
            shown['password'] = password
        return self.answer(201, shown)


def main(arguments):
    if arguments == ['--list']:
        for name, what in FAULTS.items():
            print(f'{name}: {what}')
        return
    ON.update(arguments[1:])
    unknown = ON - FAULTS.keys()
    if unknown:
        sys.exit(f'there is no fault {", ".join(sorted(unknown))}')
    server = ThreadingHTTPServer(('127.0.0.1', int(arguments[0])), Shop)
    print(f'http://127.0.0.1:{server.server_address[1]}', flush=True)
    server.serve_forever()


if __name__ == '__main__':
    main(sys.argv[1:])
