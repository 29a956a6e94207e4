import type { ApiError } from './error.js'

/** Narrows an error to a failed call; with operation and status, to the body that the document gives there. */
export interface ApiErrorGuard<Bodies> {
  (error: unknown): error is ApiError
  <Id extends keyof Bodies & string>(
    error: unknown,
    operationId: Id,
  ): error is ApiError<Bodies[Id][keyof Bodies[Id]], Id>
  <Id extends keyof Bodies & string, Status extends keyof Bodies[Id] & number>(
    error: unknown,
    operationId: Id,
    status: Status,
  ): error is ApiError<Bodies[Id][Status], Id, Status>
}

/**
 * Whether an error is a failed call of any client, of this copy of the package or another.
 *
 * @param error What was thrown.
 * @param operationId Only calls of this operation.
 * @param status Only answers with this status.
 *
 * @example
 * if (isApiError(error, 'revokeAccessToken', 404)) console.log(error.message)
 */
export const isApiError = ((error: unknown, operationId?: string, status?: number): boolean => {
  const { name, isAxiosError, ...rest } = Object(error) as ApiError
  return (
    name === 'ApiError' &&
    isAxiosError === true &&
    (operationId === undefined || rest.operationId === operationId) &&
    (status === undefined || rest.status === status)
  )
}) as ApiErrorGuard<Record<string, Record<number, unknown>>>
