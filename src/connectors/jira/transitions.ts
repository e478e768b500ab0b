import { AppError } from '../../kernel/errors.ts';
import type { RemoteTicket } from '../connector.ts';
import { answered, type Jira, outcomeOf } from './jira.ts';
import { stateOf } from './remote.ts';
import { issueShape, type Transition, transitionsShape } from './shapes.ts';

/** Steps of a workflow between any status and the wanted category. */
const MAX_STEPS = 3;

/** Which category to head for when none of the wanted one is next. */
const ON_THE_WAY: Record<RemoteTicket['state'], RemoteTicket['state'][]> = {
  done: ['in-progress', 'open'],
  open: ['in-progress'],
  'in-progress': ['open'],
};

/**
 * Brings a ticket into a status of the wanted category, by the transitions that its workflow has.
 * @throws AppError LK-REFUSED when none leads there
 */
export async function moveTo(jira: Jira, id: string, state: RemoteTicket['state']): Promise<'done' | 'gone'> {
  const path = `/issue/${encodeURIComponent(id)}`;
  const passed = new Set<string>();
  for (let step = 0; ; step++) {
    const now = await jira.ask(`${path}?fields=status`);
    if (now.status === 404) return 'gone';
    const { status } = answered(jira, 'the status', now, issueShape).fields;
    if (status && stateOf(status.statusCategory.key) === state) return 'done';
    if (status) passed.add(status.name);
    const next = step < MAX_STEPS ? chosen(await transitionsOf(jira, path), state, passed) : null;
    if (!next)
      throw new AppError(
        'LK-REFUSED',
        `no transition of Jira’s workflow leads from “${status?.name ?? '?'}” to a status that counts as ${WORDS[state]}: is the permission “Transition issues” there, and is no condition in the way?`,
      );
    const fields = requiredFields(next);
    const json = { transition: { id: next.id }, ...(Object.keys(fields).length > 0 && { fields }) };
    const response = await jira.ask(`${path}/transitions`, { method: 'POST', json });
    if (outcomeOf(response, `the transition “${next.name}”`) === 'gone') return 'gone';
  }
}

const WORDS: Record<RemoteTicket['state'], string> = {
  open: 'to do',
  'in-progress': 'in progress',
  done: 'done',
};

async function transitionsOf(jira: Jira, path: string): Promise<Transition[]> {
  const response = await jira.ask(`${path}/transitions?expand=transitions.fields`);
  return answered(jira, 'the transitions', response, transitionsShape).transitions;
}

/** The first into the wanted category; else the first on the way there that was not taken yet. */
function chosen(
  all: Transition[],
  state: RemoteTicket['state'],
  passed: ReadonlySet<string>,
): Transition | null {
  for (const wanted of [state, ...ON_THE_WAY[state]]) {
    const found = all.find(
      ({ to }) => stateOf(to.statusCategory.key) === wanted && (wanted === state || !passed.has(to.name)),
    );
    if (found) return found;
  }
  return null;
}

/** A screen may ask for a field, most often the resolution: the first value that it offers. */
function requiredFields({ fields }: Transition): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields ?? {}).flatMap(([id, { required, hasDefaultValue, allowedValues }]) => {
      const first =
        allowedValues?.find((one) => one.name === 'Done' || one.name === 'Fixed') ?? allowedValues?.[0];
      return required && !hasDefaultValue && first?.id ? [[id, { id: first.id }]] : [];
    }),
  );
}
