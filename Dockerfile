# edge, consumer and the migrations are one image with different commands; the gateway, which only stands in for API
# Gateway and Lambda on a developer's machine, also needs the development packages.
#   docker build .                    the image for production
#   docker build --target gateway .

FROM node:24-bookworm-slim AS base
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

FROM base AS gateway
# Install scripts fetch a Node and a PostgreSQL of their own, which an image has no use for.
RUN npm install --no-save --include=dev --ignore-scripts
COPY . .
USER node
CMD ["node_modules/.bin/serverless", "offline", "start", "--stage", "local", "--host", "0.0.0.0", "--httpPort", "3001"]

FROM base AS service
ENV NODE_ENV=production INTAKE_HOST=0.0.0.0
RUN npm install --no-save --omit=dev --ignore-scripts && npm cache clean --force
COPY . .
USER node
CMD ["node", "--max-semi-space-size=2", "edge/main.ts"]
