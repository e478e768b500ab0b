import { z } from 'zod';
import { webAddress } from '../kit/web-address.ts';

/** Ids of channels and conversations ("conversations.info"): C… public or private, G… older private, D… with one person. */
const CHANNEL_ID = /^[CGD][A-Z0-9]{6,20}$/;

/** What a person states about a connection to Slack. */
export const slackSettings = z.strictObject({
  url: webAddress.default('https://slack.com'),
  /**
   * The channels of teams, as the teams' files call them, with their ids: `'#payments': C024BE91L`. A name in place
   * of an id is looked up by the test of the connection, which tells the id; nothing is sent to a name.
   */
  channels: z
    .record(z.string().min(1).max(200), z.string().regex(/^(#?[\w.-]{1,80}|[CGD][A-Z0-9]{6,20})$/))
    .default({}),
});

export type SlackSettings = z.infer<typeof slackSettings>;

export const isChannelId = (text: string): boolean => CHANNEL_ID.test(text);

/** The id that a team's channel has; null where the settings know none, or only a name. */
export function channelOf({ channels }: SlackSettings, channel: string): string | null {
  const stated = channels[channel] ?? channels[withHash(channel)] ?? channels[channel.replace(/^#/, '')];
  if (stated !== undefined) return isChannelId(stated) ? stated : null;
  return isChannelId(channel) ? channel : null;
}

const withHash = (name: string): string => (name.startsWith('#') ? name : `#${name}`);
