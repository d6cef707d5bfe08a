import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BareSocket } from '../testing/bare-socket.js';
import { ADMIN_KEY, startProduct } from '../testing/product.js';
import type { TestProduct } from '../testing/product.js';
import { untilRequestsBlocked, whileHolding } from '../testing/waiting.js';

/**
 * The rules of graphql-transport-ws (https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md) one by one, most in
 * its own words, against the product with a socket that knows nothing of the protocol.
 */

/** Of nothing that occurs: a batch comes at once, and then a heartbeat each five seconds. */
const TAIL = 'subscription { auditLogsAdded(filter: {eventTypes: ["NOTHING"]}) { caughtUp } }';
const UUID_V7 = '01a20f41-eea4-7937-9366-a5fc3563a694';
const invalid = { code: 4400, reason: 'Invalid message received' };

let product: TestProduct;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

const open = () => BareSocket.open(product.url);
const begin = () => BareSocket.begin(product.url, ADMIN_KEY);

describe('Sub-protocol', () => {
  test('The WebSocket sub-protocol is graphql-transport-ws, whatever else is offered', async () => {
    using socket = await BareSocket.open(product.url, { protocols: ['graphql-ws', 'graphql-transport-ws'] });
    expect(socket.socket.protocol).toBe('graphql-transport-ws');
  });

  test('A socket without the sub-protocol is closed with 4406', async () => {
    using socket = await BareSocket.open(product.url, { protocols: [] });
    expect(await socket.closed).toEqual({ code: 4406, reason: 'Subprotocol not acceptable' });
  });

  test('A socket with another sub-protocol alone gets none', async () => {
    // A client must fail a connection whose server agreed to none of its protocols (RFC 6455, 4.1).
    await expect(BareSocket.open(product.url, { protocols: ['graphql-ws'] })).rejects.toThrow('Server sent no subprotocol');
  });
});

describe('ConnectionInit', () => {
  test('The server acknowledges a connection with ConnectionAck', async () => {
    using socket = await open();
    socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${ADMIN_KEY}` } });
    expect(await socket.next()).toEqual({ type: 'connection_ack' });
  });

  test('A payload of null is as none', async () => {
    using socket = await BareSocket.open(product.url, { headers: { authorization: `Bearer ${ADMIN_KEY}` } });
    socket.send({ type: 'connection_init', payload: null });
    expect(await socket.next()).toEqual({ type: 'connection_ack' });
  });

  test('If it is not received within the allowed waiting time, the server closes the socket with 4408', async () => {
    await using hasty = await startProduct({ socketLimits: { connectionInitTimeout: 1000 } });
    using socket = await BareSocket.open(hasty.url);
    expect(await socket.closed).toEqual({ code: 4408, reason: 'Connection initialisation timeout' });
  });

  test('More than one at any given time closes the socket with 4429', async () => {
    using socket = await begin();
    socket.send({ type: 'connection_init' });
    expect(await socket.closed).toEqual({ code: 4429, reason: 'Too many initialisation requests' });
    using hasty = await open();
    hasty.send({ type: 'connection_init', payload: { authorization: `Bearer ${ADMIN_KEY}` } });
    hasty.send({ type: 'connection_init', payload: { authorization: `Bearer ${ADMIN_KEY}` } });
    expect((await hasty.closed).code).toBe(4429);
  });

  test('A rejected connection is closed with 4403', async () => {
    using socket = await open();
    socket.send({ type: 'connection_init', payload: { authorization: 'Bearer wrong' } });
    expect(await socket.closed).toEqual({ code: 4403, reason: 'Forbidden' });
  });
});

describe('Ping and Pong', () => {
  test('A Pong is sent in response to a Ping, with its payload, at any time within the established socket', async () => {
    using socket = await open();
    socket.send({ type: 'ping' });
    expect(await socket.next()).toEqual({ type: 'pong' });
    socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${ADMIN_KEY}` } });
    expect(await socket.next()).toEqual({ type: 'connection_ack' });
    socket.send({ type: 'ping', payload: { sent: 1 } });
    expect(await socket.next()).toEqual({ type: 'pong', payload: { sent: 1 } });
  });

  test('A Pong may be sent unsolicited', async () => {
    using socket = await begin();
    socket.send({ type: 'pong', payload: { beat: 1 } });
    socket.send({ type: 'ping' });
    expect(await socket.next()).toEqual({ type: 'pong' });
  });
});

