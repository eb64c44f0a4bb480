import { z } from "zod";
import { revokeToken } from "../../lib/accounts/revocation.ts";
import { recordEvent } from "../../lib/accounts/security-events.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { envelope, okData } from "../../lib/http/envelope.ts";
import { defineRoute } from "../../lib/http/route.ts";

export const route = defineRoute({
  method: "post",
  path: "/api/v1/auth/logout",
  tag: "accounts",
  summary: "Revoke the token of this request; the user's other tokens stay good",
  auth: "user",
  answers: { 200: { description: "Revoked", schema: envelope(z.object({ logged_out: z.literal(true) })) } },
  errors: ["UNAVAILABLE"],
});

export const handler = endpoint(route, async (_request, ports, { user, from }) => {
  await revokeToken(ports, user.token);
  await recordEvent(ports, from, { event: "logout", success: true, userId: user.id });
  return okData({ logged_out: true }, "Logged out");
});
