import type { ClaimPart } from '../../domain/reconcile/index.js';
import type { Stance } from '../../domain/value.js';
import { ClaimLink, type Cards } from './claims.js';
import { figure } from './words.js';

/** Who says what: a speaker a row, a value a column, in the cells the claims. Rows in dispute stand first. */
export interface Matrix {
  columns: { label: string; disputed: boolean }[];
  rows: { speaker: string; href: string | null; disputed: boolean; cells: MatrixEntry[][] }[];
  /** speakers and values left out for room */
  moreRows: number;
  moreColumns: number;
}

export interface MatrixEntry {
  claim: string;
  part: ClaimPart;
  /** what it says of the value of its column, where it responds */
  stance: Stance | null;
}

export const maxMatrixRows = 60;
export const maxMatrixColumns = 12;

export function MatrixTable({ matrix, cards }: { matrix: Matrix; cards: Cards }) {
  return (
    <>
      <div class="scroll" tabIndex={0} role="group" aria-labelledby="matrix">
        <table class="matrix">
          <thead>
            <tr>
              <th scope="col">Speaker</th>
              {matrix.columns.map((column) => (
                <th scope="col" key={column.label}>
                  <bdi>{column.label}</bdi>
                  {column.disputed && <div class="quiet small">in dispute</div>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {matrix.rows.map((row) => (
              <tr key={row.speaker}>
                <th scope="row">
                  {row.href === null ? (
                    <span class="quiet">{row.speaker}</span>
                  ) : (
                    <a href={row.href}>
                      <bdi>{row.speaker}</bdi>
                    </a>
                  )}
                </th>
                {row.cells.map((claims, index) => (
                  <td key={matrix.columns[index]!.label} class={claims.length > 0 ? 'said' : ''}>
                    {claims.slice(0, 6).map(({ claim, part, stance }) => (
                      <div key={claim}>
                        <ClaimLink cards={cards} claim={claim} />
                        <span class="quiet small">{remarkOn(part, stance)}</span>
                      </div>
                    ))}
                    {claims.length > 6 && <div class="quiet small">and {claims.length - 6} more</div>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {(matrix.moreRows > 0 || matrix.moreColumns > 0) && (
        <p class="small quiet">
          Left out for room: {figure(matrix.moreRows)} speakers, {figure(matrix.moreColumns)} values. The
          reports below and the JSON under <a href="/docs">the API</a> have them.
        </p>
      )}
    </>
  );
}

/** What a reader has to know of a claim that does not simply stand. */
function remarkOn(part: ClaimPart, stance: Stance | null): string {
  if (stance !== null) return ` ${stance} it`;
  return part === 'ended' ? ' has ended' : part === 'outgrown' ? ' was outgrown' : '';
}
