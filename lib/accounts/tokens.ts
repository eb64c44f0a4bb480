import { errors, jwtVerify, SignJWT } from "jose";
import type { Config } from "../config.ts";
import { IntakeError } from "../errors.ts";
import { isUuid } from "../ids.ts";

const ISSUER = "intake";
const AUDIENCE = "intake-api";
/** The one algorithm: a token that names another, `none` included, is refused before its signature is looked at. */
const ALGORITHM = "HS256";
/** Clocks of two machines may differ by this much. */
const LEEWAY_SECONDS = 5;

type TokenConfig = Pick<Config, "INTAKE_JWT_SECRET" | "INTAKE_TOKEN_TTL_SECONDS">;

/** What a token says once it is trusted; nothing of it is personal. */
export type VerifiedToken = { readonly id: string; readonly userId: string; readonly expiresAt: Date };

/** A new token for a user, good for INTAKE_TOKEN_TTL_SECONDS from now. Several of one user may live at once. */
export async function issueToken(config: TokenConfig, userId: string): Promise<{ token: string; expiresAt: Date }> {
  const issuedAt = Math.floor(Date.now() / 1000);
  const expiresAt = issuedAt + config.INTAKE_TOKEN_TTL_SECONDS;
  const token = await new SignJWT()
    .setProtectedHeader({ alg: ALGORITHM, typ: "JWT" })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(userId)
    .setJti(crypto.randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(keyOf(config));
  return { token, expiresAt: new Date(expiresAt * 1000) };
}

/**
 * Checks signature, issuer, audience and expiry (RFC 7519), with 5 s of leeway. Whether the token was revoked, and
 * its account still exists, is asked elsewhere: see authenticate.ts.
 *
 * @throws {IntakeError} AUTH_EXPIRED for a token that is right in all but its time; AUTH_INVALID for any other fault
 */
export async function verifyToken(config: TokenConfig, token: string): Promise<VerifiedToken> {
  try {
    const { payload } = await jwtVerify(token, keyOf(config), {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
      requiredClaims: ["sub", "jti", "iat", "exp"],
      clockTolerance: LEEWAY_SECONDS,
    });
    const { sub = "", jti = "", exp = 0 } = payload;
    if (!isUuid(sub) || !isUuid(jti)) throw invalidToken();
    return { id: jti, userId: sub, expiresAt: new Date(exp * 1000) };
  } catch (error) {
    if (error instanceof errors.JWTExpired) {
      throw new IntakeError("AUTH_EXPIRED", "The token has expired; log in again", { cause: error });
    }
    throw error instanceof IntakeError ? error : invalidToken(error);
  }
}

/** One message for every fault, so that a forger learns nothing from it. */
export function invalidToken(cause?: unknown): IntakeError {
  return new IntakeError("AUTH_INVALID", "The token is not valid", { cause });
}

const keyOf = ({ INTAKE_JWT_SECRET }: TokenConfig): Uint8Array => new TextEncoder().encode(INTAKE_JWT_SECRET);
