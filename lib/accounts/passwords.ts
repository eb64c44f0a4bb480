import { hash, parseOptions, verify } from "@node-rs/argon2";

/** argon2id, as OWASP's Password Storage Cheat Sheet gives it at the least: 19 MiB, 2 passes, 1 lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Verified where there is no such user, so that the answer takes as long. */
const decoy = hash(crypto.randomUUID(), COST);

/** The hash with its parameters and salt (PHC string format). */
export const hashPassword = (password: string): Promise<string> => hash(password, COST);

/** Compares a password with the hash of an account; without one it does the same work and says no. */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  const matches = await verify(stored ?? (await decoy), password);
  return matches && stored !== undefined;
}

/** True where a hash was made with less work than is asked for today. */
export function isWeak(stored: string): boolean {
  const { memoryCost, timeCost, parallelism } = parseOptions(stored);
  return memoryCost < COST.memoryCost || timeCost < COST.timeCost || parallelism < COST.parallelism;
}
