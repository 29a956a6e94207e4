import type { ApiModel } from '../openapi/model.js'
import { type Expression, type OperationPlan, planOperation } from '../openapi/plan.js'
import { key, literal, quote } from './text.js'

/** Source of an expression; names that it needs from the runtime are added to `imports`. */
export function printExpression({ name, args, data }: Expression, imports: Set<string>): string {
  imports.add(name)
  if (!args && !data) return name
  const list = [
    ...(args ?? []).map((arg) => printExpression(arg, imports)),
    ...(data ?? []).map((value) => literal(value, '', Number.POSITIVE_INFINITY)),
  ]
  return `/* @__PURE__ */ ${name}(${list.join(', ')})`
}

/** `operations.gen.ts`: the run-time map, the part of an API that ends up in its users' bundles. */
export function printOperations(model: ApiModel, runtime: string): string {
  const imports = new Set<string>()
  const lines = model.operations.map(
    (operation) => `  ${key(operation.name)}: ${printOperation(planOperation(operation, model), imports)},\n`,
  )
  const values = [...imports].sort().join(', ')
  return [
    values && `import { ${values} } from '${runtime}'\n`,
    `import type { Operation } from '${runtime}'\n\n`,
    `export const operations: Record<string, Operation> = {\n${lines.join('')}}\n`,
  ].join('')
}

function printOperation(plan: OperationPlan, imports: Set<string>): string {
  const parts = Object.entries(plan).map(([name, value]) => {
    if (name === 'parameters')
      return `parameters: [${plan.parameters?.map((one) => parameter(one, imports)).join(', ')}]`
    if (name === 'serializeBody' && plan.serializeBody) {
      return `serializeBody: ${printExpression(plan.serializeBody, imports)}`
    }
    return `${name}: ${literal(value, '', Number.POSITIVE_INFINITY)}`
  })
  return `{ ${parts.join(', ')} }`
}

function parameter(
  { name, in: place, serialize }: NonNullable<OperationPlan['parameters']>[number],
  imports: Set<string>,
): string {
  const parts = [`name: ${quote(name)}`, `in: ${quote(place)}`]
  if (serialize) parts.push(`serialize: ${printExpression(serialize, imports)}`)
  return `{ ${parts.join(', ')} }`
}
