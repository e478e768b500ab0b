import type { Kysely } from 'kysely';
import { loadReasonServices, type OwnedFinding } from '../../findings/public.ts';
import type { Whose } from '../../ownership/pure.ts';
import { BLANK_SERVICE, type Facts } from '../../policy/pure.ts';
import type { DB } from '../../schema.gen.ts';
import { sameService } from './change-words.ts';
import { factsOfService } from './ground.ts';

/** Bounds the memory; forgetting costs asking again. */
const MOST_KNOWN = 100_000;

/** What decisions knew of their services. Findings share reasons, and places share what is known of them. */
export class KnownServices {
  readonly #db: Kysely<DB>;
  readonly #services = new Map<string, Facts['service'] | null>();
  readonly #answers = new WeakMap<object, Map<string, boolean>>();

  constructor(db: Kysely<DB>) {
    this.#db = db;
  }

  /** Asks for what is not known yet of these findings' decisions. */
  async load(found: readonly Pick<OwnedFinding, 'decisionReasonId'>[]): Promise<void> {
    if (this.#services.size > MOST_KNOWN) this.#services.clear();
    const ids = found.map(({ decisionReasonId }) => decisionReasonId);
    const asked = ids.filter((id) => !this.#services.has(id));
    for (const [id, service] of await loadReasonServices(this.#db, asked))
      this.#services.set(id, service && { ...BLANK_SERVICE, ...service });
  }

  /** Whether the decision with these reasons knew something else; one that kept nothing is left as it is. */
  differs(reasonId: string, now: Whose['service']): boolean {
    const answers = this.#answers.get(now) ?? new Map<string, boolean>();
    this.#answers.set(now, answers);
    let answer = answers.get(reasonId);
    if (answer === undefined) {
      const before = this.#services.get(reasonId) ?? null;
      answer = before !== null && !sameService(before, factsOfService(now));
      answers.set(reasonId, answer);
    }
    return answer;
  }
}
