/** How a department finds the case that an id names. */
export interface CaseNames {
  /**
   * The ref of the case of this id; undefined for a text that cannot be an id here.
   *
   * @param kind  the kind of subject, "receipt"; empty or unset for an order, a contact, or a case of the company's own
   */
  readonly refOf: (id: string, kind?: string) => Buffer | undefined;
  /** The ref of the issue of this id, where contacts may belong to issues. */
  readonly issueRefOf?: (id: string) => Buffer;
}
