import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { signatureHeaders } from "../../../lib/webhooks/sign.ts";

const ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const AT = 1_614_265_330;
const BODY = '{"test": 2432232314}';
/** The example of the reference libraries of Standard Webhooks. */
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

const signed = (secret: string) => signatureHeaders(secret, ID, AT, BODY)["webhook-signature"];

describe("a delivery is signed", () => {
  it("as the reference libraries sign it", () => {
    expect(signatureHeaders(SECRET, ID, AT, BODY)).toEqual({
      "webhook-id": ID,
      "webhook-timestamp": "1614265330",
      "webhook-signature": SIGNATURE,
    });
  });

  it("with both secrets while one takes the place of the other", () => {
    const added = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    expect(signed(`${added} ${SECRET}`)).toBe(`${signed(added)} ${SIGNATURE}`);
  });

  it("with the bytes of a secret that is no base64, spaces included", () => {
    const secret = "correct horse battery staple";
    const mac = createHmac("sha256", secret).update(`${ID}.${AT}.${BODY}`).digest("base64");
    expect(signed(secret)).toBe(`v1,${mac}`);
  });
});
