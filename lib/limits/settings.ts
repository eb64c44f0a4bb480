/** So many requests in a window of so many seconds. */
export type Window = { readonly points: number; readonly seconds: number };

/** Requests of the documents API, by what they cost. */
export const RATE_LIMITS = {
  register: { points: 5, seconds: 300 },
  login: { points: 10, seconds: 60 },
  upload: { points: 20, seconds: 60 },
  tasks: { points: 30, seconds: 60 },
  api_key: { points: 5, seconds: 60 },
  polling: { points: 300, seconds: 60 },
  default: { points: 100, seconds: 60 },
} as const satisfies Record<string, Window>;
export type RateGroup = keyof typeof RATE_LIMITS;

/** Failed logins: of one name from one address, of one name from anywhere, from one address with any name. */
export const LOGIN_LIMITS = {
  name_ip: { points: 5, seconds: 900 },
  name: { points: 20, seconds: 3600 },
  ip: { points: 100, seconds: 86_400 },
} as const satisfies Record<string, Window>;
export type LoginCount = keyof typeof LOGIN_LIMITS;

/**
 * Reads `group=points/seconds,…`; groups that are not named keep their defaults.
 *
 * @returns null for `off`
 * @throws {Error} saying which entry is at fault
 */
export function parseLimits<Group extends string>(
  defaults: Readonly<Record<Group, Window>>,
  text: string,
): Readonly<Record<Group, Window>> | null {
  if (text.trim() === "off") return null;
  const limits: Record<Group, Window> = { ...defaults };
  for (const entry of text.split(",").filter((part) => part.trim() !== "")) {
    const [, group, points, seconds] = /^\s*(\w+)\s*=\s*([1-9]\d{0,8})\s*\/\s*([1-9]\d{0,8})\s*$/.exec(entry) ?? [];
    if (!group) throw new Error(`"${entry.trim()}" is not group=points/seconds, and the whole is not off`);
    if (!Object.hasOwn(defaults, group)) {
      throw new Error(`there is no group ${group}; there are ${Object.keys(defaults).join(", ")}`);
    }
    limits[group as Group] = { points: Number(points), seconds: Number(seconds) };
  }
  return limits;
}

const UNIT_SECONDS = { second: 1, minute: 60, hour: 3600, day: 86_400 } as const;

/** Reads `5/minute`; null for `off`. */
export function parseUploadLimit(text: string): Window | null {
  if (text.trim() === "off") return null;
  const [, points, unit] = /^\s*([1-9]\d{0,8})\s*\/\s*(second|minute|hour|day)\s*$/.exec(text) ?? [];
  if (!unit) throw new Error(`must be off or a number per second, minute, hour or day, such as 5/minute`);
  return { points: Number(points), seconds: UNIT_SECONDS[unit as keyof typeof UNIT_SECONDS] };
}
