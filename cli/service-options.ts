import { Option } from "commander";

/** Where Intake listens; every verb that needs the service takes it. `API_URL` is what scripts around models set. */
export const apiUrlOption = () =>
  new Option("--api-url <url>", "address of the service (also API_URL)")
    .env("INTAKE_API_URL")
    .default(process.env.API_URL || "http://localhost:3000");

export const jsonOption = () => new Option("--json", "print one JSON document and nothing else");
