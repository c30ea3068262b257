import type { Queryable } from '../kit/database.ts'

export type PersonProtection = {
  personId: string
  kind: 'confidential-address' | 'protective-hold' | 'restricted-record' | 'sealed-identity'
  namedRoles: string[]
}

/**
 * The protections on any record of these persons, or of those whom they have taken in. They are asked by the identities that
 * were ever theirs: asked by person, PostgreSQL works out whom each protection of the county protects.
 */
export async function findProtections(
  client: Queryable,
  personIds: readonly string[],
): Promise<PersonProtection[]> {
  const { rows } = await client.query<PersonProtection>({
    name: 'find-protections',
    text: `with ever as materialized (
       select identity from records.membership
       where person_id = any ($1::uuid[])
          or person_id = any (array(select person_id from records.person_alias where now_person_id = any ($1::uuid[])))
     )
     select distinct person_id as "personId", kind, named_roles as "namedRoles"
     from records.person_protection
     where subject = any (array(select identity from ever)) and person_id = any ($1::uuid[])
     order by 1, 2, 3`,
    values: [[...new Set(personIds)]],
  })
  return rows
}

/** Of these persons, those whose address is kept apart: nobody is told who lives with them. */
export async function findKeptApart(
  client: Queryable,
  personIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (personIds.length === 0) return new Set()
  const found = await findProtections(client, personIds)
  const kinds = ['confidential-address', 'protective-hold']
  return new Set(found.filter(one => kinds.includes(one.kind)).map(one => one.personId))
}
