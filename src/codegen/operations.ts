import type { ApiModel } from '../openapi/model.js'
import {
  type Expression,
  type Literal,
  type Members,
  type OperationPlan,
  planOperation,
} from '../openapi/plan.js'
import { key, literal } from './text.js'

/** Source of an expression; names that it needs from the runtime are added to `imports`. */
export function printExpression(expression: Expression | Members | Literal, imports: Set<string>): string {
  if ('value' in expression) return literal(expression.value, '', Number.POSITIVE_INFINITY)
  if ('members' in expression) {
    const members = Object.entries(expression.members)
    return `{ ${members.map(([name, member]) => `${key(name)}: ${printExpression(member, imports)}`).join(', ')} }`
  }
  const { name, args } = expression
  imports.add(name)
  if (!args) return name
  return `/* @__PURE__ */ ${name}(${args.map((arg) => printExpression(arg, imports)).join(', ')})`
}

/** `operations.gen.ts`: the run-time map, the part of an API that ends up in its users' bundles. */
export function printOperations(model: ApiModel, runtime: string): string {
  const imports = new Set<string>()
  const lines = model.operations.map((operation) => {
    const plan = planOperation(operation, model)
    return `  ${key(operation.name)}: ${printOperation(plan, imports)},\n`
  })
  const values = [...imports].sort().join(', ')
  return [
    values && `import { ${values} } from '${runtime}'\n`,
    `import type { Operation } from '${runtime}'\n\n`,
    `export const operations: Record<string, Operation> = {\n${lines.join('')}}\n`,
  ].join('')
}

function printOperation(plan: OperationPlan, imports: Set<string>): string {
  const { write, prepare, ...plain } = plan
  const parts = Object.entries(plain).map(
    ([name, value]) => `${name}: ${literal(value, '', Number.POSITIVE_INFINITY)}`,
  )
  if (write) parts.push(`write: ${printExpression(write, imports)}`)
  if (prepare) {
    parts.push(`prepare: [${prepare.map((step) => printExpression(step, imports)).join(', ')}]`)
  }
  return `{ ${parts.join(', ')} }`
}
