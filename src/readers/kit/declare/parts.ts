import type { Component, Observation } from '../../../kernel/observation.ts';
import { labelsOf } from '../labels.ts';
import { component } from '../purl.ts';
import { num } from '../values.ts';
import type { PackagePlan, Plan, ResourcePlan, WebPlan } from './plan.ts';
import type { Told } from './told.ts';

const FIXED_SEPARATOR = /\s*(?:,|;|\s\|\|\s)\s*/;

export function packageOf(plan: PackagePlan, told: Told): Component | undefined {
  const name = plan.name.text(told);
  const purl = plan.purl.text(told);
  if (name === undefined && purl === undefined) return undefined;
  const ecosystem = plan.type.text(told);
  const namespace = plan.namespace.text(told);
  const separator = ecosystem?.toLowerCase() === 'maven' ? ':' : '/';
  return component({
    name: namespace === undefined ? (name ?? '') : `${namespace}${separator}${name}`,
    ecosystem,
    version: plan.version.text(told),
    fixedVersions: plan.fixed.texts(told).flatMap((text) => text.split(FIXED_SEPARATOR)),
    purl,
    layer: plan.layer.text(told),
    direct: plan.direct.flag(told),
    source: plan.source.text(told),
  });
}

export function webOf(plan: WebPlan, told: Told): Observation['web'] {
  const url = plan.url.text(told);
  if (url === undefined) return undefined;
  return {
    url,
    method: plan.method.text(told)?.toUpperCase(),
    parameter: plan.parameter.text(told),
    evidence: plan.evidence.text(told),
  };
}

export function resourceOf(plan: ResourcePlan, told: Told): Observation['resource'] {
  const host = plan.host.text(told);
  const id = plan.id.text(told) ?? host;
  if (id === undefined) return undefined;
  return {
    id,
    host,
    type: plan.type.text(told),
    account: plan.account.text(told),
    region: plan.region.text(told),
    port: num(plan.port.text(told)),
    protocol: plan.protocol.text(told)?.toLowerCase(),
    labels: labelsOf(plan.labels.all(told)),
  };
}

export function fingerprintsOf(
  plan: NonNullable<Plan['fingerprints']>,
  told: Told,
): Record<string, string> | undefined {
  let found: Record<string, string> | undefined;
  for (const [name, reading] of plan) {
    const text = reading.text(told);
    if (text === undefined) continue;
    found ??= {};
    found[name] = text;
  }
  return found;
}
