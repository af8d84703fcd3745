import { describe, expect, it } from 'vitest';
import type { Seen } from '../../src/domain/ports.ts';
import { cached } from '../../src/slack/cached.ts';
import { manualClock } from '../support/clock.ts';

function setup() {
  const clock = manualClock();
  const asked: string[] = [];
  const answers: Seen<string>[] = [];
  const look = cached(clock, (id) => {
    asked.push(id);
    return Promise.resolve(answers.shift() ?? { kind: 'ok', value: `${id} #${String(asked.length)}` });
  });
  return { clock, asked, answers, look };
}

describe('the memory of looks', () => {
  it('answers for a minute and asks again after it', async () => {
    const { clock, asked, look } = setup();
    await look('U1');
    await clock.advance(59_999);
    expect(await look('U1')).toEqual({ kind: 'ok', value: 'U1 #1' });
    await clock.advance(1);
    expect(await look('U1')).toEqual({ kind: 'ok', value: 'U1 #2' });
    expect(asked).toEqual(['U1', 'U1']);
  });

  it('never remembers a failure', async () => {
    const { answers, look } = setup();
    answers.push({ kind: 'unavailable', why: 'timeout' }, { kind: 'missing', code: 'user_not_found' });
    expect(await look('U1')).toMatchObject({ kind: 'unavailable' });
    expect(await look('U1')).toMatchObject({ kind: 'missing' });
    expect(await look('U1')).toMatchObject({ kind: 'ok' });
  });

  it('shares one request between those who ask at the same time, a failure too', async () => {
    const { asked, answers, look } = setup();
    answers.push({ kind: 'unavailable', why: 'timeout' });
    const [first, second] = await Promise.all([look('U1'), look('U1')]);
    expect(asked).toEqual(['U1']);
    expect(second).toEqual(first);
  });

  it('does not trust an age that the machine clock was set back over', async () => {
    const { clock, asked, look } = setup();
    await look('U1');
    clock.set(clock.now() - 3_600_000);
    await look('U1');
    expect(asked).toEqual(['U1', 'U1']);
  });

  it('keeps a thousand entries and no more', async () => {
    const { asked, look } = setup();
    for (let index = 0; index <= 1000; index += 1) await look(`U${String(index)}`);
    await look('U1000');
    expect(asked).toHaveLength(1001);
    await look('U0');
    expect(asked).toHaveLength(1002);
  });
});
