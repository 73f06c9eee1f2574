import { Module, type DynamicModule } from '@nestjs/common';
import { Assets } from './assets.js';
import { AssetsController } from './controllers/assets.controller.js';
import { ChoicesController } from './controllers/choices.controller.js';
import { IncidentPagesController } from './controllers/incidents.controller.js';
import { RecordPagesController } from './controllers/record.controller.js';
import { ErrorPages } from './error-pages.js';
import { Pages } from './pages.js';
import { Viewers } from './viewer.js';

/** The workspace: pages for people over the same views and the same commands as the API. */
@Module({})
export class WebModule {
  /** @param http exports what the pages stand on: configuration, views, texts, the recorder, names */
  static on(http: DynamicModule): DynamicModule {
    return {
      module: WebModule,
      imports: [http],
      controllers: [AssetsController, ChoicesController, IncidentPagesController, RecordPagesController],
      providers: [Assets, Viewers, Pages, ErrorPages],
    };
  }
}
