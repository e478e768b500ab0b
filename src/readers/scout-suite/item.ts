import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { asRecord, own, str } from '../kit/values.ts';

/** `ec2.regions.eu-west-1.vpcs.vpc-1.…`: the way to what was flagged, in the document itself. */
export function itemId(told: Told): string | undefined {
  const way = textOf('.', told);
  const suffix = textOf('^id_suffix', told);
  return suffix !== undefined && way?.endsWith(`.${suffix}`) ? way.slice(0, -suffix.length - 1) : way;
}

export const regionOf = (told: Told): string | undefined =>
  /\.(?:regions|zones|locations)\.([^.]+)/.exec(textOf('.', told) ?? '')?.[1];

/** The nearest name on the way there; ids say little to people. */
export function nameOfItem(told: Told): string | undefined {
  let at = asRecord(asRecord(told.shell)['services']);
  let name: string | undefined;
  for (const step of (textOf('.', told) ?? '').split('.')) {
    at = asRecord(own(at, step));
    name = str(at['arn']) ?? str(at['name']) ?? name;
  }
  return name;
}
