/** What we leave in a text of ours, unseen by people: whose it is, and what the host has no field for. */
export interface Marker {
  marker: string;
  /** `2026-11-30` */
  dueOn?: string | null;
}

const MARKER = /<!-- lanekeeper (\S{1,200})(?: due=(\d{4}-\d\d-\d\d))? -->/g;

/** The text with the marker at its end, where it is not shown (an HTML comment, CommonMark §4.6). */
export const withMarker = (text: string, { marker, dueOn }: Marker): string =>
  `${text.trimEnd()}\n\n<!-- lanekeeper ${marker}${dueOn ? ` due=${dueOn}` : ''} -->`;

/** The last one counts: whatever a text quotes stands before it. */
export function markerIn(text: string | null | undefined): Marker | null {
  const [, marker, dueOn] = [...(text ?? '').matchAll(MARKER)].at(-1) ?? [];
  return marker === undefined ? null : { marker, dueOn: dueOn ?? null };
}

/** What people see of it. */
export const withoutMarkers = (text: string): string => text.replaceAll(MARKER, '').trimEnd();

/** A UUIDv7 of ours begins with its time: nothing that carries it is older. Null for another form. */
export function madeAt(marker: string): Date | null {
  const [, time] = /^[a-z]{3}_([0-9a-f]{12})7[0-9a-f]{19}/.exec(marker) ?? [];
  return time === undefined ? null : new Date(Number.parseInt(time, 16));
}
