import { Controller, Get, Header, Param, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { OpenApi } from './openapi.js';
import { Problem, problemKinds, problemPath, type ProblemKind } from './problem.js';
import { Needs } from './access/needs.js';

const swaggerUi = createRequire(import.meta.url).resolve('swagger-ui-dist/swagger-ui-bundle.js');

/** What the browsable description is made of: files of swagger-ui as they are, and our own page and start script. */
const assets: Record<string, { type: string; file: string } | { type: string; text: string }> = {
  'swagger-ui-bundle.js': { type: 'text/javascript', file: swaggerUi },
  'swagger-ui.css': { type: 'text/css', file: swaggerUi.replace(/-bundle\.js$/, '.css') },
  'start.js': {
    type: 'text/javascript',
    text: "SwaggerUIBundle({ url: '/openapi.json', dom_id: '#api', deepLinking: true, validatorUrl: null });\n",
  },
};

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Incident Ledger: the API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="icon" href="data:,">
<main id="api"><noscript>This page needs JavaScript. The same description is at
<a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1) and in docs/API.md.</noscript></main>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</html>
`;

@ApiExcludeController()
@Controller()
export class DocsController {
  constructor(private readonly openApi: OpenApi) {}

  @Needs('anyone')
  @Get('openapi.json')
  description() {
    return this.openApi.document;
  }

  @Needs('anyone')
  @Get('docs')
  @Header('content-type', 'text/html; charset=utf-8')
  browse(): string {
    return page;
  }

  @Needs('anyone')
  @Get('docs/:asset')
  @Header('cache-control', 'public, max-age=3600')
  asset(@Param('asset') name: string): StreamableFile {
    const asset = Object.hasOwn(assets, name) ? assets[name] : undefined;
    if (!asset) throw new Problem('unknown-route', `there is nothing at /docs/${name}`);
    const type = `${asset.type}; charset=utf-8`;
    return 'file' in asset
      ? new StreamableFile(createReadStream(asset.file), { type })
      : new StreamableFile(Buffer.from(asset.text), { type });
  }

  /** What the `type` of a problem document points to. */
  @Needs('anyone')
  @Get('problems/:kind')
  problem(@Param('kind') name: string) {
    if (!Object.hasOwn(problemKinds, name)) {
      throw new Problem('unknown-route', `there is no problem called ${name}: see /problems`);
    }
    const kind = name as ProblemKind;
    return { type: problemPath(kind), ...problemKinds[kind], example: this.openApi.exampleOf(kind) };
  }

  @Needs('anyone')
  @Get('problems')
  problems() {
    return (Object.keys(problemKinds) as ProblemKind[]).map((kind) => ({
      type: problemPath(kind),
      ...problemKinds[kind],
    }));
  }
}
