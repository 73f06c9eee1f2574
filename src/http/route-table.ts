import type { RouteOptions } from 'fastify';
import type { Need } from './access/needs.js';

interface Route {
  method: string;
  url: string;
  /** who may use it; undefined: nobody has decided, and so nobody may */
  needs: Need | undefined;
  segments: string[];
}

/** Which methods an address takes: Fastify's router does not tell, and 405 needs to know. */
export class RouteTable {
  readonly routes: Route[] = [];

  add(route: Pick<RouteOptions, 'method' | 'url' | 'config'>): void {
    const { url } = route;
    const needs = route.config?.needs;
    for (const method of [route.method].flat())
      this.routes.push({ method, url, needs, segments: url.split('/') });
  }

  /** With addresses as the API's description writes them: `/v1/incidents/{incident}`. */
  described(): { method: string; path: string; needs: Need | undefined }[] {
    return this.routes.map(({ method, url, needs }) => ({
      method,
      path: url.replaceAll(/:(\w+)/g, '{$1}').replace(/\*$/, '{path}'),
      needs,
    }));
  }

  /** In alphabetical order; none: nothing is there. */
  methodsOf(path: string): string[] {
    const segments = path.split('/');
    const methods = this.routes
      .filter((route) => fits(route.segments, segments))
      .map((route) => route.method);
    return [...new Set(methods)].sort();
  }
}

function fits(pattern: string[], path: string[]): boolean {
  const open = pattern.at(-1) === '*';
  const fixed = open ? pattern.slice(0, -1) : pattern;
  return (
    (open ? path.length > fixed.length : path.length === fixed.length) &&
    fixed.every((segment, index) => (segment.startsWith(':') ? path[index] !== '' : segment === path[index]))
  );
}
