# One image for edge, consumer and the migrations: `docker run intake edge`, `consumer`, `migrate`. The gateway, which
# only stands in for API Gateway and Lambda where there is no AWS, also needs the development packages: its own target.
#   docker build -t intake .
#   docker build -t intake-gateway --target gateway .

FROM node:24-bookworm-slim AS base
WORKDIR /app
ENV INTAKE_HOST=0.0.0.0 HOME=/tmp
COPY package.json package-lock.json .npmrc ./
COPY deploy/entrypoint.sh /usr/local/bin/intake-entrypoint
ENTRYPOINT ["intake-entrypoint"]

# Install scripts fetch a Node and a PostgreSQL of their own, which an image has no use for; nor has it for declarations,
# source maps and builds for browsers.
FROM base AS packages
RUN npm install --no-save --omit=dev --ignore-scripts --no-audit --no-fund \
  && find node_modules \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.md' \) -delete

FROM base AS gateway
RUN npm install --no-save --include=dev --ignore-scripts --no-audit --no-fund && npm cache clean --force
COPY . .
USER node
EXPOSE 3001
CMD ["gateway"]

FROM base AS service
# What a worker compiled, the next one need not.
ENV NODE_ENV=production NODE_COMPILE_CACHE=/tmp/node-compile-cache
COPY --from=packages /app/node_modules node_modules
COPY migrations migrations
COPY scripts/migrate.ts scripts/
COPY lib lib
COPY handlers handlers
COPY cli cli
COPY consumer consumer
COPY edge edge
# Writable for `node` wherever it is mounted: Fargate makes its volumes as the image has the folder.
VOLUME /tmp
USER node
EXPOSE 3000 3002
# Of the default command; docker-compose.yml and deploy/containers.yml ask the others their own question.
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/api/ping').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["edge"]
