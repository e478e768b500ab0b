import { afterEach, describe, expect, it } from 'vitest';
import { codeHostServer, type FakeServer } from './code-host-server.ts';
import { type Fault, type FaultRates, faults, PAST_FAULTS, randomOf } from './faults.ts';

const plan = (rates: FaultRates, seed = 7) => faults({ seed, rates });
const kinds = (rates: FaultRates, seed?: number) => {
  const made = plan(rates, seed);
  return Array.from({ length: 2000 }, () => made.next().kind);
};

describe('a plan of faults', () => {
  const rates = { cutBefore: 0.05, cutAfter: 0.1, limit429: 0.2, error500: 0.15, slowMs: 40 };

  it('is the same for the same seed, and another for another', () => {
    expect(kinds(rates, 1)).toEqual(kinds(rates, 1));
    expect(kinds(rates, 1)).not.toEqual(kinds(rates, 2));
  });

  it('keeps to its rates, and is slow within its bound', () => {
    const made = plan(rates);
    const waits = Array.from({ length: 4000 }, () => made.next().waitMs);
    for (const [kind, rate] of Object.entries({ ...rates, slowMs: undefined, none: 0.5 }))
      if (rate !== undefined) expect(made.counts[kind as Fault['kind']] / 4000).toBeCloseTo(rate, 1);
    expect(Math.max(...waits)).toBeLessThanOrEqual(40);
    expect(Math.max(...waits)).toBeGreaterThan(30);
  });

  it('does nothing without rates, and nothing once it is calm', () => {
    expect(new Set(kinds({}))).toEqual(new Set(['none']));
    const made = plan({ cutBefore: 1 });
    expect(made.next().kind).toBe('cutBefore');
    made.calm();
    expect(made.next()).toEqual({ kind: 'none', waitMs: 0 });
  });

  it('draws from the whole range', () => {
    const random = randomOf(0);
    const drawn = Array.from({ length: 1000 }, random);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...drawn)).toBeLessThan(1);
    expect(drawn.reduce((sum, one) => sum + one, 0) / 1000).toBeCloseTo(0.5, 1);
  });
});

describe('a fake server with a plan of faults', () => {
  let server: FakeServer | undefined;
  afterEach(() => server?.close());
  const under = async (rates: FaultRates, headers: Record<string, string> = {}) => {
    let did = 0;
    server = await codeHostServer(
      () => ({ status: 201, body: { did: ++did } }),
      () => '""',
    );
    server.trouble(plan(rates));
    const answer = await fetch(server.url, { method: 'POST', headers }).then(
      async (response) => ({ status: response.status, body: await response.json() }),
      () => 'cut',
    );
    return { did, answer };
  };

  it('cuts before anything was done, or after', async () => {
    expect(await under({ cutBefore: 1 })).toEqual({ did: 0, answer: 'cut' });
    await server?.close();
    expect(await under({ cutAfter: 1 })).toEqual({ did: 1, answer: 'cut' });
  });

  it('refuses at a limit, breaks, or answers as ever', async () => {
    expect(await under({ limit429: 1 })).toMatchObject({ did: 0, answer: { status: 429 } });
    await server?.close();
    expect(await under({ error500: 1 })).toMatchObject({ did: 0, answer: { status: 500 } });
    await server?.close();
    expect(await under({})).toEqual({ did: 1, answer: { status: 201, body: { did: 1 } } });
    await server?.close();
    expect(await under({ cutBefore: 1 }, { [PAST_FAULTS]: 'yes' })).toMatchObject({ did: 1 });
  });
});
