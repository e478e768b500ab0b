import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryTracker } from '../../../../test/fakes/memory-tracker.ts';
import { openTestHouse, type TestHouse } from '../../../../test/harness/house.ts';
import { sarif } from '../../../../test/harness/reports.ts';
import { putConnection } from '../../connections/public.ts';

const tracker = memoryTracker();
let home: TestHouse;
beforeAll(async () => {
  home = await openTestHouse({ connectors: [tracker.connector] });
  await putConnection(
    home.house.connections,
    'tracker',
    { system: 'memory', settings: { places: { SEC: 'TRI' } }, secrets: {}, enabled: true },
    'test',
  );
});
afterAll(() => home.close());

describe('tickets where a tracker is connected to their queue', () => {
  it('are filed there, each once', async () => {
    await home.send(sarif([{ path: 'a.ts', line: 1, text: 'query(a)' }]));
    expect(tracker.tickets.size).toBe(1);
  });
});
