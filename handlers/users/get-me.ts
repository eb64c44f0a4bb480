import { Profile, presentProfile } from "../../lib/accounts/profile.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { envelope, okData } from "../../lib/http/envelope.ts";
import { defineRoute } from "../../lib/http/route.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/v1/users/me",
  tag: "accounts",
  summary: "The caller's own account",
  auth: "user",
  answers: { 200: { description: "The profile", schema: envelope(Profile) } },
  errors: ["UNAVAILABLE"],
});

export const handler = endpoint(route, async (_request, _ports, { user }) => okData(presentProfile(user)));
