// SPDX-License-Identifier: MIT
/// A refusal or a failure of the gateway (RFC 9457), or of the way to it.

export interface FieldError {
  field: string;
  reason: string;
  params?: Record<string, unknown>;
}

export interface ProblemDocument {
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  trace_id?: string;
  reason?: string;
  field?: string;
  errors?: FieldError[];
  current?: Record<string, unknown>;
  [member: string]: unknown;
}

/// `unreachable`: no answer came, and nobody knows whether it was done.
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly document: ProblemDocument;

  constructor(status: number, document: ProblemDocument) {
    super(document.detail ?? document.title ?? String(status));
    this.name = "Problem";
    this.status = status;
    this.code = document.code ?? (status === 0 ? "unreachable" : String(status));
    this.document = document;
  }

  get errors(): FieldError[] {
    return this.document.errors ?? [];
  }
  get trace(): string | undefined {
    return this.document.trace_id;
  }
  /// Whether the same request with the same key may be sent again in the hope of another answer.
  get passes(): boolean {
    return this.status === 0 || this.status === 503 || this.status === 504 || this.code === "in_doubt";
  }
  /// Whether somebody else changed the record.
  get isConflict(): boolean {
    return this.status === 412 || this.code === "aborted";
  }
  get isSignedOut(): boolean {
    return this.status === 401;
  }
}

export async function problemOf(answer: Response): Promise<Problem> {
  let document: ProblemDocument = {};
  try {
    const body: unknown = await answer.json();
    if (body && typeof body === "object") document = body as ProblemDocument;
  } catch {
    document = { title: answer.statusText };
  }
  document.trace_id ??= answer.headers.get("Trace-Id") ?? undefined;
  return new Problem(answer.status, document);
}
