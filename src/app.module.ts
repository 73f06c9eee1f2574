import { Module, type DynamicModule } from '@nestjs/common';
import type { OpenLedger } from './composition.js';
import type { Config } from './config.js';
import { HttpModule } from './http/http.module.js';
import { WebModule } from './web/web.module.js';

/** The server's parts on an open ledger. */
@Module({})
export class AppModule {
  static on(opened: OpenLedger, config: Config): DynamicModule {
    const http = HttpModule.on({ ...opened, config });
    return { module: AppModule, imports: [http, WebModule.on(http)] };
  }
}
