import { Option } from "commander";

/** Where Intake listens; every verb that needs the service takes it. */
export const apiUrlOption = () =>
  new Option("--api-url <url>", "address of the service").env("INTAKE_API_URL").default("http://localhost:3000");

export const jsonOption = () => new Option("--json", "print one JSON document and nothing else");
