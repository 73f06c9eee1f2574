import { createPublicKey, verify } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { leafHash, seal } from '../../src/log/envelope.js';
import { CompactRange } from '../../src/integrity/tree/compact-range.js';
import { TileTree } from '../../src/integrity/tree/tile-tree.js';
import { verifyConsistency } from '../../src/integrity/verifier/consistency.js';
import { verifyInclusion } from '../../src/integrity/verifier/inclusion.js';
import { openNote, parseVerifierKey } from '../../src/integrity/verifier/note.js';
import { canonicalJson } from '../../src/integrity/verifier/strict-json.js';
import { anEnvelope } from './support/envelopes.js';
import { MemoryTiles } from './support/memory-tiles.js';

/**
 * Constants that specifications print stand here, each with its source. The files of whole projects are not copied into
 * this repository; `PUBLIC_VECTORS=<folder>` runs them too (docs/PROOFS.md, "Public vectors", says which and whence).
 */
const fromHex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
const b64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));

describe("RFC 6962's tree of eight leaves (the vectors of Certificate Transparency)", () => {
  const leaves = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ].map((text) => leafHash(fromHex(text)));
  const roots = [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];

  test('has its published root at every size', () => {
    const tree = new TileTree(new MemoryTiles());
    tree.append(0, leaves);
    const range = new CompactRange();
    for (const [size, root] of roots.entries()) {
      expect(Buffer.from(tree.root(size)).toString('hex')).toBe(root);
      expect(Buffer.from(range.root()).toString('hex')).toBe(root);
      if (size < 8) range.append(leaves[size]!);
    }
  });

  test('gives its published proofs', async () => {
    const tree = new TileTree(new MemoryTiles());
    tree.append(0, leaves);
    // leaf 0 in 8, and 1 within 8
    const proof = [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ];
    expect(tree.inclusionProof(0, 8).map((hash) => Buffer.from(hash).toString('hex'))).toEqual(proof);
    await verifyInclusion(leaves[0]!, 0, 8, proof.map(fromHex), fromHex(roots[8]!));
    const [from, to] = [1, 8].map((size) => ({ size, root: fromHex(roots[size]!) }));
    await verifyConsistency(from!, to!, proof.map(fromHex));
  });
});

describe('the example of C2SP signed-note (c2sp.org/signed-note, CC BY 4.0)', () => {
  const vkey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
  const note = [
    'This is an example message.',
    '',
    '— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=',
    '',
  ].join('\n');

  test('opens with its key and with no other', async () => {
    const key = await parseVerifierKey(vkey);
    expect((await openNote(note, [key])).text).toBe('This is an example message.\n');
    await expect(openNote(note, [{ ...key, keyId: '530d903b' }])).rejects.toThrow('not by');
    await expect(openNote(note.replace('message', 'massage'), [key])).rejects.toThrow('false');
  });
});

