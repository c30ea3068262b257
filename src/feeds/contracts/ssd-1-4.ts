import type { Contract } from '../contract.ts'
import { department, departmentContacts, involvements, professionals } from './ssd-1-4/helpers.ts'
import { address, family, linkedIdentifiers, mother, person } from './ssd-1-4/persons.ts'
import {
  careLeavers,
  cinPlans,
  claEpisodes,
  claPlacement,
  cpPlans,
  missing,
  s47Enquiry,
} from './ssd-1-4/plans.ts'
import { cinEpisodes, earlyHelp } from './ssd-1-4/services.ts'

/** The tables of the standard that no purpose needs. */
const OTHER_TABLES =
  /^ssd_(version_metadata|disability|immigration_status|contacts|cin_assessments|assessment_factors|cin_visits|initial_cp_conference|cp_visits|cp_reviews|legal_status|cla_health|cla_immunisations|cla_substance_misuse|cla_reviews|cla_previous_permanence|cla_care_plan|cla_visits|sdq_scores|permanence|pre_proceedings|send|sen_need|ehcp_requests|ehcp_assessment|ehcp_named_plan|ehcp_active_plans|s251_finance|voice_of_child)(?![a-z])/i

/**
 * Children's social care and early help. Ethnicity, nationality, disability, legal status, outcomes and free text have
 * no live purpose in this service and no section to go to; tables that are not listed are not even opened.
 */
export const ssd14: Contract = {
  id: 'ssd/1.4',
  name: 'Standard Safeguarding Dataset: children’s social care and early help',
  encoding: 'CSV (RFC 4180) in UTF-8; Windows-1252 is recognised and reported',
  key: 'the first column of each table; pers_person_id for persons',
  mode: 'snapshot',
  asOf: 'delivery.json, or the newest date in the names of the files',
  coverage: {
    who: 'Children known to children’s social care or early help, their mothers and families',
    ages: [0, 25],
    area: 'Lancashire, without Blackburn with Darwen and Blackpool',
    since: '2018-04-01',
    staleAfterDays: 8,
  },
  categories: [
    'identity',
    'identifiers',
    'address',
    'placement-address',
    'relationships',
    'childrens-social-care',
    'early-help',
    'care-plans',
    'alerts',
  ],
  passesOver: OTHER_TABLES,
  sentBy: 'discloser',
  stages: {},
  sample: 'social-care',
  tables: [
    department,
    departmentContacts,
    professionals,
    person,
    address,
    linkedIdentifiers,
    family,
    mother,
    earlyHelp,
    cinEpisodes,
    cinPlans,
    s47Enquiry,
    cpPlans,
    claEpisodes,
    claPlacement,
    missing,
    careLeavers,
    involvements,
  ],
}
