import { z } from 'zod';
import type { ConnectionTest, ConnectorContext } from '../connector.ts';
import { type Findings, tested } from '../kit/tested.ts';
import { type Slack, slackOf } from './api.ts';
import { isChannelId, type SlackSettings } from './settings.ts';

const whoShape = z.object({ team: z.string().max(200), user: z.string().max(200) });
const channelShape = z.object({
  id: z.string().max(40),
  name: z.string().max(200).nullish(),
  is_archived: z.boolean().nullish(),
  is_member: z.boolean().nullish(),
});
const infoShape = z.object({ channel: channelShape });
const listShape = z.object({
  channels: z.array(channelShape),
  response_metadata: z.object({ next_cursor: z.string().nullish() }).nullish(),
});
/** A workspace may have tens of thousands of channels. */
const MAX_PAGES = 50;
/** Channels that one test looks at. */
const MAX_LOOKED_AT = 100;

/** As `Connector.test`. */
export const testSlack = (context: ConnectorContext<SlackSettings>): Promise<ConnectionTest> =>
  tested(async (findings) => {
    const slack = slackOf(context);
    const { team, user } = await slack.get('auth.test', {}, whoShape);
    findings.say(`signed in to ${team} as ${user}`);
    if (!context.secrets['signingSecret'])
      findings.say('without the secret "signingSecret" nobody can press buttons or use /lanekeeper');
    const stated = Object.entries(context.settings.channels);
    const ids = stated.filter(([, id]) => isChannelId(id));
    for (const [name, id] of ids.slice(0, MAX_LOOKED_AT)) await testChannel(slack, name, id, findings);
    if (ids.length > MAX_LOOKED_AT) findings.say(`the first ${MAX_LOOKED_AT} channels were looked at`);
    const names = stated.filter(([, id]) => !isChannelId(id));
    if (names.length > 0) await tellIds(slack, names, findings);
  });

async function testChannel(slack: Slack, name: string, id: string, { missing, say }: Findings) {
  const refused = (error: unknown) => {
    const word = (error as { detail?: { error?: unknown } }).detail?.error;
    if (word !== 'channel_not_found') throw error;
    return null;
  };
  const info = await slack.get('conversations.info', { channel: id }, infoShape).catch(refused);
  if (!info) missing(`${name}: there is no channel ${id}, or it is private and the app is not in it`);
  else if (info.channel.is_archived) missing(`${name}: the channel ${id} is archived`);
  else if (info.channel.is_member === false) missing(`${name}: the app is not in it: type /invite there`);
  else say(`${name} is #${info.channel.name ?? id}`);
}

/** Names change and are given again: only ids are sent to. */
async function tellIds(slack: Slack, names: [string, string][], { missing }: Findings): Promise<void> {
  const wanted = new Map(names.map(([team, name]) => [name.replace(/^#/, '').toLowerCase(), team]));
  const found = new Map<string, string>();
  let cursor = '';
  for (let page = 0; page < MAX_PAGES && found.size < wanted.size; page++) {
    const query = {
      types: 'public_channel,private_channel',
      exclude_archived: 'true',
      limit: '1000',
      ...(cursor && { cursor }),
    };
    const { channels, response_metadata } = await slack.get('conversations.list', query, listShape);
    for (const { id, name } of channels) if (name && wanted.has(name)) found.set(name, id);
    cursor = response_metadata?.next_cursor ?? '';
    if (cursor === '') break;
  }
  for (const [name, team] of wanted) {
    const id = found.get(name);
    missing(
      id
        ? `the channel #${name} has the id ${id}: state it in place of the name, as '${team}': ${id}`
        : `there is no channel #${name} that the app may see: look at its name, or invite the app there`,
    );
  }
}