describe('RFC 8785', () => {
  // Appendix B: IEEE 754 bits, and their spelling
  test.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('spells the number %s as %s', (bits, text) => {
    expect(canonicalJson(Buffer.from(bits, 'hex').readDoubleBE())).toBe(text);
  });

  test('orders keys by their UTF-16 units (3.2.3)', () => {
    const value = { '€': 1, '\r': 2, '\ufb33': 3, '1': 4, '😀': 5, '\u0080': 6, ö: 7 };
    expect(Object.values(JSON.parse(canonicalJson(value)) as object)).toHaveLength(7);
    const order = ['\r', '1', '\u0080', 'ö', '€', '😀', '\ufb33'];
    const places = order.map((key) => canonicalJson(value).indexOf(JSON.stringify(key)));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('the log writes what the verifier calls canonical', () => {
    const sealed = seal(
      anEnvelope({ data: { 'ключ "1"': ['\u007f\u2028é', 0.1, -7, true, null, {}], a: '\b' } }),
    );
    expect(canonicalJson(sealed.envelope)).toBe(Buffer.from(sealed.bytes).toString());
  });
});

const folder = process.env['PUBLIC_VECTORS'];
(folder !== undefined && existsSync(folder) ? describe : describe.skip)(
  'whole sets, from PUBLIC_VECTORS',
  () => {
    const json = (...path: string[]) => JSON.parse(readFileSync(join(folder!, ...path), 'utf8')) as never;
    const files = (...path: string[]) =>
      readdirSync(join(folder!, ...path), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.json'))
        .map((name) => [...path, name]);
    const outcome = (verified: Promise<void>) =>
      verified.then(
        () => false,
        () => true,
      );

    test('transparency-dev/merkle: inclusion', async () => {
      interface Vector {
        leafIdx: number;
        treeSize: number;
        root: string;
        leafHash: string;
        proof: string[] | null;
        wantErr: boolean;
      }
      const all = files('merkle', 'testdata', 'inclusion');
      for (const file of all) {
        const vector: Vector = json(...file);
        const proof = (vector.proof ?? []).map(b64);
        const refused = await outcome(
          verifyInclusion(b64(vector.leafHash), vector.leafIdx, vector.treeSize, proof, b64(vector.root)),
        );
        expect([file.join('/'), refused]).toEqual([file.join('/'), vector.wantErr]);
      }
      expect(all.length).toBeGreaterThan(90);
    });

    test('transparency-dev/merkle: consistency', async () => {
      interface Vector {
        size1: number;
        size2: number;
        root1: string;
        root2: string;
        proof: string[] | null;
        wantErr: boolean;
      }
      const all = files('merkle', 'testdata', 'consistency');
      for (const file of all) {
        const vector: Vector = json(...file);
        const refused = await outcome(
          verifyConsistency(
            { size: vector.size1, root: b64(vector.root1) },
            { size: vector.size2, root: b64(vector.root2) },
            (vector.proof ?? []).map(b64),
          ),
        );
        // some vectors have words in place of roots, which this verifier refuses before it looks at sizes
        const noHash = [vector.root1, vector.root2].some((root) => b64(root).length !== 32);
        expect([file.join('/'), refused]).toEqual([file.join('/'), vector.wantErr || noHash]);
      }
      expect(all.length).toBeGreaterThan(90);
    });

    test('cyberphone/json-canonicalization', () => {
      for (const name of readdirSync(join(folder!, 'jcs', 'testdata', 'input'))) {
        const value: unknown = json('jcs', 'testdata', 'input', name);
        const output = readFileSync(join(folder!, 'jcs', 'testdata', 'output', name), 'utf8');
        expect(canonicalJson(value)).toBe(output);
      }
    });

    test('C2SP/CCTV: WebCrypto and node:crypto agree on every edge case of Ed25519', async () => {
      const vectors: { key: string; sig: string; msg: string; flags: string[] | null }[] = json(
        'cctv-ed25519',
        'ed25519',
        'ed25519vectors.json',
      );
      let accepted = 0;
      for (const { key, sig, msg, flags } of vectors) {
        const raw = await crypto.subtle.importKey('raw', fromHex(key), 'Ed25519', false, ['verify']);
        const web = await crypto.subtle.verify('Ed25519', raw, fromHex(sig), new TextEncoder().encode(msg));
        const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key, 'hex').toString('base64url') };
        const node = verify(
          null,
          Buffer.from(msg),
          createPublicKey({ key: jwk, format: 'jwk' }),
          fromHex(sig),
        );
        expect(web).toBe(node);
        // RFC 8032, 5.1.7: R is compared as bytes; a residue of low order shows only with the cofactor, which is not used
        const mustFail = flags?.includes('non_canonical_R') || flags?.includes('low_order_residue');
        expect(web && mustFail).toBeFalsy();
        if (web) accepted++;
      }
      expect(accepted).toBeGreaterThan(0);
    });
  },
);
