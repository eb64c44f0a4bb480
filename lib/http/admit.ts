import { authenticate } from "../accounts/authenticate.ts";
import type { User } from "../accounts/user.ts";
import type { IntakeError } from "../errors.ts";
import type { Ports } from "../ports.ts";
import { asIntakeError } from "./error-body.ts";
import type { Route } from "./route.ts";

/** A request as its door knows it; header names in lower case. */
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
 */
export async function admit(ports: Ports, route: Pick<Route, "auth" | "path">, caller: Caller): Promise<Admission> {
  const admission: Admission = { user: null, createdBy: "public", headers: {}, refused: null };
  try {
    if (route.auth === "user") {
      admission.user = await authenticate(ports, one(caller.headers.authorization), {
        ip: caller.ip,
        requestId: caller.requestId,
        userAgent: one(caller.headers["user-agent"]),
      });
    }
  } catch (error) {
    admission.refused = asIntakeError(error);
  }
  return admission;
}

const one = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header[0] : header);
