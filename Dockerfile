# The service alone, as docker-compose.yml starts it. Nothing in it listens beyond what its settings say.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY . .
RUN npm run build && npm prune --omit=dev --omit=optional --ignore-scripts

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/scripts ./scripts
COPY --from=build /app/docs ./docs
# Volumes that are mounted here belong to the user that runs the service.
RUN mkdir /data /keys && chown node:node /data /keys && chmod 700 /data /keys
USER node
CMD ["node", "dist/main.js"]
