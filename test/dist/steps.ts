/** Steps of the consumer program, in order. */
export const consumerSteps = [
  'create',
  'list',
  'retry after 429',
  'verify',
  'revoke',
  'typed error',
  'error known to the root',
  'no token printed',
]
