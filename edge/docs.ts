import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import serveStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

const { resolve } = createRequire(import.meta.url);
const SWAGGER = dirname(resolve("swagger-ui-dist/package.json"));
const RAPIDOC = join(dirname(resolve("rapidoc/package.json")), "dist");

/** The API's reference for people, from files that ship with Intake: no page asks another host for anything. */
export async function docs(app: FastifyInstance): Promise<void> {
  await app.register(serveStatic, { root: SWAGGER, prefix: "/docs/assets/", index: false, maxAge: "1d" });
  await app.register(serveStatic, {
    root: RAPIDOC,
    prefix: "/redoc/assets/",
    index: false,
    maxAge: "1d",
    decorateReply: false,
  });
  app.get("/docs", (_request, reply) => reply.type("text/html").send(TRY_IT));
  app.get("/redoc", (_request, reply) => reply.type("text/html").send(READ_IT));
}

const page = (title: string, content: string) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title></head>
<body style="margin:0">${content}</body>
</html>
`;

const TRY_IT = page(
  "Intake API",
  `<link rel="stylesheet" href="/docs/assets/swagger-ui.css"><div id="ui"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({ url: "/openapi.json", dom_id: "#ui", deepLinking: true })</script>`,
);

const READ_IT = page(
  "Intake API reference",
  `<script type="module" src="/redoc/assets/rapidoc-min.js"></script>
<rapi-doc spec-url="/openapi.json" render-style="read" show-header="false" allow-try="false" load-fonts="false"></rapi-doc>`,
);
