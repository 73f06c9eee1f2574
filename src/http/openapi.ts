import { Injectable, type INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { Need } from './access/needs.js';
import { ResolutionDto } from './dto/incident.answers.js';
import { ProblemDto } from './dto/problem.dto.js';
import { NewsDto, RebuildProgressDto } from './dto/record.answers.js';
import { AnswerDto, DerivedDto } from './dto/view.answers.js';
import { commonValueSchema, valueSchema } from './dto/value.schema.js';
import { describeAccess } from './openapi/access.js';
import { addExamples, readExamples } from './openapi/examples.js';
import { describePlaces } from './openapi/places.js';
import { describeProblems } from './openapi/problems.js';
import { closeRequests } from './openapi/requests.js';
import type { ProblemKind } from './problem.js';
import type { RouteTable } from './route-table.js';

export const apiVersion = '1.0.0';

/** The description of this server's API, made of its controllers when somebody asks for it first. */
@Injectable()
export class OpenApi {
  private app: INestApplication | undefined;
  private needs: ReadonlyMap<string, Need | undefined> = new Map();
  private made: OpenAPIObject | undefined;

  /** @param routes who may use which route */
  describe(app: INestApplication, routes: RouteTable): void {
    this.app = app;
    this.needs = new Map(routes.described().map(({ method, path, needs }) => [`${method} ${path}`, needs]));
  }

  get document(): OpenAPIObject {
    if (!this.app)
      throw new Error('the API is described before it is served: call describe(app, routes) first');
    return (this.made ??= this.make(this.app));
  }

  /** What a server answered with such a problem. */
  exampleOf(kind: ProblemKind): unknown {
    const example = this.document.components?.examples?.[kind];
    return example && 'value' in example ? (example.value as unknown) : undefined;
  }

  private make(app: INestApplication): OpenAPIObject {
    const document = SwaggerModule.createDocument(app, base, { extraModels: models });
    const needOf = (method: string, path: string) => this.needs.get(`${method.toUpperCase()} ${path}`);
    const schemas = (document.components ??= {}).schemas ?? {};
    document.components.schemas = { ...schemas, Value: valueSchema, CommonValue: commonValueSchema };
    describePlaces(document);
    describeAccess(document, needOf);
    describeProblems(document, needOf);
    closeRequests(document);
    addExamples(document, readExamples());
    return document;
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
      'document; its `type` is stable and explained at that address. The examples are recorded from a server.',
  )
  .setVersion(apiVersion)
  .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
  .build();
