import type { Contract } from '../contract.ts'
import { adultServices1 } from './adult-services-1.ts'
import { cinCensus1 } from './cin-census-1.ts'
import { ctf21 } from './ctf-21.ts'
import { earlyYears1 } from './early-years-1.ts'
import { healthVisiting1 } from './health-visiting-1.ts'
import { housing1 } from './housing-1.ts'
import { leisure1 } from './leisure-1.ts'
import { policeNotice1 } from './police-notice-1.ts'
import { protections1 } from './protections-1.ts'
import { register1 } from './register-1.ts'
import { ssd14 } from './ssd-1-4.ts'
import { ssda9031 } from './ssda903-1.ts'
import { youthJustice1 } from './youth-justice-1.ts'

/** Every contract of the service. A new feed is a file in this folder, its sample, and its line here. */
export const CONTRACTS: readonly Contract[] = [
  register1,
  protections1,
  ctf21,
  ssd14,
  cinCensus1,
  ssda9031,
  healthVisiting1,
  policeNotice1,
  youthJustice1,
  housing1,
  earlyYears1,
  adultServices1,
  leisure1,
]