describe('Subscribe', () => {
  test('If the connection is not acknowledged, the socket is closed with 4401', async () => {
    using socket = await open();
    socket.subscribe('1', '{ __typename }');
    expect(await socket.closed).toEqual({ code: 4401, reason: 'Unauthorized' });
    using hasty = await open();
    hasty.send({ type: 'connection_init', payload: { authorization: `Bearer ${ADMIN_KEY}` } });
    hasty.subscribe('1', '{ __typename }');
    expect((await hasty.closed).code).toBe(4401);
  });

  test('An active subscriber with the same id closes the socket with 4409', async () => {
    using socket = await begin();
    socket.subscribe('1', TAIL);
    expect(await socket.next()).toMatchObject({ type: 'next', id: '1' });
    socket.subscribe('1', '{ __typename }');
    expect(await socket.closed).toEqual({ code: 4409, reason: 'Subscriber for 1 already exists' });
  });

  test('Once a client completes an operation, it is free to re-use that id, at once', async () => {
    using socket = await begin();
    for (let round = 0; round < 5; round += 1) {
      socket.subscribe('1', TAIL);
      expect(await socket.next()).toEqual({ type: 'next', id: '1', payload: { data: { auditLogsAdded: { caughtUp: true } } } });
      socket.send({ type: 'complete', id: '1' });
    }
    socket.subscribe('1', '{ __typename }');
    expect(await socket.next()).toEqual({ type: 'next', id: '1', payload: { data: { __typename: 'Query' } } });
    expect(await socket.next()).toEqual({ type: 'complete', id: '1' });
  });

  test('Also the id of a query that was completed before it resolved: its result is not sent through, the new one is', async () => {
    using socket = await begin();
    await whileHolding(
      product.db,
      (owner) => owner.query('LOCK TABLE audit.entry'),
      async () => {
        socket.subscribe('1', `{ auditLog(id: "${UUID_V7}") { id } }`);
        await untilRequestsBlocked(product.db, 1);
        socket.send({ type: 'complete', id: '1' });
        socket.subscribe('1', '{ __typename }');
        expect(await socket.next()).toEqual({ type: 'next', id: '1', payload: { data: { __typename: 'Query' } } });
        expect(await socket.next()).toEqual({ type: 'complete', id: '1' });
      },
    );
  });

  test('Operations with separate ids are active at the same time, and their messages can be interleaved', async () => {
    using socket = await begin();
    socket.subscribe('a', TAIL);
    socket.subscribe('b', TAIL);
    const ids = [await socket.next(), await socket.next()].map((message) => 'id' in message && message.id);
    expect(ids.toSorted()).toEqual(['a', 'b']);
    socket.subscribe('c', '{ __typename }');
    expect(await socket.next()).toMatchObject({ type: 'next', id: 'c' });
  });

  test('operationName chooses, and variables are taken; null is as missing', async () => {
    using socket = await begin();
    const query = 'query A { a: __typename } query B($id: ID!) { b: auditLog(id: $id) { id } }';
    socket.subscribe('1', query, { operationName: 'B', variables: { id: UUID_V7 }, extensions: {} });
    expect(await socket.next()).toEqual({ type: 'next', id: '1', payload: { data: { b: null } } });
    expect(await socket.next()).toMatchObject({ type: 'complete' });
    socket.subscribe('2', '{ __typename }', { operationName: null, variables: null, extensions: null });
    expect(await socket.next()).toMatchObject({ type: 'next', id: '2' });
  });
});

