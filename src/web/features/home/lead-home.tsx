import type { LeadHome as Told } from '../../../contract/home.ts';
import { t } from '../../texts/t.ts';
import { TextLink } from '../../ui/row-link.tsx';
import { UnitStanding } from './unit-standing.tsx';

/** The units that somebody leads, as their pages have them. */
export function LeadHome({ face }: { face: Told }) {
  return face.units.map((told) => (
    <div key={told.unit?.key ?? ''}>
      {face.units.length > 1 && told.unit && (
        <h2>
          <TextLink to="/units/$unitKey" params={{ unitKey: told.unit.key }}>
            {told.unit.name}
          </TextLink>
        </h2>
      )}
      <UnitStanding
        told={told}
        title={told.unit === null ? t('Business units') : t('In {name}', { name: told.unit.name })}
      />
    </div>
  ));
}
