import { describe, expect, it } from 'vitest';
import { readFrame } from '../../src/slack/frames.ts';

const frame = (value: unknown) => readFrame(JSON.stringify(value));

describe('Socket Mode frames', () => {
  it.each([
    ['an event', { type: 'events_api', envelope_id: 'e', payload: { event: { type: 'file_shared' } } }],
    ['a command', { type: 'slash_commands', envelope_id: 'e', payload: { command: '/token' } }],
    ['a click', { type: 'interactive', envelope_id: 'e', payload: { type: 'block_actions' } }],
  ])('pass when they carry %s', (_name, value) => {
    expect(frame(value)).toEqual({ kind: 'payload' });
  });

  it('tell hello and disconnect', () => {
    expect(frame({ type: 'hello', num_connections: 1 })).toEqual({ kind: 'hello', connections: 1 });
    expect(frame({ type: 'disconnect', reason: 'warning' })).toEqual({
      kind: 'disconnect',
      reason: 'warning',
    });
    expect(frame({ type: 'disconnect' })).toEqual({ kind: 'disconnect', reason: '' });
  });

  it.each([
    ['as a frame of its own', { type: 'app_rate_limited', minute_rate_limited: 1 }],
    ['inside an envelope', { type: 'events_api', envelope_id: 'e', payload: { type: 'app_rate_limited' } }],
  ])('tell that events are held back, %s', (_name, value) => {
    expect(frame(value)).toEqual({ kind: 'rate_limited' });
  });

  it.each([
    ['no JSON', '{'],
    ['empty text', ''],
    ['a number', '7'],
    ['null', 'null'],
    ['bytes', new Uint8Array([1])],
    ['an event without an event', JSON.stringify({ type: 'events_api', envelope_id: 'e', payload: {} })],
    [
      'an event without a type',
      JSON.stringify({ type: 'events_api', envelope_id: 'e', payload: { event: {} } }),
    ],
    ['a payload without an envelope', JSON.stringify({ type: 'interactive', payload: {} })],
    ['a command without a payload', JSON.stringify({ type: 'slash_commands', envelope_id: 'e' })],
    ['an unknown envelope', JSON.stringify({ type: 'novelty', envelope_id: 'e', payload: {} })],
    [
      "an event named like the connection's own",
      JSON.stringify({ type: 'events_api', envelope_id: 'e', payload: { event: { type: 'close' } } }),
    ],
  ])('drop %s', (_name, data) => {
    expect(readFrame(data).kind).toBe('unreadable');
  });
});
