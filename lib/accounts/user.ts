import type { VerifiedToken } from "./tokens.ts";

export const API_KEY_STATUSES = ["none", "valid", "unverified", "invalid"] as const;
export const PROVIDERS = ["auto", "local", "openai"] as const;

/** A row of `users` without its secrets, so that no handler can leak them. */
export type Account = {
  id: string;
  username: string;
  email: string;
  api_key_status: (typeof API_KEY_STATUSES)[number];
  base_url: string | null;
  preferred_model: string | null;
  preferred_provider: (typeof PROVIDERS)[number];
  created_at: Date;
  updated_at: Date;
};

export const ACCOUNT_COLUMNS = [
  "id",
  "username",
  "email",
  "api_key_status",
  "base_url",
  "preferred_model",
  "preferred_provider",
  "created_at",
  "updated_at",
] as const satisfies (keyof Account)[];

/** Whoever makes a request: the account, and the token that proved it. */
export type User = Account & { readonly token: VerifiedToken };
