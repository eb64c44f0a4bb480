import { ownerOfApiKey, PUBLIC } from "../accounts/api-keys.ts";
import { authenticate } from "../accounts/authenticate.ts";
import { type Origin, recordEvent } from "../accounts/security-events.ts";
import type { User } from "../accounts/user.ts";
import type { IntakeError } from "../errors.ts";
import { type LimitGroup, limitExceeded, limitHeaders } from "../limits/rate-limits.ts";
import type { Ports } from "../ports.ts";
import { networkOf } from "./client-address.ts";
import { asIntakeError } from "./error-body.ts";
import type { Route } from "./route.ts";

/** What the gate wants to know of a route. */
export type Gated = Pick<Route, "auth" | "limit" | "path">;

/** A request as its door knows it; header names in lower case, `ip` the client's own address. */
export type Caller = { headers: Record<string, string | string[] | undefined>; ip: string; requestId: string };

export type Admission = {
  /** Set where the route is for users and the caller is one. */
  user: User | null;
  /** Whose jobs the request makes: the owner of the API key, or `public`. */
  createdBy: string;
  /** To be sent with the answer, whatever it is. */
  headers: Record<string, string>;
  /** Why the request goes no further, or null. */
  refused: IntakeError | null;
};

/**
 * Whether a request may come in: the one gate of Lambda handlers and edge. Never throws; the caller throws `refused`
 * once it holds the headers, for they belong to every answer.
 *
 * Who asks is found out first, for limits count by user where there is one; a request that is refused for its token
 * counts too, against its address.
 */
export async function admit(ports: Ports, route: Gated, caller: Caller): Promise<Admission> {
  const admission: Admission = { user: null, createdBy: PUBLIC, headers: {}, refused: null };
  const from = originOf(caller);
  try {
    if (route.auth === "user") {
      admission.user = await authenticate(ports, one(caller.headers.authorization));
    } else if (asksForKey(ports, route)) {
      admission.createdBy = await ownerOfApiKey(ports, one(caller.headers["x-api-key"]));
    }
  } catch (error) {
    admission.refused = asIntakeError(error);
    if (admission.refused.status !== 401) return admission;
  }
  await limit(ports, groupOf(route), countedAs(admission, caller), admission);
  const { refused } = admission;
  if (refused?.status === 401 && refused.code !== "AUTH_REQUIRED") {
    await recordEvent(ports, from, { event: "token_refused", success: false, details: { code: refused.code } });
  }
  return admission;
}

async function limit(ports: Ports, group: LimitGroup | null, key: string, admission: Admission): Promise<void> {
  const standing = group && (await ports.limits.take(group, key));
  if (!standing) return;
  admission.headers = limitHeaders(standing);
  if (!standing.allowed) admission.refused = limitExceeded(group, standing);
}

/** Keys are for the tables and workbooks API, where the deployment asks for them; /api/v1 has accounts instead. */
const asksForKey = ({ config }: Ports, { auth, path }: Gated): boolean =>
  config.ENABLE_API_KEY_AUTH && auth !== "open" && !path.startsWith("/api/v1/");

function countedAs({ user, createdBy }: Admission, { ip }: Caller): string {
  if (user) return `user:${user.id}`;
  return createdBy === PUBLIC ? `ip:${networkOf(ip)}` : `key:${createdBy}`;
}

function groupOf({ limit, path }: Gated): LimitGroup | null {
  return limit ?? (path.startsWith("/api/v1/") ? "default" : null);
}

/** Where a request comes from, for the security log. */
export const originOf = ({ headers, ip, requestId }: Caller): Origin => ({
  ip,
  requestId,
  userAgent: one(headers["user-agent"]),
});

const one = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header[0] : header);
