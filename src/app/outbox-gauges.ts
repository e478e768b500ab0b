import type { Gauge } from '../platform/http/metrics.ts';
import { countOpenActs } from '../platform/outbox/keep-acts.ts';
import type { House } from './house.ts';

/** What waits to go out, and what is parked, by connection: a lane without one has its own name. */
export async function outboxGauges({ database: { db } }: Pick<House, 'database'>): Promise<Gauge[]> {
  const [acts, connections] = await Promise.all([
    countOpenActs(db),
    db.selectFrom('connection').select(['id', 'key']).execute(),
  ]);
  const keys = new Map(connections.map(({ id, key }) => [id, key]));
  const valuesOf = (wanted: 'pending' | 'parked') =>
    acts
      .filter(({ state }) => state === wanted)
      .map(({ lane, acts: value }) => ({ labels: { connection: keys.get(lane) ?? lane }, value }));
  return [
    {
      name: 'lanekeeper_outbox_pending',
      help: 'Deliveries that wait, by connection.',
      values: valuesOf('pending'),
    },
    {
      name: 'lanekeeper_outbox_parked',
      help: 'Deliveries that are parked for a person, by connection.',
      values: valuesOf('parked'),
    },
  ];
}
