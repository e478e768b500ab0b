/** The only source of time. Pure rules take `now: Date` instead. */
export interface Clock {
  now(): Date;
}

export const fixedClock = (at: string | Date): Clock => {
  const time = new Date(at);
  return { now: () => new Date(time) };
};
