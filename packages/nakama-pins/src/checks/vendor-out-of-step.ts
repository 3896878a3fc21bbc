import { vendorDisagreements } from '../linking/vendor-disagreements';
import { defineCheck } from './define-check';

/** Go refuses to build when vendor/modules.txt and go.mod disagree ("inconsistent vendoring"). */
export const vendorOutOfStep = defineCheck('vendor-out-of-step', function* ({ facts }) {
  for (const disagreement of vendorDisagreements(facts)) {
    yield { severity: 'error', location: disagreement.location, data: { disagreement } };
  }
});
