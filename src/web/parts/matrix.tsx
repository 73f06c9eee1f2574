import { ClaimLink, type Cards } from './claims.js';
import { figure } from './words.js';

/** Who says what: a speaker a row, a value a column, in the cells the claims. Rows in dispute stand first. */
export interface Matrix {
  columns: { label: string; account: number | null }[];
  rows: { speaker: string; href: string | null; cells: string[][] }[];
  /** speakers and values left out for room */
  moreRows: number;
  moreColumns: number;
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
                    {claims.slice(0, 6).map((claim) => (
                      <div key={claim}>
                        <ClaimLink cards={cards} claim={claim} />
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
