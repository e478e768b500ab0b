import type { ServerResponse } from 'node:http';

/** A reader who takes nothing for so long is gone, or in the way. */
const STUCK_MS = 60_000;

export interface EventStream {
  /** Who is behind gets the newest one only: each tells of everything. */
  say(event: string, id: number, data: string): void;
  /** Keeps proxies from closing a quiet line, and lets go of who is stuck. */
  beat(): void;
  end(): void;
}

/** Server-sent events over one answer, https://html.spec.whatwg.org/multipage/server-sent-events.html */
export function eventStream(
  raw: ServerResponse,
  headers: Record<string, number | string | string[] | undefined>,
): EventStream {
  let newest: string | null = null;
  let fullSince: number | null = null;
  const write = (text: string) => {
    if (!raw.write(text)) fullSince = performance.now();
  };
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    // nginx and others like it would hold back what is small.
    'x-accel-buffering': 'no',
  });
  raw.on('drain', () => {
    fullSince = null;
    const text = newest;
    newest = null;
    if (text !== null) write(text);
  });
  // A line that breaks is told by `close`; nobody has to hear of it twice.
  raw.on('error', () => {});
  write('retry: 5000\n\n');
  return {
    say(event, id, data) {
      const text = `id: ${id}\nevent: ${event}\ndata: ${data}\n\n`;
      if (fullSince === null) write(text);
      else newest = text;
    },
    beat() {
      if (fullSince === null) write(': still here\n\n');
      else if (performance.now() - fullSince > STUCK_MS) raw.destroy();
    },
    end() {
      raw.end();
    },
  };
}
