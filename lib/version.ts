import manifest from "../package.json" with { type: "json" };

/** Intake's own version, as /api/health, the OpenAPI document and `intake --version` tell it. */
export const { version } = manifest;
