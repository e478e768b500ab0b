import { ruleIdOf } from '../stored-names.ts';
import { type Coverable, type Covering, covers } from './extent.ts';

/** The granted exceptions that a target may have to do with, found by what they speak of. */
export class Coverings {
  readonly #byKey = new Map<string, Covering[]>();
  readonly #byId = new Map<string, Covering>();

  constructor(exceptions: readonly Covering[]) {
    for (const exception of exceptions) {
      this.#byId.set(exception.id, exception);
      for (const key of keysOf(exception)) {
        const others = this.#byKey.get(key);
        if (others) others.push(exception);
        else this.#byKey.set(key, [exception]);
      }
    }
  }

  /** Nobody was let off anything here: there is nothing to ask. */
  get isEmpty(): boolean {
    return this.#byKey.size === 0;
  }

  get(id: string): Covering | undefined {
    return this.#byId.get(id);
  }

  /** The exception that covers it: the one it has already, else the one that lasts longest. */
  of(finding: Coverable): Covering | null {
    let best: Covering | null = null;
    for (const key of keysAt(finding)) {
      for (const exception of this.#byKey.get(key) ?? []) {
        if (!covers(exception, finding)) continue;
        if (exception.id === finding.exceptionId) return exception;
        if (best === null || lastsLonger(exception, best)) best = exception;
      }
    }
    return best;
  }
}

export const NO_COVERINGS = new Coverings([]);

function keysOf({ scope, id, findingId, fixId, tool, rule, component }: Covering): string[] {
  // Under its own id it is found by what other tools tell of its finding.
  if (scope === 'finding') return findingId === null ? [id] : [findingId, id];
  if (scope === 'fix') return fixId === null ? [] : [fixId];
  if (scope === 'rule') return [ruleIdOf(tool ?? '', rule ?? '')];
  return component === null ? [] : [component];
}

function* keysAt({ id, exceptionId, fixIds, ruleId, component }: Coverable): Iterable<string> {
  yield id;
  if (exceptionId !== null) yield exceptionId;
  for (const fixId of fixIds) if (fixId !== null) yield fixId;
  yield ruleId;
  if (component !== null) yield component;
}

const lastsLonger = (a: Covering, b: Covering): boolean =>
  (a.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY) > (b.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY);
