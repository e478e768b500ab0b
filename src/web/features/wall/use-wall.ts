import { useEffect, useState } from 'react';
import { wall as shape, type Wall } from '../../../contract/wall.ts';
import { enterScreen, readWall } from '../../api/outward.ts';
import { ApiProblem } from '../../api/problem.ts';

export interface WallView {
  wall: Wall | null;
  /** Whether the line to the server stands. */
  live: boolean;
  problem: Error | null;
}

interface Whose {
  team?: string | undefined;
  unit?: string | undefined;
}

const KEY = /^#key=([A-Za-z0-9_-]+)$/;
/** When the line is gone for good (a proxy, too many walls), numbers are read anew at this pace. */
const AGAIN_MS = 30_000;

/** A key is used once and leaves the address at once: nobody shall read it off the screen, or in the history. */
async function takeKey(): Promise<boolean> {
  const key = KEY.exec(window.location.hash)?.[1];
  if (key === undefined) return false;
  window.history.replaceState(window.history.state, '', window.location.pathname);
  await enterScreen(key);
  return true;
}

const queryOf = ({ team, unit }: Whose) => ({ ...(team && { team }), ...(unit && { unit }) });

/** Who is signed in sees what they ask for; a screen sees the wall of its key. */
async function begin(whose: Whose): Promise<{ by: 'person' | 'screen'; wall: Wall }> {
  if (!(await takeKey())) {
    try {
      return { by: 'person', wall: await readWall('person', queryOf(whose)) };
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
    }
  }
  return { by: 'screen', wall: await readWall('screen', {}) };
}

const liveAt = (by: 'person' | 'screen', whose: Whose) =>
  by === 'screen' ? '/api/v1/screen/live' : `/api/v1/live?${new URLSearchParams(queryOf(whose))}`;

/** The wall's numbers, kept live by server-sent events. */
export function useWall({ team, unit }: Whose): WallView {
  const [view, setView] = useState<WallView>({ wall: null, live: false, problem: null });
  useEffect(() => {
    let gone = false;
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (change: Partial<WallView>) => gone || setView((before) => ({ ...before, ...change }));

    async function start(): Promise<void> {
      try {
        const { by, wall } = await begin({ team, unit });
        if (gone) return;
        show({ wall, problem: null });
        listen(by);
      } catch (error) {
        show({ problem: error as Error, live: false });
        const ended = error instanceof ApiProblem && error.status < 500 && error.status !== 429;
        if (!ended) later();
      }
    }
    function later(): void {
      if (!gone) timer = setTimeout(() => void start(), AGAIN_MS);
    }
    function listen(by: 'person' | 'screen'): void {
      source = new EventSource(liveAt(by, { team, unit }));
      source.addEventListener('open', () => show({ live: true }));
      source.addEventListener('wall', ({ data }) =>
        show({ wall: shape.parse(JSON.parse(data)), live: true }),
      );
      source.addEventListener('error', () => {
        show({ live: false });
        // While it connects again the browser does it by itself; closed means that the server said no.
        if (source?.readyState === EventSource.CLOSED) later();
      });
    }
    void start();
    return () => {
      gone = true;
      source?.close();
      clearTimeout(timer);
    };
  }, [team, unit]);
  return view;
}
