import { Module, type DynamicModule } from '@nestjs/common';
import type { Config } from '../config.js';
import { Integrity } from '../integrity/integrity.js';
import type { ContentStore } from '../log/content/content-store.js';
import type { EventLog } from '../log/event-log.js';
import { Ledger } from '../log/handle.js';
import type { LedgerViews } from '../read/ledger-views.js';
import { Access } from '../access/access.js';
import { guardedViews } from '../access/guarded-views.js';
import { currentAsker } from './access/asking.js';
import { accessControllers, accessProviders } from './access/parts.js';
import { AdminActsController } from './admin/acts.controller.js';
import { AdminClaimsController } from './admin/claims.controller.js';
import { AdminDocumentsController } from './admin/documents.controller.js';
import { AdminImportsController } from './admin/imports.controller.js';
import { AdminIncidentsController } from './admin/incidents.controller.js';
import { AdminQuestionsController } from './admin/questions.controller.js';
import { ResolutionsController } from './admin/resolutions.controller.js';
import { AdminSourcesController } from './admin/sources.controller.js';
import { ClaimBodies } from './claim-bodies.js';
import { ClaimsController } from './claims.controller.js';
import { DiffController } from './diff.controller.js';
import { DocsController } from './docs.controller.js';
import { DocumentsController } from './documents.controller.js';
import { EventsController } from './events.controller.js';
import { HealthController } from './health.controller.js';
import { IncidentsController } from './incidents.controller.js';
import { ClaimProofController, LogController } from './log.controller.js';
import { LiveEvents } from './live-events.js';
import { LogState } from './log-state.js';
import { Metrics } from './metrics/metrics.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { Idempotency } from './idempotency.js';
import { Names } from './names.js';
import { OpenApi } from './openapi.js';
import { Preconditions } from './preconditions.js';
import { ProvenanceController } from './provenance.controller.js';
import { QuestionAnswersController } from './question-answers.controller.js';
import { QueueController } from './queue.controller.js';
import { RecordController } from './record.controller.js';
import { Recorder } from './recorder.js';
import { RootController } from './root.controller.js';
import { RunningImports } from './running-imports.js';
import { SourceRecordController } from './source-record.controller.js';
import { SourcesController } from './sources.controller.js';
import { Stopping } from './stopping.js';
import { ALL_VIEWS, CONFIG, CONTENT, IMPORT_TARGETS, LOG, VIEWS, type ImportTargets } from './tokens.js';

/** What the routes stand on; the composition root opens it. */
export interface Foundations {
  config: Config;
  log: EventLog;
  ledger: Ledger;
  views: LedgerViews;
  access: Access;
  content: ContentStore;
  integrity: Integrity;
  importTarget: ImportTargets;
}

@Module({})
export class HttpModule {
  static on({
    config,
    log,
    ledger,
    views,
    access,
    content,
    integrity,
    importTarget,
  }: Foundations): DynamicModule {
    return {
      module: HttpModule,
      controllers: [
        RootController,
        ...accessControllers,
        DocsController,
        HealthController,
        MetricsController,
        IncidentsController,
        QuestionAnswersController,
        ProvenanceController,
        DiffController,
        SourcesController,
        SourceRecordController,
        DocumentsController,
        ClaimsController,
        QueueController,
        RecordController,
        EventsController,
        LogController,
        ClaimProofController,
        AdminIncidentsController,
        AdminQuestionsController,
        ResolutionsController,
        AdminSourcesController,
        AdminDocumentsController,
        AdminClaimsController,
        AdminActsController,
        AdminImportsController,
      ],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: VIEWS, useValue: guardedViews(views, currentAsker) },
        { provide: ALL_VIEWS, useValue: views },
        ...accessProviders(access),
        { provide: CONTENT, useValue: content },
        { provide: LOG, useValue: log },
        { provide: Integrity, useValue: integrity },
        { provide: IMPORT_TARGETS, useValue: importTarget },
        { provide: Ledger, useValue: ledger },
        Names,
        ClaimBodies,
        Recorder,
        Idempotency,
        Preconditions,
        LiveEvents,
        Stopping,
        RunningImports,
        LogState,
        Metrics,
        OpenApi,
      ],
      exports: [CONFIG, VIEWS, CONTENT, Integrity, Ledger, Names, Recorder, Preconditions, Access],
    };
  }
}
