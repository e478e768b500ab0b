import { existsSync, readFileSync } from 'node:fs';

const SPEC = '../shared/specs/slack/slack_web_openapi_v2_without_examples.json';

interface Parameter {
  name: string;
  in: 'query' | 'header' | 'formData';
  type: string;
  required?: boolean;
}
type Operation = {
  parameters: Parameter[];
  consumes: string[];
  responses: Record<string, { schema?: { required?: string[] } }>;
};

/** Younger than the document, which stands still since 2021 ("Message metadata"). */
const YOUNGER: Readonly<Record<string, readonly string[]>> = {
  'chat.postMessage': ['metadata'],
  'chat.update': ['metadata'],
  'conversations.history': ['include_all_metadata'],
};
/** In the document, and not in what Slack answers today. */
const YOUNGER_ANSWERS = new Set(['pin_count', 'channel_actions_ts', 'channel_actions_count']);
/** Parameters that the document calls text, as forms have them, and that hold JSON. */
const JSON_TEXT = new Set(['blocks', 'metadata', 'attachments']);

export interface SlackSpec {
  /** What a request lacks of what Slack's own document says; [] where the document is not at hand. */
  request(method: string, name: string, params: URLSearchParams, isSignedIn: boolean): string[];
  /** Fields that an answer has to have and lacks: the document writes the rest in a form of its own. */
  answer(method: string, name: string, body: unknown): string[];
}

/** Slack's own document of its Web API (Swagger 2), where it is at hand. */
const slackSpecAtHand = existsSync(SPEC);

export function slackSpec(): SlackSpec {
  if (!slackSpecAtHand) return { request: () => [], answer: () => [] };
  const api = JSON.parse(readFileSync(SPEC, 'utf8')) as { paths: Record<string, Record<string, Operation>> };
  return {
    request(method, name, params, isSignedIn) {
      const operation = api.paths[`/${name}`]?.[method.toLowerCase()];
      if (!operation) return [`Slack has no ${method} ${name}`];
      const known = operation.parameters.filter(({ name: one }) => one !== 'token');
      const missing = known.filter(({ name: one, required }) => required && !params.has(one));
      const place = method === 'GET' ? 'query' : 'formData';
      const wrong = [...params].flatMap(([key, value]) => {
        if (YOUNGER[name]?.includes(key))
          return isJson(value) || value === 'true' ? [] : [`${key} is no JSON`];
        const parameter = known.find((one) => one.name === key && one.in === place);
        return parameter ? typed(parameter, value) : [`${name} has no parameter ${key} in its ${place}`];
      });
      return [
        ...(isSignedIn ? [] : [`${name} was asked without a token`]),
        ...missing.map(({ name: one }) => `${name} lacks ${one}`),
        ...wrong,
      ];
    },
    answer(method, name, body) {
      const responses = api.paths[`/${name}`]?.[method.toLowerCase()]?.responses;
      const isOk = (body as { ok?: unknown }).ok === true;
      const required = responses?.[isOk ? '200' : 'default']?.schema?.required ?? [];
      const missing = required.filter((field) => !YOUNGER_ANSWERS.has(field) && !(field in (body as object)));
      return missing.map((field) => `the answer to ${name} lacks ${field}`);
    },
  };
}

function typed({ name, type }: Parameter, value: string): string[] {
  if (JSON_TEXT.has(name)) return isJson(value) ? [] : [`${name} is no JSON`];
  if (type === 'boolean') return /^(true|false)$/.test(value) ? [] : [`${name} is no boolean`];
  if (type === 'integer') return /^\d+$/.test(value) ? [] : [`${name} is no whole number`];
  if (type === 'number') return Number.isFinite(Number(value)) ? [] : [`${name} is no number`];
  return [];
}

const isJson = (text: string): boolean => {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
};
