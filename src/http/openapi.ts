import { Injectable, type INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ResolutionDto } from './dto/incident.answers.js';
import { ProblemDto } from './dto/problem.dto.js';
import { NewsDto, RebuildProgressDto } from './dto/record.answers.js';
import { AnswerDto, DerivedDto } from './dto/view.answers.js';
import { commonValueSchema, valueSchema } from './dto/value.schema.js';
import { problemKinds } from './problem.js';

export const apiVersion = '1.0.0';

/** The description of this server's API, made of the controllers once they are all there. */
@Injectable()
export class OpenApi {
  private made: OpenAPIObject | undefined;

  describe(app: INestApplication): void {
    this.made = withProblems(SwaggerModule.createDocument(app, base, { extraModels: models }));
  }

  get document(): OpenAPIObject {
    if (!this.made) throw new Error('the API is described before it is served: call describe(app) first');
    return this.made;
  }
}

/** Those that no operation names directly. */
const models = [ProblemDto, AnswerDto, DerivedDto, ResolutionDto, RebuildProgressDto, NewsDto];

const base = new DocumentBuilder()
  .setOpenAPIVersion('3.1.0')
  .setTitle('Incident Ledger')
  .setDescription(
    'Who claimed what about an incident, through whom it reached us, and when. Reading is under `/v1`; everything ' +
      'that changes the record is under `/v1/admin`. A thing is named in a path by its id, by `namespace:key`, or by ' +
      'its bare key where one thing alone has it. Times are RFC 3339 in UTC. Every error is an RFC 9457 problem ' +
      'document; its `type` is stable and explained at that address.',
  )
  .setVersion(apiVersion)
  .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
  .build();

/** Every operation may answer with a problem; said once here rather than at each of them. */
function withProblems(document: OpenAPIObject): OpenAPIObject {
  const statuses = [...new Set(Object.values(problemKinds).map((kind) => kind.status))].toSorted(
    (a, b) => a - b,
  );
  for (const path of Object.values(document.paths)) {
    for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
      const operation = path[method];
      if (!operation) continue;
      operation.responses['default'] = {
        description: `A problem (RFC 9457), with one of the statuses ${statuses.join(', ')}`,
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDto' } } },
      };
    }
  }
  const schemas = (document.components ??= {}).schemas ?? {};
  document.components.schemas = { ...schemas, Value: valueSchema, CommonValue: commonValueSchema };
  return document;
}
