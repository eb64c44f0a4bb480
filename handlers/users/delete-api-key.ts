import { Profile, presentProfile } from "../../lib/accounts/profile.ts";
import { removeProviderKey } from "../../lib/accounts/provider-key.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { envelope, okData } from "../../lib/http/envelope.ts";
import { defineRoute } from "../../lib/http/route.ts";

export const route = defineRoute({
  method: "delete",
  path: "/api/v1/users/api-key",
  tag: "accounts",
  summary: "Forget the stored key and its base URL",
  auth: "user",
  answers: { 200: { description: "The profile", schema: envelope(Profile) } },
  errors: ["UNAVAILABLE"],
});

export const handler = endpoint(route, async (_request, ports, { user, from }) =>
  okData(presentProfile(await removeProviderKey(ports, user, from)), "API key removed"),
);
