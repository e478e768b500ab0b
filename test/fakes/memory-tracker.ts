import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type {
  Connector,
  HookEvent,
  NewTicket,
  RemoteComment,
  RemotePerson,
  RemoteTicket,
  TicketEdit,
  Tickets,
  TicketText,
} from '../../src/connectors/connector.ts';
import { AppError } from '../../src/kernel/errors.ts';

/** A ticket as the tracker in memory keeps it. */
export interface MemoryTicket extends Omit<RemoteTicket, 'url'> {
  marker: string;
  body: string;
  comments: RemoteComment[];
}

export type TrackerRequest =
  | 'create'
  | 'find'
  | 'read'
  | 'update'
  | 'comment'
  | 'comments'
  /** One a page of the list. */
  | 'changed';

/** Queues and the places that their tickets go to. */
const settings = z.strictObject({ places: z.record(z.string(), z.string()), url: z.url().optional() });
export type MemorySettings = z.infer<typeof settings>;

export const OURS: RemotePerson = { id: 'lanekeeper', name: 'Lanekeeper', email: null };
const PRIORITY = { P0: 'Highest', P1: 'High', P2: 'Medium', P3: 'Low', P4: 'Lowest' } as const;
const STATUS = { open: 'To do', 'in-progress': 'In progress', done: 'Done' } as const;
const PAGE = 50;

/**
 * A tracker in memory. Tests act on it as people do (`edit`, `delete`, `move`, `say`), and break it: `before` may
 * refuse any request, `after` may let its answer be lost although it was done.
 */
