import type { JournalEntry } from '../../sandbox/slack/journal.ts';
import type { AtWork } from './at-work.ts';

/** The calls the bot made to a method of Slack, in their order. */
export const callsOf = (work: AtWork, method: string): readonly JournalEntry[] =>
  work.slack.journal.filter((entry) => entry.method === method);

/** The names of the files the bot put into threads, in the order in which they came. */
export const filesSaid = (work: AtWork): readonly string[] =>
  work.stage
    .cards()
    .flatMap((card) =>
      work.stage
        .thread(card.ts)
        .flatMap((reply) => reply.fileIds.map((id) => work.slack.world.files.get(id)?.name ?? '')),
    );

/** Ends when nothing waits to be said. */
export const allTold = (work: AtWork): Promise<boolean> =>
  work.clock.until('everything to be told', async () => {
    const [fields] = await work.db.query('SELECT count(*) AS n FROM outbox WHERE settled_at IS NULL');
    return fields?.['n'] === 0;
  });

/** Has Tom approve what is planned, and ends when it was run and told. */
export async function ended(work: AtWork): Promise<AtWork> {
  await work.decide('approve');
  await work.batch('finished');
  await allTold(work);
  return work;
}
