import { z } from "zod";
import { Profile, presentProfile } from "../../lib/accounts/profile.ts";
import { setProviderKey } from "../../lib/accounts/provider-key.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { envelope, okData } from "../../lib/http/envelope.ts";
import { defineRoute } from "../../lib/http/route.ts";

export const route = defineRoute({
  method: "put",
  path: "/api/v1/users/api-key",
  tag: "accounts",
  summary: "Store the key of a language model's provider, encrypted",
  description: "The provider is asked first, unless `validate` is false. No answer ever shows the key or a part of it.",
  auth: "user",
  limit: "api_key",
  body: z.object({
    api_key: z
      .string()
      .min(8)
      .max(256)
      .regex(/^[\x20-\x7e]+$/, "must be printable ASCII"),
    base_url: z
      .url()
      .max(500)
      .regex(/^[\x21-\x7e]+$/, "must be printable ASCII without blanks")
      .nullish()
      .meta({ description: "An OpenAI-compatible endpoint of an allowed origin; null is the deployment's own" }),
    validate: z.boolean().default(true),
  }),
  answers: { 200: { description: "The profile", schema: envelope(Profile) } },
  errors: ["VALIDATION_ERROR", "API_KEY_INVALID", "LLM_UNAVAILABLE", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ body }, ports, { user, from }) => {
  const { api_key: apiKey, base_url: baseUrl = null, validate } = body;
  const account = await setProviderKey(ports, user, { apiKey, baseUrl, validate }, from);
  return okData(presentProfile(account), validate ? "API key checked and stored" : "API key stored unchecked");
});