export function memoryTracker(options: { id?: string; keepsTickets?: boolean; now?: () => Date } = {}) {
  const { id: system = 'memory', keepsTickets = true, now = () => new Date() } = options;
  let lastId = 0;
  const numbers = new Map<string, number>();
  const former = new Map<string, string>();

  const tracker = {
    tickets: new Map<string, MemoryTicket>(),
    /** Every request, in the order in which it came: `create PAY`, `comment 12`. */
    requests: [] as { what: TrackerRequest; about: string }[],
    /** Called before each request is done: throw to refuse it, wait to be slow. */
    before: (_what: TrackerRequest, _about: string): void | Promise<void> => {},
    /** Called after each was done: throw for an answer that gets lost. */
    after: (_what: TrackerRequest, _about: string): void | Promise<void> => {},

    ofMarker: (marker: string) => [...tracker.tickets.values()].filter((one) => one.marker === marker),
    ofKey: (key: string) => [...tracker.tickets.values()].find((one) => one.key === key),
    count: (what: TrackerRequest) => tracker.requests.filter((one) => one.what === what).length,
    forget: () => void tracker.requests.splice(0),
    /** Which changes of the tickets were told, as the updates named them. */
    revs: [] as number[],

    /** As a person does it. */
    edit(
      id: string,
      edit: Partial<
        Pick<
          MemoryTicket,
          'title' | 'state' | 'status' | 'assignee' | 'dueOn' | 'priority' | 'labels' | 'sprint'
        >
      >,
    ) {
      Object.assign(there(id), edit.state && { status: STATUS[edit.state] }, edit);
      touch(id);
    },
    delete: (id: string) => tracker.tickets.delete(id),
    /** To another project. The id stays, or is another one from then on, under which the former is still found. */
    move(id: string, place: string, newId = id) {
      const ticket = there(id);
      Object.assign(ticket, { id: newId, place, key: nextKey(place) });
      tracker.tickets.delete(id);
      tracker.tickets.set(newId, ticket);
      if (newId !== id) former.set(id, newId);
      touch(newId);
    },
    say(id: string, text: string, author: RemotePerson) {
      const comment = { id: `c${++lastId}`, author, text, at: now().toISOString(), marker: null };
      there(id).comments.push(comment);
      touch(id);
      return comment;
    },
    connector: null as unknown as Connector<MemorySettings>,
  };

  const at = (id: string) => tracker.tickets.get(former.get(id) ?? id);
  const there = (id: string): MemoryTicket => {
    const found = at(id);
    if (!found) throw new Error(`the tracker has no ticket ${id}`);
    return found;
  };
  const touch = (id: string) => {
    there(id).updatedAt = now().toISOString();
  };
  const nextKey = (place: string) => {
    const number = (numbers.get(place) ?? 0) + 1;
    numbers.set(place, number);
    return `${place}-${number}`;
  };

  async function asked<Answer>(what: TrackerRequest, about: string, act: () => Answer): Promise<Answer> {
    tracker.requests.push({ what, about });
    await tracker.before(what, about);
    const answer = act();
    await tracker.after(what, about);
    return structuredClone(answer);
  }

  const textOf = ({ title, body, priority, dueOn, labels }: Partial<TicketText>) => ({
    ...(title !== undefined && { title }),
    ...(body !== undefined && { body }),
    ...(priority !== undefined && { priority: PRIORITY[priority] }),
    ...(dueOn !== undefined && { dueOn }),
    ...(labels !== undefined && { labels: [...labels] }),
  });

  function create({ place, marker, ...text }: NewTicket): RemoteTicket {
    const id = String(++lastId);
    const empty = { id, key: nextKey(place), place, marker, comments: [], assignee: null, sprint: null };
    const state = { state: 'open', status: STATUS.open, updatedAt: now().toISOString() } as const;
    const { title, body, dueOn, labels } = text;
    const ticket = {
      ...empty,
      ...state,
      title,
      body,
      dueOn,
      labels: [...labels],
      priority: PRIORITY[text.priority],
    };
    tracker.tickets.set(id, ticket);
    return shown(ticket);
  }

  function update(id: string, { state, ...text }: TicketEdit): 'done' | 'gone' {
    const ticket = at(id);
    if (!ticket) return 'gone';
    Object.assign(ticket, textOf(text), state && ticket.state !== state && { state, status: STATUS[state] });
    touch(id);
    return 'done';
  }

  function comment(id: string, { marker, body }: { marker: string; body: string }): { id: string } | 'gone' {
    const ticket = at(id);
    if (!ticket) return 'gone';
    const comment = { id: `c${++lastId}`, author: OURS, text: body, at: now().toISOString(), marker };
    ticket.comments.push(comment);
    touch(id);
    return { id: comment.id };
  }

  const tickets: Tickets = {
    create: (ticket) => asked('create', ticket.place, () => create(ticket)),
    find: (place, marker) =>
      asked('find', marker, () => {
        const found = tracker.ofMarker(marker).find((one) => one.place === place);
        return found ? shown(found) : null;
      }),
    read: (id) =>
      asked('read', id, () => {
        const found = at(id);
        return found ? shown(found) : 'gone';
      }),
    update: (id, edit, rev = 0) => {
      tracker.revs.push(rev);
      return asked('update', id, () => update(id, edit));
    },
    comment: (id, said) => asked('comment', id, () => comment(id, said)),
    comments: (id) => asked('comments', id, () => at(id)?.comments.slice(-500) ?? []),
    async *changed(place, since) {
      const found = [...tracker.tickets.values()]
        .filter((one) => one.place === place && Date.parse(one.updatedAt) >= since.getTime())
        .toSorted((a, b) => Date.parse(a.updatedAt) - Date.parse(b.updatedAt) || Number(a.id) - Number(b.id));
      for (let from = 0; from === 0 || from < found.length; from += PAGE)
        yield* await asked('changed', place, () => found.slice(from, from + PAGE).map(shown));
    },
  };

  tracker.connector = {
    id: system,
    name: 'Memory',
    homePage: 'https://memory.example',
    settings,
    example: '',
    secrets: { webhook: 'As stated with the webhook.' },
    test: async () => ({ ok: true, says: ['It works.'] }),
    tickets: {
      placeOf: ({ places }, queue) => (Object.hasOwn(places, queue) ? places[queue]! : null),
      keepsTickets,
      open: () => tickets,
    },
    hooks: {
      secrets: ['webhook'],
      authentic: ({ headers, body }, secrets) =>
        secrets.some((secret) => same(headers['x-signature'] ?? '', hookSignature(body, secret))),
      read: ({ headers, body }) => ({
        delivery: headers['x-delivery'] ?? '',
        event: JSON.parse(Buffer.from(body).toString()) as HookEvent | null,
      }),
    },
  };
  return tracker;
}

const shown = ({ marker: _, body: __, comments: ___, ...ticket }: MemoryTicket): RemoteTicket => ({
  ...ticket,
  url: `https://memory.example/${ticket.key}`,
});

const hookSignature = (body: Uint8Array, secret: string) =>
  createHmac('sha256', secret).update(body).digest('hex');

const same = (a: string, b: string) =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** What a tracker says to what it does not take. */
export const refused = (says: string) => new AppError('LK-REFUSED', says);
export const cut = () => new AppError('LK-NETWORK', 'memory.example does not answer');
