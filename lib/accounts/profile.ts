import { z } from "zod";
import { type Account, API_KEY_STATUSES, PROVIDERS } from "./user.ts";

/** What users see of their own account. */
export const Profile = z
  .object({
    user_id: z.uuid(),
    username: z.string(),
    email: z.string(),
    api_key_configured: z.boolean(),
    api_key_status: z.enum(API_KEY_STATUSES),
    base_url: z.string().nullable(),
    preferred_model: z.string().nullable(),
    preferred_provider: z.enum(PROVIDERS),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: "Profile" });

export function presentProfile(account: Account): z.output<typeof Profile> {
  return {
    user_id: account.id,
    username: account.username,
    email: account.email,
    api_key_configured: account.api_key_status !== "none",
    api_key_status: account.api_key_status,
    base_url: account.base_url,
    preferred_model: account.preferred_model,
    preferred_provider: account.preferred_provider,
    created_at: account.created_at.toISOString(),
    updated_at: account.updated_at.toISOString(),
  };
}

/** What registering and logging in give. */
export const AuthData = z
  .object({
    user_id: z.uuid(),
    username: z.string(),
    email: z.string(),
    token: z.string(),
    token_type: z.literal("Bearer"),
    expires_at: z.iso.datetime(),
  })
  .meta({ id: "AuthData" });
export type AuthData = z.output<typeof AuthData>;
