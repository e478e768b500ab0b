import { Environment } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONDITION_FIELDS } from '../deciding/facts.ts';
import { closureOf } from './closure.ts';

const evaluator = new Environment();
for (const group of Object.keys(CONDITION_FIELDS)) evaluator.registerVariable(group, 'dyn');

const text = fc.constantFrom('"P0"', '"a"', '"b"', 'finding.kind', 'service.exposure', 'finding.priority');
const number = fc.constantFrom('0.5', '1.0', '2', 'intel.epss', 'finding.score', 'service.tier');
const truth = fc.constantFrom('true', 'false', 'finding.verified', 'intel.kev');
const order = fc.constantFrom('<', '<=', '>', '>=');
const equal = fc.constantFrom('==', '!=');
const list = fc.constantFrom('["a", "P0"]', 'service.data', 'service.compliance', '[]');

const { condition } = fc.letrec((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    truth,
    fc.tuple(number, order, number).map((parts) => parts.join(' ')),
    fc.tuple(text, order, text).map((parts) => parts.join(' ')),
    fc
      .tuple(fc.oneof(number, text, truth), equal, fc.oneof(number, text, truth, fc.constant('null')))
      .map((parts) => parts.join(' ')),
    fc.tuple(text, list).map(([one, all]) => `${one} in ${all}`),
    fc.tuple(fc.constantFrom('service.tier'), fc.constant('[1, 2]')).map(([one, all]) => `${one} in ${all}`),
    fc
      .tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('condition').map((inner) => `!(${inner})`),
  ),
})) as { condition: fc.Arbitrary<string> };

const maybe = <Value>(values: fc.Arbitrary<Value>) => fc.oneof(values, fc.constant(null));
const facts = fc.record({
  finding: fc.record({
    kind: maybe(fc.constantFrom('a', 'b')),
    verified: maybe(fc.boolean()),
    score: maybe(fc.constantFrom(0, 0.5, 1, 9)),
    priority: fc.constantFrom('P0', 'P1', undefined),
  }),
  service: fc.record({
    exposure: maybe(fc.constantFrom('a', 'b')),
    tier: maybe(fc.constantFrom(1n, 2n, 3n)),
    data: fc.subarray(['a', 'b', 'c']),
    compliance: fc.subarray(['a', 'P0']),
  }),
  intel: fc.record({ epss: maybe(fc.constantFrom(0, 0.5, 1)), kev: maybe(fc.boolean()) }),
});

describe('a condition as plain functions', () => {
  it('holds exactly where CEL says that it holds', () => {
    let compared = 0;
    fc.assert(
      fc.property(condition, facts, (written, seen) => {
        const parsed = evaluator.parse(written);
        const closure = closureOf(parsed.ast);
        if (!closure) return;
        compared++;
        const context = JSON.parse(
          JSON.stringify(seen, (_, v) => (typeof v === 'bigint' ? `${v}n` : v)),
          (key, v) => (key === 'tier' && v !== null ? BigInt(v.slice(0, -1)) : v),
        );
        let byCel: unknown;
        try {
          byCel = parsed(context);
        } catch {
          byCel = undefined;
        }
        expect(closure(seen) === true, written).toBe(byCel === true);
        expect(closure(seen) === false, written).toBe(byCel === false);
      }),
      { numRuns: 3000 },
    );
    expect(compared).toBeGreaterThan(2000);
  });

  it('is left to CEL where it is more than that', () => {
    for (const other of [
      'finding.rule.startsWith("a")',
      'service.data.exists(x, x == "a")',
      'finding.verified ? true : false',
    ])
      expect(closureOf(evaluator.parse(other).ast), other).toBeNull();
  });
});
