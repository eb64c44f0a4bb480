import { z } from "zod";
import { login } from "../../lib/accounts/login.ts";
import { AuthData } from "../../lib/accounts/profile.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { envelope, okData } from "../../lib/http/envelope.ts";
import { defineRoute } from "../../lib/http/route.ts";

export const route = defineRoute({
  method: "post",
  path: "/api/v1/auth/login",
  tag: "accounts",
  summary: "Get a token for a username, or an e-mail address, and a password",
  limit: "login",
  body: z.object({
    username: z
      .string()
      .min(1)
      .max(254)
      .refine((name) => !name.includes("\0"), "must not hold NUL"),
    password: z.string().min(1).max(128),
  }),
  answers: { 200: { description: "Signed in", schema: envelope(AuthData) } },
  errors: ["VALIDATION_ERROR", "AUTH_INVALID", "RATE_LIMIT_EXCEEDED", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ body }, ports, { from }) =>
  okData(await login(ports, body, from), "Logged in"),
);
