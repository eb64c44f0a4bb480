import { createRequire } from "node:module";
import { dirname } from "node:path";
import serveStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

const { resolve } = createRequire(import.meta.url);
const SWAGGER = dirname(resolve("swagger-ui-dist/package.json"));

/** The API's reference for people, from files that ship with Intake: no page asks another host for anything. */
export async function docs(app: FastifyInstance): Promise<void> {
  await app.register(serveStatic, { root: SWAGGER, prefix: "/docs/assets/", index: false, maxAge: "1d" });
  app.get("/docs", (_request, reply) => reply.type("text/html").send(TRY_IT));
  app.get("/redoc", (_request, reply) => reply.type("text/html").send(READ_IT));
}

/** Swagger UI: /docs tries requests out, /redoc is the same reference to read only. */
const page = (title: string, settings: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
</head>
<body style="margin:0"><div id="ui"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({ url: "/openapi.json", dom_id: "#ui", deepLinking: true, ${settings} })</script>
</body>
</html>
`;

const TRY_IT = page("Intake API", "tryItOutEnabled: true");
const READ_IT = page("Intake API reference", "supportedSubmitMethods: []");
