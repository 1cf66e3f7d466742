import type { IncomingMessage, ServerResponse } from "node:http";
import type { Connect, Plugin } from "vite";
import { answer, Refusal } from "./server";

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'";

/** Answers in the place of the hub while the app is looked at; nothing of it is in the build. */
export function mockServer(): Plugin {
  const handle: Connect.NextHandleFunction = (request, response, next) => {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const api = request.method === "POST" || /^\/(web|accounts)\//.test(path);
    if (!api || path.startsWith("/@") || path.endsWith(".ts")) return next();
    respond(request, response, path).catch(next);
  };
  return {
    name: "interlaken:mock",
    configureServer(server) {
      server.middlewares.use(handle);
    },
    configurePreviewServer(server) {
      server.middlewares.use((_, response, next) => {
        response.setHeader("Content-Security-Policy", policy);
        next();
      });
      server.middlewares.use(handle);
    },
  };
}

async function respond(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
  let text = "";
  for await (const piece of request) text += piece;
  const target = String(request.headers["x-amz-target"] ?? "").replace("InterlakenHub.", "");
  const cookie = /persona=(\w+)/.exec(request.headers.cookie ?? "")?.[1] ?? "";
  response.setHeader("Content-Type", target ? "application/x-amz-json-1.1" : "application/json");
  try {
    const { body, persona } = await answer(request.method ?? "GET", path, target, text ? JSON.parse(text) : {}, cookie);
    if (persona !== undefined) response.setHeader("Set-Cookie", `persona=${persona}; Path=/; SameSite=Strict`);
    response.end(JSON.stringify(body));
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    response.statusCode = cause.status;
    response.setHeader("X-Amzn-Errortype", cause.code);
    response.end(JSON.stringify({ __type: cause.code, message: cause.message }));
  }
}
