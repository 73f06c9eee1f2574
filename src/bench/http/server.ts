import { Body, Controller, HttpCode, Module, Post, type DynamicModule } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { localTokenFile, readTokenFile } from '../../access/token-file.js';
import { AppModule } from '../../app.module.js';
import { openLedger } from '../../composition.js';
import { readConfig } from '../../config.js';
import { Needs } from '../../http/access/needs.js';
import { createApp } from '../../http/app.js';
import { RecordClaimRequest } from '../../http/dto/claim.requests.js';

/** The same door, guards, body and validation as of a claim, and nothing behind them. */
@ApiExcludeController()
@Controller('bench')
class EmptyController {
  #waiting: (() => void)[] = [];

  @Needs('record')
  @Post('empty')
  @HttpCode(201)
  empty(@Body() _body: RecordClaimRequest): object {
    return {};
  }

  /** Answers all that came within a turn of the event loop together, as one commit does. */
  @Needs('record')
  @Post('turn')
  @HttpCode(201)
  async turn(@Body() _body: RecordClaimRequest): Promise<object> {
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) setImmediate(() => this.#answer());
    });
    return {};
  }

  #answer(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

@Module({})
class Measured {}

const sealEveryMs = 5_000;

/** A server as `npm start` makes one, in a process of its own, with two routes more. It ends when its parent does. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const opened = await openLedger(config);
  const module: DynamicModule = {
    module: Measured,
    imports: [AppModule.on(opened, config)],
    controllers: [EmptyController],
  };
  const app = await createApp(module, config);
  await app.listen(0, '127.0.0.1');
  await opened.access.begin();
  opened.integrity.sealer.start(sealEveryMs, (fault) => console.error(fault.message));
  process.once('disconnect', () => {
    void app
      .close()
      .then(() => opened.close())
      .then(() => process.exit(0));
  });
  process.on('message', () => process.send?.(process.cpuUsage()));
  const { port } = app.getHttpServer().address() as { port: number };
  process.send?.({ port, token: readTokenFile(config.dataDir, localTokenFile) });
}

await main();
