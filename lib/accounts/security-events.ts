import { isIP } from "node:net";
import type { Ports } from "../ports.ts";

/** Where a request comes from, as far as the security log wants to know. */
export type Origin = { ip: string; requestId: string; userAgent?: string | undefined };

export type SecurityEvent = {
  event:
    | "register"
    | "login"
    | "login_blocked"
    | "logout"
    | "token_refused"
    | "api_key_set"
    | "api_key_removed"
    | "api_key_refused";
  success: boolean;
  userId?: string | undefined;
  /** Never a secret: no password, token or key, nor a part of one. */
  details?: Record<string, unknown>;
};

/** Stores and logs a security event. One that cannot be stored is logged all the same and never fails the request. */
export async function recordEvent(ports: Ports, from: Origin, what: SecurityEvent): Promise<void> {
  const { event, success, userId, details = {} } = what;
  ports.log.info({ event, success, user: userId, ip: from.ip, requestId: from.requestId, ...details }, "security");
  try {
    await ports.db("security_events").insert({
      event,
      success,
      user_id: userId ?? null,
      ip: isIP(from.ip) ? from.ip : null,
      user_agent: from.userAgent?.replaceAll("\0", "").slice(0, 300) ?? null,
      request_id: from.requestId,
      details: JSON.stringify(details),
    });
  } catch (error) {
    ports.log.warn({ err: error, event, requestId: from.requestId }, "security event not stored");
  }
}