describe('Next, Error and Complete', () => {
  test('A query over the socket has one Next and then Complete, a mutation too', async () => {
    using socket = await begin();
    socket.subscribe('q', '{ viewer { role } }');
    expect(await socket.next()).toEqual({ type: 'next', id: 'q', payload: { data: { viewer: { role: null } } } });
    expect(await socket.next()).toEqual({ type: 'complete', id: 'q' });
    socket.subscribe('m', 'mutation { createProject(input: {name: "Payments"}) { name } }');
    expect(await socket.next()).toEqual({ type: 'next', id: 'm', payload: { data: { createProject: { name: 'Payments' } } } });
    expect(await socket.next()).toEqual({ type: 'complete', id: 'm' });
  });

  test.each([
    ['does not fit the schema', { query: '{ nothing }' }],
    ['does not parse', { query: '{ unfinished' }],
    ['names no operation of its own', { query: 'query A { __typename }', operationName: 'B' }],
    ['has a bad argument of its subscription', { query: 'subscription { auditLogsAdded(after: "nonsense") { cursor } }' }],
  ])('An Error terminates the operation that %s: no Complete follows, and the socket goes on', async (_, payload) => {
    using socket = await begin();
    socket.send({ type: 'subscribe', id: '1', payload });
    const first = await socket.next();
    // What a subscription meets when it has begun comes as its one result.
    if ('type' in first && first.type === 'next') {
      expect(first).toMatchObject({ payload: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] } });
      expect(await socket.next()).toEqual({ type: 'complete', id: '1' });
    } else {
      expect(first).toMatchObject({ type: 'error', id: '1', payload: [{ message: expect.any(String), extensions: { code: 'BAD_USER_INPUT' } }] });
    }
    socket.subscribe('1', '{ __typename }');
    expect(await socket.next()).toMatchObject({ type: 'next', id: '1' });
    expect(await socket.next()).toMatchObject({ type: 'complete', id: '1' });
  });

  test('What a resolver throws is part of the result', async () => {
    using socket = await begin();
    socket.subscribe('1', 'mutation { deleteProject(id: "nowhere") { id } }');
    expect(await socket.next()).toMatchObject({ type: 'next', payload: { data: null, errors: [{ extensions: { code: 'NOT_FOUND' } }] } });
    expect(await socket.next()).toEqual({ type: 'complete', id: '1' });
  });

  test('After the client’s Complete no further events of the subscription are sent through', async () => {
    using socket = await begin();
    socket.subscribe('1', 'subscription { auditLogsAdded { edges { node { action } } } }');
    expect(await socket.next()).toMatchObject({ type: 'next', id: '1' });
    socket.send({ type: 'complete', id: '1' });
    socket.subscribe('2', 'subscription { auditLogsAdded { edges { node { action } } } }');
    expect(await socket.next()).toMatchObject({ type: 'next', id: '2' });
    await product.client({ authorization: `Bearer ${ADMIN_KEY}` }).data('mutation { createProject(input: {name: "Refunds"}) { name } }');
    let message = await socket.next();
    // A heartbeat may come first.
    while (JSON.stringify(message).includes('"edges":[]')) message = await socket.next();
    expect(message).toMatchObject({ type: 'next', id: '2', payload: { data: { auditLogsAdded: { edges: [{ node: { action: 'create' } }] } } } });
  });

  test('A Complete for an operation that is unknown or already completed is ignored', async () => {
    using socket = await begin();
    socket.send({ type: 'complete', id: 'unknown' });
    socket.subscribe('1', '{ __typename }');
    expect(await socket.next()).toMatchObject({ type: 'next' });
    expect(await socket.next()).toMatchObject({ type: 'complete' });
    socket.send({ type: 'complete', id: '1' });
    socket.send({ type: 'ping' });
    expect(await socket.next()).toEqual({ type: 'pong' });
  });
});

describe('A message of a type or format which is not specified closes the socket immediately with 4400', () => {
  test.each([
    ['no JSON', 'nonsense'],
    ['an empty message', ''],
    ['no object', '7'],
    ['a list', '[]'],
    ['no type', '{}'],
    ['an unknown type', '{"type":"start","id":"1","payload":{"query":"{ __typename }"}}'],
    ['a Subscribe without an id', '{"type":"subscribe","payload":{"query":"{ __typename }"}}'],
    ['a Subscribe with an empty id', '{"type":"subscribe","id":"","payload":{"query":"{ __typename }"}}'],
    ['a Subscribe without a payload', '{"type":"subscribe","id":"1"}'],
    ['a Subscribe without a query', '{"type":"subscribe","id":"1","payload":{}}'],
    ['a query that is no text', '{"type":"subscribe","id":"1","payload":{"query":7}}'],
    ['variables that are no object', '{"type":"subscribe","id":"1","payload":{"query":"{ __typename }","variables":"{}"}}'],
    ['a Complete without an id', '{"type":"complete"}'],
    ['a payload of Ping that is no object', '{"type":"ping","payload":"text"}'],
    ['a message that only the server sends', '{"type":"next","id":"1","payload":{}}'],
    ['an acknowledgement by the client', '{"type":"connection_ack"}'],
  ])('%s', async (_, message) => {
    using socket = await begin();
    socket.send(message);
    expect(await socket.closed).toEqual(invalid);
  });
});

test('The client closes the socket with 1000, and the server agrees', async () => {
  using socket = await begin();
  socket.subscribe('1', TAIL);
  await socket.next();
  socket.socket.close(1000);
  expect((await socket.closed).code).toBe(1000);
});
