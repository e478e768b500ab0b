import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { changeAsk as changes, newAsk } from '../contract/asks.ts';
import { AppError } from '../kernel/errors.ts';
import { type AskDeps, changeAsk, commentAsk, makeAsk, type Speaker } from '../modules/tickets/public.ts';
import { type Moment, moment, momentOf } from './acme.ts';
import type { House } from './house.ts';

const by = { by: z.email() };
const answer = z.strictObject({
  ...moment,
  ...by,
  ...changes.pick({ state: true, assignee: true, sprint: true, because: true }).shape,
  text: z.string().min(1).optional(),
});
const wanted = z.strictObject({
  ...moment,
  ...by,
  ...newAsk.pick({ from: true, to: true, kind: true, text: true, about: true }).shape,
  /** From the day on which it is asked. */
  dueInDays: z.int().min(1).max(400).optional(),
  answers: z.array(answer).default([]),
});
const file = z.strictObject({ asks: z.array(wanted) });
type Wanted = z.output<typeof wanted>;

const DAY_MS = 86_400_000;

/**
 * What the example's people want of each other, each at its moment; nothing where there are asks already.
 * @param setClock the moment from which on the house lives
 * @throws AppError LK-VALIDATION when `asks.yaml` breaks its own rules
 */
export async function playAsks(
  house: House,
  dir: string,
  today: Date,
  setClock: (at: Date) => void,
): Promise<void> {
  const read = file.safeParse(parse(await readFile(join(dir, 'asks.yaml'), 'utf8')));
  if (!read.success) throw new AppError('LK-VALIDATION', `asks.yaml: ${read.error.issues[0]?.message}`);
  const { db } = house.database;
  if (await db.selectFrom('v_tickets_ask').select('id').limit(1).executeTakeFirst()) return;
  const at = (step: Moment) => setClock(new Date(momentOf(step, today)));
  const deps: AskDeps = {
    ...house.connections,
    db,
    clock: house.clock,
    ids: house.ids,
    publish: house.events.publish,
  };
  for (const one of read.data.asks) {
    at(one);
    const { id } = await makeAsk(deps, bodyOf(one, today), await speakerOf(house, one.by));
    for (const { by: email, day, time, text, ...change } of one.answers) {
      at({ day, time });
      const speaker = await speakerOf(house, email);
      if (text !== undefined) await commentAsk(deps, id, { text }, speaker);
      if (Object.keys(change).length > 0) await changeAsk(deps, id, change, speaker);
    }
  }
}

const bodyOf = ({ day, time, by: _by, answers: _answers, dueInDays, ...body }: Wanted, today: Date) => ({
  ...body,
  ...(dueInDays !== undefined && {
    dueAt: new Date(Date.parse(momentOf({ day, time }, today)) + dueInDays * DAY_MS).toISOString(),
  }),
});

async function speakerOf({ database }: House, email: string): Promise<Speaker> {
  const person = await database.db
    .selectFrom('v_access_person')
    .select(['id', 'name', 'roles'])
    .where('email', '=', email)
    .executeTakeFirst();
  if (!person) throw new AppError('LK-VALIDATION', `asks.yaml: ${email} is nobody of the example`);
  return { label: email, name: person.name, personId: person.id, roles: person.roles };
}
