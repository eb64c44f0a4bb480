import { z } from "zod";
import { AuthData } from "../../lib/accounts/profile.ts";
import { register } from "../../lib/accounts/register.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { createdData, envelope } from "../../lib/http/envelope.ts";
import { defineRoute } from "../../lib/http/route.ts";

export const route = defineRoute({
  method: "post",
  path: "/api/v1/auth/register",
  tag: "accounts",
  summary: "Make an account; the answer holds a token",
  limit: "register",
  body: z.object({
    username: z
      .string()
      .min(3)
      .max(50)
      .regex(/^[A-Za-z0-9_]+$/, "may hold letters of A-Z, digits and _"),
    email: z.email().max(254),
    password: z.string().min(8).max(128),
  }),
  answers: { 201: { description: "The account, signed in", schema: envelope(AuthData) } },
  errors: ["VALIDATION_ERROR", "CONFLICT", "RATE_LIMIT_EXCEEDED", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ body }, ports, { from }) =>
  createdData(await register(ports, body, from), "Account created", "/api/v1/users/me"),
);
