import { AppError } from '../../../kernel/errors.ts';

/** Table 9 of RFC 7644, as far as we say it. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue';

/** A SCIM request that cannot be served; the answer's body is that of RFC 7644 §3.12. */
export class ScimProblem extends Error {
  readonly status: number;
  readonly scimType: ScimType | undefined;

  constructor(status: number, scimType: ScimType | undefined, detail: string) {
    super(detail);
    this.name = 'ScimProblem';
    this.status = status;
    this.scimType = scimType;
  }
}

export const invalid = (scimType: ScimType, detail: string) => new ScimProblem(400, scimType, detail);
export const taken = (detail: string) => new ScimProblem(409, 'uniqueness', detail);
export const noSuch = (what: 'User' | 'Group') =>
  new ScimProblem(404, undefined, `There is no such ${what}.`);

/** What the rest of the house refuses, in SCIM's words. */
export function asScimProblem(error: unknown): ScimProblem | null {
  if (error instanceof ScimProblem) return error;
  if (!(error instanceof AppError)) return null;
  const scimType = error.detail?.['taken'] === undefined ? undefined : 'uniqueness';
  return new ScimProblem(error.card.status, scimType, error.message);
}

const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** `status` is a string there. */
export const errorBody = (status: number, detail: string, scimType?: ScimType) => ({
  schemas: [ERROR_SCHEMA],
  ...(scimType && { scimType }),
  detail,
  status: String(status),
});
