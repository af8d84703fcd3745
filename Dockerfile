# Node runs the TypeScript sources itself, and better-sqlite3 brings its binaries along: no build stage, no compiler.
FROM node:24-slim

ENV NODE_ENV=production
WORKDIR /app

COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force

COPY manifest.yml ./
COPY src ./src

# Everything the bot writes goes here, so that the rest of the file system may be read-only.
RUN mkdir /data && chown node:node /data
VOLUME /data

USER node
ENV DATA_DIR=/data HOST=0.0.0.0 PORT=3000
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]

CMD ["node", "src/main.ts"]
