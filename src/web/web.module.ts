import { Module, type DynamicModule } from '@nestjs/common';
import { Assets } from './assets.js';
import { AccountController } from './controllers/account.controller.js';
import { ActsController } from './controllers/acts.controller.js';
import { AssetsController } from './controllers/assets.controller.js';
import { ChoicesController } from './controllers/choices.controller.js';
import { DeskController } from './controllers/desk.controller.js';
import { DiffPageController } from './controllers/diff.controller.js';
import { IncidentPagesController } from './controllers/incidents.controller.js';
import { RaiseController } from './controllers/raise.controller.js';
import { RecordClaimController } from './controllers/record-claim.controller.js';
import { RecordPagesController } from './controllers/record.controller.js';
import { ResolveController } from './controllers/resolve.controller.js';
import { ErrorPages } from './error-pages.js';
import { ActForms } from './forms/act-forms.js';
import { Pages } from './pages.js';
import { Viewers } from './viewer.js';

/** The workspace: pages for people over the same views and the same commands as the API. */
@Module({})
export class WebModule {
  /** @param http exports what the pages stand on: configuration, views, texts, the recorder, names, who is who */
  static on(http: DynamicModule): DynamicModule {
    return {
      module: WebModule,
      imports: [http],
      controllers: [
        AssetsController,
        AccountController,
        ChoicesController,
        RaiseController,
        ResolveController,
        RecordClaimController,
        IncidentPagesController,
        DiffPageController,
        RecordPagesController,
        DeskController,
        ActsController,
      ],
      providers: [Assets, Viewers, Pages, ErrorPages, ActForms],
    };
  }
}
