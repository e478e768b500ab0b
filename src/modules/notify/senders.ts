import type { Kysely } from 'kysely';
import { listConnections } from '../connections/public.ts';
import type { DB } from '../schema.gen.ts';
import type { NotifyDeps } from './deps.ts';
import { type Audience, emailOf, type Preference } from './preference.ts';

/** A connection that messages go by. */
export interface Sender {
  id: string;
  key: string;
  kind: 'chat' | 'mail';
  /** The channel of a team there; null: it knows no id for it. */
  addressOf(channel: string): string | null;
}

/** Where one message goes. */
export interface Destination {
  lane: string;
  /** Id of a channel, or an address; `mail:` and an address: whoever has it in that chat. */
  to: string;
  kind: Sender['kind'];
  /** Where it goes when the chat knows nobody by that address. */
  otherwise: { lane: string; to: string } | null;
}

/** Where a team is told. */
export interface Address {
  channel: string | null;
  mail: string | null;
}

/** Connections in use by which messages go. One whose settings make no sense says so on its own page. */
export async function loadSenders(
  db: Kysely<DB>,
  { connections }: Pick<NotifyDeps, 'connections'>,
): Promise<Sender[]> {
  const senders: Sender[] = [];
  for (const row of await listConnections(db)) {
    if (!row.enabled) continue;
    const connector = await connections.loadConnector(row.system);
    const messages = connector?.messages;
    const settings = connector?.settings.safeParse(row.settings);
    if (!messages || !settings?.success) continue;
    senders.push({
      id: row.id,
      key: row.key,
      kind: messages.kind,
      addressOf: (channel) => messages.addressOf?.(settings.data, channel) ?? null,
    });
  }
  return senders;
}

/**
 * By which ways somebody is told: a team in its channel, else by mail; a person by mail, else in the chat; or as they
 * prefer. Pure.
 */
export function destinationsOf(
  senders: readonly Sender[],
  audience: Audience,
  address: Address | null,
  way: Preference['way'],
): Destination[] {
  const email = emailOf(audience);
  const mail = byMail(senders, email ?? address?.mail ?? null);
  const chat =
    email === null
      ? byChannel(senders, address?.channel ?? null, mail !== null)
      : byChat(senders, email, mail);
  const preferred = way ?? (email === null ? 'chat' : 'mail');
  const wished = preferred === 'mail' ? [mail ?? chat] : preferred === 'chat' ? [chat ?? mail] : [chat, mail];
  return wished.filter((one) => one !== null);
}

function byMail(senders: readonly Sender[], to: string | null): Destination | null {
  const sender = senders.find(({ kind }) => kind === 'mail');
  return sender && to ? { lane: sender.id, to, kind: 'mail', otherwise: null } : null;
}

/** A channel that no connection knows is tried all the same where there is no other way: what it lacks is then said. */
function byChannel(senders: readonly Sender[], channel: string | null, hasMail: boolean): Destination | null {
  if (channel === null) return null;
  const chats = senders.filter(({ kind }) => kind === 'chat');
  for (const { id, addressOf } of chats) {
    const to = addressOf(channel);
    if (to !== null) return { lane: id, to, kind: 'chat', otherwise: null };
  }
  const [first] = chats;
  return first && !hasMail ? { lane: first.id, to: channel, kind: 'chat', otherwise: null } : null;
}

function byChat(senders: readonly Sender[], email: string, mail: Destination | null): Destination | null {
  const chat = senders.find(({ kind }) => kind === 'chat');
  if (!chat) return null;
  const otherwise = mail && { lane: mail.lane, to: mail.to };
  return { lane: chat.id, to: `mail:${email}`, kind: 'chat', otherwise };
}
