import { z } from "zod";
import { Profile, presentProfile } from "../../lib/accounts/profile.ts";
import { updateAccount } from "../../lib/accounts/update-account.ts";
import { PROVIDERS } from "../../lib/accounts/user.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { envelope, okData } from "../../lib/http/envelope.ts";
import { defineRoute } from "../../lib/http/route.ts";

const Preferences = z
  .object({
    preferred_model: z
      .string()
      .min(1)
      .max(100)
      .regex(/^[A-Za-z0-9._:/@-]+$/, "may hold letters of A-Z, digits and . _ : / @ -")
      .nullable()
      .optional(),
    preferred_provider: z.enum(PROVIDERS).optional(),
  })
  .refine(
    ({ preferred_model, preferred_provider }) => preferred_model !== undefined || preferred_provider !== undefined,
    "must name preferred_model or preferred_provider",
  );

export const route = defineRoute({
  method: "put",
  path: "/api/v1/users/preferences",
  tag: "accounts",
  summary: "Which provider and model new tasks use",
  auth: "user",
  body: Preferences,
  answers: { 200: { description: "The profile", schema: envelope(Profile) } },
  errors: ["VALIDATION_ERROR", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ body }, ports, { user }) =>
  okData(presentProfile(await updateAccount(ports, user.id, body)), "Preferences stored"),
);
