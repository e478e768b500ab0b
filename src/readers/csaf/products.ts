import type { Component } from '../../kernel/observation.ts';
import { component } from '../kit/purl.ts';
import { asList, asRecord, type Json, str } from '../kit/values.ts';

/** How deep branches of products may go; real documents stay below ten. */
const DEEPEST = 30;

/** The products of a document by their ids, as packages. */
export function productsOf(document: Json): Map<string, Component> {
  const tree = asRecord(document['product_tree']);
  const products = new Map<string, Component>();
  for (const product of asList(tree['full_product_names'])) add(products, asRecord(product), {});
  for (const branch of asList(tree['branches'])) walk(products, asRecord(branch), {}, 0);
  for (const relationship of asList(tree['relationships'])) {
    const { full_product_name: full, product_reference: part } = asRecord(relationship);
    const known = products.get(str(part) ?? '');
    const id = str(asRecord(full)['product_id']);
    // What is part of another product is, as a package, still that part.
    if (known !== undefined && id !== undefined) products.set(id, known);
    else add(products, asRecord(full), {});
  }
  return products;
}

/** What the branches above say of a product. */
interface Above {
  name?: string | undefined;
  version?: string | undefined;
}

function walk(products: Map<string, Component>, branch: Json, above: Above, depth: number): void {
  if (depth > DEEPEST) return;
  const category = branch['category'];
  const below = { ...above };
  if (category === 'product_name') below.name = str(branch['name']);
  if (category === 'product_version') below.version = str(branch['name']);
  if ('product' in branch) add(products, asRecord(branch['product']), below);
  for (const one of asList(branch['branches'])) walk(products, asRecord(one), below, depth + 1);
}

function add(products: Map<string, Component>, product: Json, above: Above): void {
  const id = str(product['product_id']);
  if (id === undefined) return;
  const helper = asRecord(product['product_identification_helper']);
  const purl = str(helper['purl']) ?? str(asList(helper['purls'])[0]);
  const name = above.name ?? str(product['name']) ?? id;
  products.set(id, component({ name, version: above.version, purl }));
}
